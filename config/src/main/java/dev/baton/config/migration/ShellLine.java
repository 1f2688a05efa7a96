package dev.baton.config.migration;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One line of a shell file that says something.
 *
 * @param number from 1
 * @param name of the variable; empty for a line that is no assignment
 * @param value without quotes; empty when only a shell can tell it
 */
record ShellLine(int number, String text, Optional<String> name, Optional<String> value) {

    private static final Pattern ASSIGNMENT =
            Pattern.compile("(?:export\\s+)?([A-Za-z_][A-Za-z0-9_]*)=(.*)");
    private static final Pattern SINGLE = Pattern.compile("'([^']*)'\\s*(?:#.*)?");
    private static final Pattern DOUBLE = Pattern.compile("\"([^\"$`\\\\]*)\"\\s*(?:#.*)?");
    private static final Pattern BARE =
            Pattern.compile("([^\\s'\"$`\\\\;&|()<>#]*)\\s*(?:\\s#.*)?");

    /** Empty for a blank line and a comment. */
    static Optional<ShellLine> read(int number, String line) {
        String text = line.strip();
        if (text.isEmpty() || text.startsWith("#")) {
            return Optional.empty();
        }
        Matcher assignment = ASSIGNMENT.matcher(text);
        return Optional.of(
                assignment.matches()
                        ? new ShellLine(
                                number,
                                text,
                                Optional.of(assignment.group(1)),
                                plain(assignment.group(2)))
                        : new ShellLine(number, text, Optional.empty(), Optional.empty()));
    }

    private static Optional<String> plain(String text) {
        for (Pattern form : new Pattern[] {SINGLE, DOUBLE, BARE}) {
            Matcher matcher = form.matcher(text);
            if (matcher.matches()) {
                return Optional.of(matcher.group(1));
            }
        }
        return Optional.empty();
    }
}
