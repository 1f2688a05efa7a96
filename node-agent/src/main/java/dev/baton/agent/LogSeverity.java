package dev.baton.agent;

import java.util.Locale;
import java.util.logging.Level;

/** How loud a line is for the system's log. Source: RFC 3164, section 4.1.1; sd-daemon(3). */
enum LogSeverity {
    ERROR(3),
    WARNING(4),
    INFO(6),
    DEBUG(7);

    private final int number;

    LogSeverity(int number) {
        this.number = number;
    }

    int number() {
        return number;
    }

    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    static LogSeverity of(Level level) {
        if (level.intValue() >= Level.SEVERE.intValue()) {
            return ERROR;
        }
        if (level.intValue() >= Level.WARNING.intValue()) {
            return WARNING;
        }
        return level.intValue() >= Level.INFO.intValue() ? INFO : DEBUG;
    }
}
