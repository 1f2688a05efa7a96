package dev.baton.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** Reads the small sections: event, failover, legacy, logging, and the cluster lock. */
final class OptionSections {

    private static final Duration LONGEST = Duration.ofHours(1);

    private OptionSections() {}

    static EventOptions events(ConfigEntries entries, Layout layout, Path publicAddresses) {
        EventOptions usual = EventOptions.in(layout);
        Path etc = layout.etc();
        return new EventOptions(
                entries.path(ConfigKey.EVENTS_DIRECTORY, "the path of a directory", etc)
                        .orElse(usual.directory()),
                entries.path(ConfigKey.DEBUG_SCRIPT, "the path of a script", etc),
                level(entries, ConfigKey.SCRIPT_LOG_LEVEL, usual.scriptLogLevel()),
                publicAddresses);
    }

    static FailoverOptions failover(ConfigEntries entries) {
        FailoverOptions usual = FailoverOptions.DEFAULT;
        return new FailoverOptions(
                entries.truth(ConfigKey.FAILOVER_DISABLED, usual.disabled()),
                time(entries, ConfigKey.SHUTDOWN_EXTRA, usual.shutdownExtraTimeout()),
                time(entries, ConfigKey.SHUTDOWN_FAILOVER, usual.shutdownFailoverTimeout()));
    }

    static StartOptions start(ConfigEntries entries) {
        StartOptions usual = StartOptions.DEFAULT;
        return new StartOptions(
                entries.truth(ConfigKey.START_AS_DISABLED, usual.disabled()),
                entries.truth(ConfigKey.START_AS_STOPPED, usual.stopped()),
                entries.truth(ConfigKey.LEADER_CAPABILITY, usual.leaderCapable()));
    }

    static LogOptions logging(ConfigEntries entries) {
        LogOptions usual = LogOptions.DEFAULT;
        return new LogOptions(
                entries.value(
                                ConfigKey.LOG_LOCATION,
                                "file:, file:PATH or syslog",
                                text -> Optional.of(text).filter(OptionSections::isLocation))
                        .orElse(usual.location()),
                level(entries, ConfigKey.LOG_LEVEL, usual.level()));
    }

    static Optional<ClusterLock> lock(ConfigEntries entries) {
        String expected = "a file, or ! and the full path of a command";
        Optional<ClusterLock> old =
                entries.value(ConfigKey.RECOVERY_LOCK, expected, ClusterLock::parse);
        Optional<ClusterLock> lock =
                entries.value(ConfigKey.CLUSTER_LOCK, expected, ClusterLock::parse);
        entries.entry(ConfigKey.RECOVERY_LOCK)
                .ifPresent(
                        entry -> entries.warning(entry, "is the old name", "write cluster lock"));
        Optional<ClusterLock> both = lock.or(() -> old);
        entries.entry(ConfigKey.CLUSTER_LOCK)
                .or(() -> entries.entry(ConfigKey.RECOVERY_LOCK))
                .filter(entry -> both.isPresent())
                .ifPresent(
                        entry ->
                                entries.warning(
                                        entry,
                                        "is not taken in this version",
                                        "addresses are protected by leases of a majority of"
                                                + " nodes"));
        return both;
    }

    static void transport(ConfigEntries entries) {
        entries.value(
                ConfigKey.TRANSPORT,
                "tcp",
                text -> Optional.of(text).filter(each -> each.equalsIgnoreCase("tcp")));
    }

    private static boolean isLocation(String text) {
        return text.startsWith("file:") || text.equals("syslog") || text.startsWith("syslog:");
    }

    private static LogLevel level(ConfigEntries entries, ConfigKey key, LogLevel otherwise) {
        return entries.value(key, "ERROR, WARNING, NOTICE, INFO or DEBUG", LogLevel::parse)
                .orElse(otherwise);
    }

    private static Duration time(ConfigEntries entries, ConfigKey key, Duration otherwise) {
        return entries.value(
                        key,
                        "a time from 0 to 1h such as 10s",
                        text ->
                                TypedValue.duration(text)
                                        .filter(time -> time.compareTo(LONGEST) <= 0))
                .orElse(otherwise);
    }
}
