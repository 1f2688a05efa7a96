package dev.baton.agent.membership;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What is kept under a key: one line with the stamp, then JSON.
 *
 * <p>Bounds: {@value #MOST_CHARS} characters of JSON. The stamp stands outside of the JSON, so that
 * members compare records without reading them.
 */
public record StampedRecord(Stamp stamp, String json) {

    /** Characters of JSON one record may have. */
    public static final int MOST_CHARS = 64 << 10;

    private static final int MOST_HEAD = 40;
    private static final Pattern HEAD = Pattern.compile("(\\d{1,18}) (\\d{1,18})\n");

    /** Reads what another member wrote; empty when it is no such record. */
    static Optional<StampedRecord> of(Object value) {
        return value instanceof String text ? parse(text) : Optional.empty();
    }

    private static Optional<StampedRecord> parse(String text) {
        Matcher head = HEAD.matcher(text);
        if (text.length() > MOST_CHARS + MOST_HEAD || !head.lookingAt()) {
            return Optional.empty();
        }
        Stamp stamp = new Stamp(Long.parseLong(head.group(1)), Long.parseLong(head.group(2)));
        return Optional.of(new StampedRecord(stamp, text.substring(head.end())));
    }

    /** As it is kept. */
    String text() {
        return stamp + "\n" + json;
    }
}
