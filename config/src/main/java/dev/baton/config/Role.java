package dev.baton.config;

import java.util.Locale;
import java.util.Optional;

/** What the holder of a token may do over HTTP; each may do what those before it may. */
public enum Role {
    /** Reads, as everybody who reaches the port. */
    VIEWER,
    /** Changes the state of nodes, addresses, scripts and jobs. */
    OPERATOR,
    /** Everything there is a route for. */
    ADMIN;

    /** Whether this role is enough where that one is needed. */
    public boolean covers(Role needed) {
        return compareTo(needed) >= 0;
    }

    /** In small letters, as files and answers have it. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Reads such a word. */
    public static Optional<Role> parse(String word) {
        for (Role role : values()) {
            if (role.word().equals(word)) {
                return Optional.of(role);
            }
        }
        return Optional.empty();
    }
}
