package dev.baton.config;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** Whose votes make a lease. Source: {@code docs/safety.md}, section "Voters". */
public enum VoteMode {
    /** More than half of the nodes; of two nodes and the cluster lock, where there is one. */
    MAJORITY,
    /** The holder of the cluster lock alone. */
    LOCK,
    /** More than half of the nodes, and the holder of the cluster lock. */
    BOTH;

    /** As people write it. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Optional<VoteMode> parse(String text) {
        return Arrays.stream(values())
                .filter(mode -> mode.text().equalsIgnoreCase(text))
                .findFirst();
    }
}
