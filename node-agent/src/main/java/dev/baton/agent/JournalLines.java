package dev.baton.agent;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.logging.Formatter;
import java.util.logging.LogRecord;
import java.util.stream.Collectors;

/**
 * Marks each line with its severity as the journal understands it ({@code <4>}), and leaves out
 * what the journal knows itself: the time and the level. Source: sd-daemon(3); systemd.exec(5),
 * JOURNAL_STREAM. Thread: any.
 */
final class JournalLines extends Formatter {

    private static final Path STANDARD_ERROR = Path.of("/proc/self/fd/2");

    private final Formatter words;

    /** Lines whose messages are made by another one. */
    JournalLines(Formatter words) {
        this.words = words;
    }

    /** Whether standard error goes to the journal: its device and number are those we were told. */
    static boolean isAsked(Map<String, String> environment) {
        return isAsked(environment, STANDARD_ERROR);
    }

    static boolean isAsked(Map<String, String> environment, Path standardError) {
        String told = environment.getOrDefault("JOURNAL_STREAM", "");
        if (told.isEmpty()) {
            return false;
        }
        try {
            Object device = Files.getAttribute(standardError, "unix:dev");
            Object number = Files.getAttribute(standardError, "unix:ino");
            return told.equals(device + ":" + number);
        } catch (IOException | UnsupportedOperationException unknown) {
            return false;
        }
    }

    @Override
    public String format(LogRecord line) {
        String mark = "<" + LogSeverity.of(line.getLevel()).number() + ">";
        String text = line.getLoggerName() + " " + words.formatMessage(line) + thrown(line);
        return text.lines().map(each -> mark + each + "\n").collect(Collectors.joining());
    }

    private static String thrown(LogRecord line) {
        if (line.getThrown() == null) {
            return "";
        }
        StringWriter trace = new StringWriter();
        line.getThrown().printStackTrace(new PrintWriter(trace));
        return "\n" + trace;
    }
}
