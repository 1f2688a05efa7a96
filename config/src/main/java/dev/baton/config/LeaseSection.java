package dev.baton.config;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Reads {@code [lease]} and refuses times that break the inequality, with its numbers. */
final class LeaseSection {

    private static final Duration SHORTEST = Duration.ofMillis(1);
    private static final Duration LONGEST = Duration.ofHours(1);
    private static final int MOST_PERMILLE = 500;
    private static final List<ConfigKey> KEYS =
            List.of(
                    ConfigKey.HEARTBEAT,
                    ConfigKey.LATEST,
                    ConfigKey.LIFETIME,
                    ConfigKey.KERNEL_LATENESS,
                    ConfigKey.CLOCK_RATE,
                    ConfigKey.PROMISE);

    private LeaseSection() {}

    static LeaseTiming read(ConfigEntries entries) {
        int problemsBefore = entries.problems().size();
        LeaseTiming usual = LeaseTiming.DEFAULT;
        LeaseTiming timing =
                new LeaseTiming(
                        time(entries, ConfigKey.HEARTBEAT, usual.heartbeat()),
                        time(entries, ConfigKey.LATEST, usual.latest()),
                        lifetime(entries, usual.lifetime()),
                        time(entries, ConfigKey.KERNEL_LATENESS, usual.kernelLateness()),
                        rate(entries, usual.clockRatePermille()),
                        time(entries, ConfigKey.PROMISE, usual.promise()));
        if (entries.problems().size() == problemsBefore) {
            lastSet(entries).ifPresent(entry -> check(entries, entry, timing));
        }
        return timing;
    }

    private static Duration time(ConfigEntries entries, ConfigKey key, Duration otherwise) {
        return entries.value(
                        key,
                        "a time from 1ms to 1h such as 500ms",
                        text -> TypedValue.duration(text).filter(LeaseSection::isInBounds))
                .orElse(otherwise);
    }

    private static Duration lifetime(ConfigEntries entries, Duration otherwise) {
        return entries.value(
                        ConfigKey.LIFETIME,
                        "a time of whole seconds from 1s to 1h",
                        text ->
                                TypedValue.duration(text)
                                        .filter(LeaseSection::isInBounds)
                                        .filter(time -> time.toMillis() % 1000 == 0))
                .orElse(otherwise);
    }

    private static int rate(ConfigEntries entries, int otherwise) {
        return entries.value(
                        ConfigKey.CLOCK_RATE,
                        "a whole number of per mille from 0 to " + MOST_PERMILLE,
                        text -> TypedValue.number(text, 0, MOST_PERMILLE))
                .orElse(otherwise);
    }

    private static boolean isInBounds(Duration time) {
        return time.compareTo(SHORTEST) >= 0 && time.compareTo(LONGEST) <= 0;
    }

    /** The entry to blame: where somebody last touched the section. */
    private static Optional<IniEntry> lastSet(ConfigEntries entries) {
        return KEYS.stream()
                .flatMap(key -> entries.entry(key).stream())
                .max(Comparator.comparing(IniEntry::file).thenComparingInt(IniEntry::line));
    }

    private static void check(ConfigEntries entries, IniEntry entry, LeaseTiming timing) {
        if (!timing.isSafe()) {
            entries.error(
                    entry,
                    "these times let two nodes have one address: " + timing.inequality(),
                    "raise promise or lower lifetime");
        }
        if (timing.kernelLateness().compareTo(LeaseTiming.DEFAULT.kernelLateness()) < 0) {
            entries.warning(
                    entries.entry(ConfigKey.KERNEL_LATENESS).orElse(entry),
                    "kernels were measured up to 1.09 s late: " + timing.inequality(),
                    "leave kernel lateness at " + ConfigKey.KERNEL_LATENESS.defaultText());
        }
        if (timing.heartbeat().compareTo(timing.lifetime()) >= 0) {
            entries.error(
                    entry,
                    "an address would expire between two heartbeats: heartbeat "
                            + timing.heartbeat().toMillis()
                            + "ms, lifetime "
                            + timing.lifetime().toMillis()
                            + "ms",
                    "make heartbeat a sixth of lifetime");
        }
    }
}
