package dev.baton.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** Reads the small sections: event, failover, legacy, logging, and the cluster lock. */
final class OptionSections {

    private static final Duration SHORTEST_PROOF = Duration.ofSeconds(2);
    private static final Duration LONGEST_PROOF = Duration.ofMinutes(1);
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

    static FailoverOptions failover(ConfigEntries entries, FailbackRules failback) {
        FailoverOptions usual = FailoverOptions.DEFAULT;
        return new FailoverOptions(
                entries.truth(ConfigKey.FAILOVER_DISABLED, usual.disabled()),
                time(entries, ConfigKey.SHUTDOWN_EXTRA, usual.shutdownExtraTimeout()),
                time(entries, ConfigKey.SHUTDOWN_FAILOVER, usual.shutdownFailoverTimeout()),
                entries.value(ConfigKey.FOREIGN_ADDRESS, "warn or refuse", ForeignAddress::parse)
                        .orElse(usual.foreignAddress()),
                failback);
    }

    /** The policy of addresses without a rule. */
    static FailbackPolicy failback(ConfigEntries entries) {
        return entries.value(ConfigKey.FAILBACK, FailbackPolicy.EXPECTED, FailbackPolicy::parse)
                .orElse(FailbackRules.ALWAYS.otherwise());
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
                level(entries, ConfigKey.LOG_LEVEL, usual.level()),
                entries.value(ConfigKey.LOG_FORMAT, "text or json", LogFormat::parse)
                        .orElse(usual.format()));
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
        return lock.or(() -> old);
    }

    static VoteOptions votes(ConfigEntries entries, Optional<ClusterLock> lock) {
        VoteOptions usual = VoteOptions.DEFAULT;
        VoteMode mode =
                entries.value(ConfigKey.VOTERS, "majority, lock or both", VoteMode::parse)
                        .orElse(usual.mode());
        if (mode != VoteMode.MAJORITY && lock.isEmpty()) {
            entries.entry(ConfigKey.VOTERS)
                    .ifPresent(
                            entry ->
                                    entries.error(
                                            entry,
                                            "there is no cluster lock to vote",
                                            "set cluster lock to a file all nodes share, or take"
                                                    + " majority"));
        }
        Duration proof =
                entries.value(
                                ConfigKey.LOCK_PROOF,
                                "a time from 2s to 1m such as 3s",
                                text -> TypedValue.duration(text).filter(OptionSections::isProof))
                        .orElse(usual.lockProof());
        return new VoteOptions(
                mode, proof, entries.truth(ConfigKey.GIVE_VOTE_BACK, usual.givesBack()));
    }

    private static boolean isProof(Duration time) {
        return time.compareTo(SHORTEST_PROOF) >= 0 && time.compareTo(LONGEST_PROOF) <= 0;
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
