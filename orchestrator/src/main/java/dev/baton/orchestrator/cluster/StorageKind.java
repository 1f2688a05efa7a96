package dev.baton.orchestrator.cluster;

import java.util.Locale;

/** The kinds of storage objects that one node changes at a time. */
public enum StorageKind {
    VOLUME,
    POOL,
    IMAGE,
    SCHEDULE;

    /** In names, logs and sentences. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
