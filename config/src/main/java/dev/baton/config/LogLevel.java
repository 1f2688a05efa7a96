package dev.baton.config;

import java.util.Arrays;
import java.util.Optional;

/** How much is said, CTDB's levels. Source: CTDB events contract, section 15, {@code [logging]}. */
public enum LogLevel {
    /** Someone must act. */
    ERROR,
    /** Degraded but handled. */
    WARNING,
    /** Facts an operator asked about; the default. */
    NOTICE,
    /** More facts. */
    INFO,
    /** Internals. */
    DEBUG;

    /** Reads a level in any case. */
    public static Optional<LogLevel> parse(String text) {
        return Arrays.stream(values())
                .filter(level -> level.name().equalsIgnoreCase(text))
                .findFirst();
    }
}
