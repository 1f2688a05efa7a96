package dev.baton.config;

import java.util.Locale;
import java.util.Optional;

/** What a node does when a machine outside the cluster uses an address it is to take first. */
public enum ForeignAddress {
    /** It says so and takes the address. */
    WARN,
    /** It says so and leaves the address alone while that machine answers. */
    REFUSE;

    /** Reads the word of a setting in any case. */
    public static Optional<ForeignAddress> parse(String text) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "warn" -> Optional.of(WARN);
            case "refuse" -> Optional.of(REFUSE);
            default -> Optional.empty();
        };
    }
}
