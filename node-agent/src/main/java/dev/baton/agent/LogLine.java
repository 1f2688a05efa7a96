package dev.baton.agent;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One line of the log as it is written everywhere: a name, and {@code key=value} with values quoted
 * only where they have to be.
 *
 * @param fields as text, in order
 */
record LogLine(String name, Map<String, String> fields) {

    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_]*");
    private static final Pattern FIELD =
            Pattern.compile(" ([a-z][a-z0-9_]*)=(\"(?:[^\"\\\\]|\\\\.)*\"|[^ \"=]*)");

    /** Reads a line; empty when it is written in another way. */
    static Optional<LogLine> parse(String text) {
        Matcher name = NAME.matcher(text);
        if (!name.lookingAt()) {
            return Optional.empty();
        }
        Map<String, String> fields = new LinkedHashMap<>();
        Matcher field = FIELD.matcher(text);
        int at = name.end();
        while (at < text.length()) {
            if (!field.find(at) || field.start() != at) {
                return Optional.empty();
            }
            fields.put(field.group(1), unquoted(field.group(2)));
            at = field.end();
        }
        return Optional.of(new LogLine(name.group(), fields));
    }

    private static String unquoted(String value) {
        return value.startsWith("\"")
                ? value.substring(1, value.length() - 1)
                        .replace("\\n", "\n")
                        .replaceAll("\\\\(.)", "$1")
                : value;
    }
}
