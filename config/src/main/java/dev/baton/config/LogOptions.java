package dev.baton.config;

/**
 * Where the agent's own log goes. Source: CTDB events contract, section 15, {@code [logging]}.
 *
 * @param location {@code file:} (standard error), {@code file:PATH} or {@code syslog...}, as
 *     scripts see it
 */
public record LogOptions(String location, LogLevel level, LogFormat format) {

    /** Standard error from NOTICE on. */
    public static final LogOptions DEFAULT = new LogOptions("file:", LogLevel.NOTICE);

    /** Lines of text. */
    public LogOptions(String location, LogLevel level) {
        this(location, level, LogFormat.TEXT);
    }
}
