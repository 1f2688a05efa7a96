package dev.baton.agent;

import dev.baton.agent.kernel.SyslogSocket;

import java.nio.file.Path;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.logging.ConsoleHandler;
import java.util.logging.Formatter;
import java.util.logging.Handler;
import java.util.logging.LogRecord;

/**
 * Hands the log to the system's: facility daemon, in the form of RFC 3164. What that does not take
 * at once, or where there is none, goes to another log; nobody waits. Thread: any.
 */
final class LogToSystem extends Handler {

    static final Path SOCKET = Path.of("/dev/log");

    /** As long as every syslog takes. */
    private static final int LONGEST_LINE = 1024;

    private static final int DAEMON = 3 << 3;
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("MMM ppd HH:mm:ss", Locale.ROOT)
                    .withZone(ZoneId.systemDefault());

    private final Predicate<String> send;
    private final Runnable close;
    private final Handler otherwise;
    private final String name;
    private final Formatter words;

    /**
     * To the log of this machine.
     *
     * @param name what the lines are marked with
     * @param words makes their messages
     */
    static LogToSystem of(String name, Formatter words) {
        SyslogSocket socket = new SyslogSocket(SOCKET);
        return new LogToSystem(name, socket::send, socket::close, new ConsoleHandler(), words);
    }

    LogToSystem(
            String name,
            Predicate<String> send,
            Runnable close,
            Handler otherwise,
            Formatter words) {
        this.words = words;
        this.otherwise = otherwise;
        this.send = send;
        this.close = close;
        this.name = name + "[" + ProcessHandle.current().pid() + "]: ";
    }

    @Override
    public void publish(LogRecord line) {
        if (isLoggable(line)) {
            String head = "<" + (DAEMON | LogSeverity.of(line.getLevel()).number()) + ">";
            String all =
                    head
                            + TIME.format(line.getInstant())
                            + " "
                            + name
                            + words.formatMessage(line).replace('\n', ' ');
            if (!send.test(all.substring(0, Math.min(all.length(), LONGEST_LINE)))) {
                otherwise.publish(line);
            }
        }
    }

    @Override
    public void flush() {
        // each line goes out when it is published
    }

    @Override
    public void close() {
        close.run();
    }
}
