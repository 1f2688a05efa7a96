package dev.baton.agent;

import dev.baton.config.LogLevel;
import dev.baton.config.LogOptions;

import java.io.IOException;
import java.nio.file.Path;
import java.util.logging.ConsoleHandler;
import java.util.logging.Formatter;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;

/** One line per record on standard error, or where the settings say, also while the JVM ends. */
public final class LoggingSetup {

    private static final String FILE = "file:";
    private static final String LINE = "%1$tF %1$tT.%1$tL %4$-7s %3$s %5$s%6$s%n";

    private LoggingSetup() {}

    /**
     * Keeps its handlers when the JVM begins to end: the orderly end of the agent is logged too.
     */
    public static final class LastingLogs extends LogManager {

        @Override
        public void reset() {
            // The JDK would remove all handlers before the agent has said goodbye.
        }
    }

    /** Must run before anything logs. */
    static void install() {
        System.setProperty("java.util.logging.manager", LastingLogs.class.getName());
        System.setProperty("java.util.logging.SimpleFormatter.format", LINE);
        only(console(new SimpleFormatter()));
        Logger.getLogger("").setLevel(Level.INFO);
        quiet("com.hazelcast", Level.WARNING);
        quiet("io.vertx", Level.WARNING);
        quiet("io.netty", Level.WARNING);
        // Its failures are said by whoever exports, once.
        quiet("io.opentelemetry", Level.OFF);
        quiet("java", Level.INFO);
    }

    private static Handler console(Formatter words) {
        ConsoleHandler console = new ConsoleHandler();
        boolean isJournal = JournalLines.isAsked(System.getenv());
        console.setFormatter(isJournal ? new JournalLines(words) : words);
        return console;
    }

    private static void only(Handler handler) {
        Logger root = Logger.getLogger("");
        for (Handler other : root.getHandlers()) {
            root.removeHandler(other);
        }
        handler.setLevel(Level.ALL);
        root.addHandler(handler);
    }

    /**
     * From now on the log goes where the settings say, written as they say. Source: CTDB events
     * contract, section 15, {@code [logging]}.
     *
     * @param name of this program, for the system's log
     */
    static void direct(LogOptions options, String name) throws IOException {
        level(options.level());
        String location = options.location();
        Formatter words =
                switch (options.format()) {
                    case TEXT -> new SimpleFormatter();
                    case JSON -> new JsonLines();
                };
        if (location.startsWith("syslog")) {
            only(LogToSystem.of(name, words));
        } else if (location.startsWith(FILE) && location.length() > FILE.length()) {
            Path path = Path.of(location.substring(FILE.length()));
            try {
                only(new LogFile(path, words));
            } catch (IOException unable) {
                throw new IOException(
                        "cannot write the log to %s, as [logging] location says: %s"
                                .formatted(path, unable),
                        unable);
            }
        } else {
            only(console(words));
        }
    }

    /** From this level of the settings on, the agent's own records are written. */
    static void level(LogLevel level) {
        Logger.getLogger("")
                .setLevel(
                        switch (level) {
                            case ERROR -> Level.SEVERE;
                            case WARNING -> Level.WARNING;
                            case NOTICE, INFO -> Level.INFO;
                            case DEBUG -> Level.FINE;
                        });
    }

    private static void quiet(String name, Level level) {
        QUIET.add(Logger.getLogger(name));
        QUIET.getLast().setLevel(level);
    }

    /** The log manager forgets loggers nobody holds, and their levels with them. */
    private static final java.util.List<Logger> QUIET = new java.util.ArrayList<>();
}
