package dev.baton.agent.callout;

import java.util.Locale;

/** What this node knows of a volume. */
public enum VolumeState {
    /** A job is to make it. */
    CREATING,
    /** Another node hands it over; until it has, nothing else is done with it. */
    ARRIVING,
    /** It was seen to be there. */
    READY,
    /** An operation on it failed half-way, or nobody can tell how it ended. */
    BROKEN;

    /** For lists and JSON. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
