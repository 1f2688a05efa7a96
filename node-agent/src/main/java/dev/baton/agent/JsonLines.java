package dev.baton.agent;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.logging.Formatter;
import java.util.logging.LogRecord;

/**
 * Writes a record as one JSON object in one line: {@code time}, {@code level}, {@code logger}, then
 * {@code fact} and {@code fields} as history shows them, or {@code event} and {@code fields} of any
 * other line, or its {@code message}. Thread: any.
 */
final class JsonLines extends Formatter {

    @Override
    public String format(LogRecord line) {
        Map<String, Object> head = new LinkedHashMap<>();
        head.put("time", line.getInstant().toString());
        head.put("level", LogSeverity.of(line.getLevel()).word());
        head.put("logger", String.valueOf(line.getLoggerName()));
        String body = body(line);
        String begin = LogFacts.write(head);
        return begin.substring(0, begin.length() - 1) + "," + body.substring(1) + "\n";
    }

    /** The same without what a log of the system adds itself. */
    @Override
    public String formatMessage(LogRecord line) {
        return body(line);
    }

    /** Facts come as JSON already: {@link LogFacts}. */
    private String body(LogRecord line) {
        String message = super.formatMessage(line);
        boolean isFact = "baton.fact".equals(line.getLoggerName()) && message.startsWith("{");
        return isFact ? message : LogFacts.write(fields(line, message));
    }

    private static Map<String, Object> fields(LogRecord line, String message) {
        Map<String, Object> fields = new LinkedHashMap<>();
        LogLine.parse(message)
                .ifPresentOrElse(
                        read -> {
                            fields.put("event", read.name());
                            fields.put("fields", read.fields());
                        },
                        () -> fields.put("message", message));
        if (line.getThrown() != null) {
            StringWriter trace = new StringWriter();
            line.getThrown().printStackTrace(new PrintWriter(trace));
            fields.put("thrown", trace.toString());
        }
        return fields;
    }
}
