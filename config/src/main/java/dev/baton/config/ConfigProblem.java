package dev.baton.config;

import java.util.Comparator;

/**
 * One thing an administrator must know about a settings file: where it is, why it is wrong and what
 * to write instead.
 *
 * <p>Source: operator contract, section 3, rule 4: all problems at once, each with file, line, key
 * and cure.
 *
 * @param severity an error stops a start; a warning never does
 * @param file path of the file as the loader opened it
 * @param line first line of the entry, from 1; 0 when the file as a whole is meant
 * @param key what the line sets, or empty
 * @param why what was expected and what was seen
 * @param cure the next step, or empty
 */
public record ConfigProblem(
        Severity severity, String file, int line, String key, String why, String cure)
        implements Comparable<ConfigProblem> {

    private static final Comparator<ConfigProblem> ORDER =
            Comparator.comparing(ConfigProblem::file)
                    .thenComparingInt(ConfigProblem::line)
                    .thenComparing(ConfigProblem::key)
                    .thenComparing(ConfigProblem::severity)
                    .thenComparing(ConfigProblem::why)
                    .thenComparing(ConfigProblem::cure);

    /** What a problem means for a start. */
    public enum Severity {
        /** The agent does not start (exit 78); a running agent keeps its old settings. */
        ERROR,
        /** The agent starts; the entry does something else than its author may think. */
        WARNING
    }

    public ConfigProblem {
        if (line < 0) {
            throw new IllegalArgumentException("expected a line from 0, got " + line);
        }
        file = oneLine(file);
        key = oneLine(key);
        why = oneLine(why);
        cure = oneLine(cure);
    }

    /** A problem that stops a start. */
    public static ConfigProblem error(String file, int line, String key, String why, String cure) {
        return new ConfigProblem(Severity.ERROR, file, line, key, why, cure);
    }

    /** A problem that is said and then lived with. */
    public static ConfigProblem warning(
            String file, int line, String key, String why, String cure) {
        return new ConfigProblem(Severity.WARNING, file, line, key, why, cure);
    }

    /** Whether this problem stops a start. */
    public boolean isError() {
        return severity == Severity.ERROR;
    }

    @Override
    public int compareTo(ConfigProblem other) {
        return ORDER.compare(this, other);
    }

    /** {@code file:line key: why (cure)}, always one line; a warning says so before its reason. */
    @Override
    public String toString() {
        return file
                + (line > 0 ? ":" + line : "")
                + (key.isEmpty() ? "" : " " + key)
                + ": "
                + (isError() ? "" : "warning: ")
                + why
                + (cure.isEmpty() ? "" : " (" + cure + ")");
    }

    private static String oneLine(String text) {
        return text.codePoints()
                .map(point -> Character.isISOControl(point) ? '?' : point)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }
}
