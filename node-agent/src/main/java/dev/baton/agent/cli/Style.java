package dev.baton.agent.cli;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** How a page is written. Source: operator experience, section 1.2. */
record Style(Format format, boolean quiet, boolean verbose) {

    /** The forms of {@code -o}. */
    enum Format {
        TABLE,
        WIDE,
        JSON,
        NAME;

        static Optional<Format> parse(String text) {
            for (Format format : values()) {
                if (format.name().equals(text.toUpperCase(Locale.ROOT))) {
                    return Optional.of(format);
                }
            }
            return Optional.empty();
        }
    }

    String write(Page page) {
        if (quiet) {
            return "";
        }
        return switch (format) {
            case TABLE, WIDE -> lines(page.text());
            case NAME -> lines(page.names());
            case JSON -> Json.write(page.kind(), page.json());
        };
    }

    /** What a page lacks, for standard error. */
    String warn(Page page) {
        return quiet
                ? ""
                : lines(page.warnings().stream().map(it -> "baton: warning: " + it).toList());
    }

    private static String lines(Iterable<String> lines) {
        StringBuilder text = new StringBuilder();
        lines.forEach(line -> text.append(line).append('\n'));
        return text.toString();
    }

    /** A failure as JSON, beside the sentence on standard error. */
    static String failure(int exitCode, String sentence) {
        return Json.write("Error", Map.of("exit_code", exitCode, "message", sentence));
    }
}
