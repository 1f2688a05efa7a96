package dev.baton.config;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * One option of CTDB's configuration, as its tools show it; some mean nothing to Baton. Source:
 * CTDB events contract, section 15, {@code ctdb.conf}.
 *
 * @param kind what its value is
 * @param usual its value when no file sets it
 */
public record CtdbOption(String section, String key, Kind kind, Function<Layout, String> usual) {

    /** What a value is, and how tools write it. */
    public enum Kind {
        TEXT,
        SECONDS,
        TRUTH,
        LEVEL;

        /** The text as tools write it; empty when it is no such value. */
        public Optional<String> read(String text) {
            return switch (this) {
                case TEXT -> Optional.of(text);
                case SECONDS ->
                        TypedValue.duration(text)
                                .map(Duration::toSeconds)
                                .map(seconds -> Long.toString(seconds));
                case TRUTH -> TypedValue.truth(text).map(String::valueOf);
                case LEVEL -> LogLevel.parse(text).map(LogLevel::name);
            };
        }

        /** What a value has to be. */
        public String expected() {
            return switch (this) {
                case TEXT -> "text";
                case SECONDS -> "a number of seconds";
                case TRUTH -> "true or false";
                case LEVEL -> "ERROR, WARNING, NOTICE, INFO or DEBUG";
            };
        }
    }

    /** All there are, in the order they are shown. */
    static final List<CtdbOption> ALL =
            List.of(
                    option("logging", "location", Kind.TEXT, LogOptions.DEFAULT.location()),
                    option("logging", "log level", Kind.LEVEL, "NOTICE"),
                    option("cluster", "transport", Kind.TEXT, "tcp"),
                    option("cluster", "node address", Kind.TEXT, ""),
                    option("cluster", "cluster lock", Kind.TEXT, ""),
                    option("cluster", "recovery lock", Kind.TEXT, ""),
                    option("cluster", "nodes list", Kind.TEXT, ""),
                    option("cluster", "leader timeout", Kind.SECONDS, "5"),
                    option("cluster", "leader capability", Kind.TRUTH, "true"),
                    directory("volatile"),
                    directory("persistent"),
                    directory("state"),
                    option("database", "lock debug script", Kind.TEXT, ""),
                    option("database", "tdb mutexes", Kind.TRUTH, "true"),
                    option("event", "debug script", Kind.TEXT, ""),
                    option("failover", "disabled", Kind.TRUTH, "false"),
                    option("failover", "shutdown extra timeout", Kind.SECONDS, "0"),
                    option("failover", "shutdown failover timeout", Kind.SECONDS, "10"),
                    option("legacy", "realtime scheduling", Kind.TRUTH, "true"),
                    option("legacy", "lmaster capability", Kind.TRUTH, "true"),
                    option("legacy", "start as stopped", Kind.TRUTH, "false"),
                    option("legacy", "start as disabled", Kind.TRUTH, "false"),
                    option("legacy", "script log level", Kind.LEVEL, "ERROR"));

    /** What CTDB 4.17, the oldest still in use, refuses as unknown. */
    private static final List<String> AFTER_4_17 =
            List.of("nodes list", "shutdown extra timeout", "shutdown failover timeout");

    /** The option of that name; empty for what CTDB does not know. */
    public static Optional<CtdbOption> find(String section, String key) {
        return ALL.stream()
                .filter(option -> option.section().equals(section) && option.key().equals(key))
                .findFirst();
    }

    /** Whether CTDB 4.17 refuses a file with it. */
    public boolean isAfter417() {
        return AFTER_4_17.contains(key);
    }

    private static CtdbOption option(String section, String key, Kind kind, String usual) {
        return new CtdbOption(section, key, kind, _ -> usual);
    }

    /** Below the directory of what is kept. */
    private static CtdbOption directory(String name) {
        return new CtdbOption(
                "database",
                name + " database directory",
                Kind.TEXT,
                layout -> layout.var().resolve(name).toString());
    }
}
