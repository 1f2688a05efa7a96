package dev.baton.config;

import java.util.Arrays;
import java.util.Optional;

/** How a line of the log is written. */
public enum LogFormat {
    /** A name and {@code key=value}; the default. */
    TEXT,
    /** One JSON object a line. */
    JSON;

    /** Reads a format in any case. */
    public static Optional<LogFormat> parse(String text) {
        return Arrays.stream(values())
                .filter(format -> format.name().equalsIgnoreCase(text))
                .findFirst();
    }
}
