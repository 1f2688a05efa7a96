package dev.baton.agent.compat;

import dev.baton.agent.control.Commands.Answer;
import dev.baton.config.LogLevel;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * {@code getdebug} and {@code setdebug}. Levels are names, unambiguous beginnings of names, or
 * numbers from 0 to 10. Source: CTDB command contract, section 3.4.
 */
final class LogLevels {

    private static final int MOST = 10;

    private LogLevels() {}

    static Answer getdebug(ToolCall call) {
        return ToolCall.print(call.context().process().level().get() + "\n");
    }

    static Answer setdebug(ToolCall call) {
        call.context().process().setLevel().accept(parse(call.argument(0)));
        return ToolCall.done();
    }

    private static LogLevel parse(String text) {
        if (text.matches("\\d{1,2}") && Integer.parseInt(text) <= MOST) {
            return ofNumber(Integer.parseInt(text));
        }
        String start = text.toUpperCase(Locale.ROOT);
        List<LogLevel> found =
                Arrays.stream(LogLevel.values())
                        .filter(level -> !start.isEmpty() && level.name().startsWith(start))
                        .toList();
        if (found.size() != 1) {
            throw ToolFailure.of(
                    "Invalid debug level '"
                            + text
                            + "'. Valid levels are:\n\tERROR | WARNING | NOTICE | INFO | DEBUG");
        }
        return found.getFirst();
    }

    private static LogLevel ofNumber(int number) {
        return switch (number) {
            case 0 -> LogLevel.ERROR;
            case 1, 2 -> LogLevel.WARNING;
            case 3, 4 -> LogLevel.NOTICE;
            case MOST -> LogLevel.DEBUG;
            default -> LogLevel.INFO;
        };
    }
}
