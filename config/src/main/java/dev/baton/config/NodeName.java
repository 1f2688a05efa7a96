package dev.baton.config;

import java.util.Optional;
import java.util.regex.Pattern;

/** The name a person gives a node; it labels logs, metrics and command output. */
public record NodeName(String value) implements Comparable<NodeName> {

    private static final Pattern FORM = Pattern.compile("[A-Za-z0-9]([A-Za-z0-9._-]{0,62})");

    public NodeName {
        if (!FORM.matcher(value).matches()) {
            throw new IllegalArgumentException(
                    "expected a node name of letters, digits, '.', '_' and '-' (at most 63), got \""
                            + value
                            + "\"");
        }
    }

    /** Reads a name; empty when the text cannot be one. */
    public static Optional<NodeName> parse(String text) {
        return FORM.matcher(text).matches() ? Optional.of(new NodeName(text)) : Optional.empty();
    }

    @Override
    public int compareTo(NodeName other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
