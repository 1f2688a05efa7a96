package dev.baton.agent;

import java.util.logging.ConsoleHandler;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.Logger;

/** One line per record on standard error, also while the JVM ends. */
public final class LoggingSetup {

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
        Logger root = Logger.getLogger("");
        for (Handler handler : root.getHandlers()) {
            root.removeHandler(handler);
        }
        ConsoleHandler handler = new ConsoleHandler();
        handler.setLevel(Level.ALL);
        root.addHandler(handler);
        root.setLevel(Level.INFO);
        quiet("com.hazelcast", Level.WARNING);
        quiet("io.vertx", Level.WARNING);
        quiet("io.netty", Level.WARNING);
        quiet("java", Level.INFO);
    }

    /** From this level of the settings on, the agent's own records are written. */
    static void level(dev.baton.config.LogLevel level) {
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
