package dev.baton.config;

import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads {@code [schedule ID]}: when snapshots of what are taken how. */
final class ScheduleSections {

    /** Schedules of one cluster; more would be a mistake. */
    private static final int MOST = 64;

    private static final int MOST_KEPT = 1000;
    private static final Duration SHORTEST_FREEZE = Duration.ofSeconds(1);
    private static final Duration LONGEST_FREEZE = Duration.ofMinutes(10);
    private static final Pattern ID = Pattern.compile("[a-z0-9][a-z0-9-]{0,63}");
    private static final Pattern NAME = Pattern.compile("[^\\p{Cntrl}]{1,255}");
    private static final Pattern NODE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,62}");
    private static final Pattern TARGET =
            Pattern.compile("(" + NODE.pattern() + "):([^\\p{Cntrl}]{1,255})");

    private final ConfigEntries entries;
    private final Path etc;
    private final HostFacts host;

    private ScheduleSections(ConfigEntries entries, Path etc, HostFacts host) {
        this.entries = entries;
        this.etc = etc;
        this.host = host;
    }

    /** By id; one that is wrong is a problem and missing. */
    static SortedMap<String, Schedule> read(ConfigEntries entries, Path etc, HostFacts host) {
        SortedMap<String, Schedule> all = new TreeMap<>();
        for (IniHeader header : entries.named(ConfigKey.SCHEDULE_PREFIX)) {
            String id = header.name().substring(ConfigKey.SCHEDULE_PREFIX.length());
            if (!ID.matcher(id).matches()) {
                entries.error(
                        header,
                        "expected [schedule ID], the id of at most 64 letters, digits and '-'",
                        "give it such a name, and a longer one by the key name");
            } else if (all.size() >= MOST) {
                entries.error(header, "is one schedule more than " + MOST, "remove some");
            } else {
                new ScheduleSections(entries.part(header), etc, host)
                        .schedule(header, id)
                        .ifPresent(schedule -> all.put(id, schedule));
            }
        }
        return all;
    }

    private Optional<Schedule> schedule(IniHeader header, String id) {
        Optional<List<Schedule.Target>> targets =
                entries.value(
                        ConfigKey.SCHEDULE_TARGETS,
                        "NODE:TARGET, separated by commas, such as n1:web1, n2:web2",
                        ScheduleSections::targets);
        if (entries.entry(ConfigKey.SCHEDULE_TARGETS).isEmpty()) {
            entries.error(
                    header,
                    "says not what snapshots are taken of",
                    "add a line such as targets = n1:web1, n2:web2");
        }
        String name = text(ConfigKey.SCHEDULE_NAME, NAME, "1 to 255 characters").orElse(id);
        List<String> nodes =
                entries.value(
                                ConfigKey.SCHEDULE_NODES,
                                "all, or names or numbers of nodes, separated by commas",
                                ScheduleSections::nodes)
                        .orElseGet(List::of);
        Optional<Path> command = command();
        Optional<Schedule.When> when = when();
        int keep =
                entries.value(
                                ConfigKey.SCHEDULE_KEEP,
                                "all, or a whole number from 1 to " + MOST_KEPT,
                                ScheduleSections::kept)
                        .orElse(0);
        Duration freeze =
                entries.value(
                                ConfigKey.SCHEDULE_FREEZE,
                                "a time from 1s to 10m such as 15s",
                                text -> TypedValue.duration(text).filter(ScheduleSections::fits))
                        .orElse(Schedule.USUAL_FREEZE);
        boolean holds = entries.truth(ConfigKey.SCHEDULE_HOLD, false);
        boolean crash = entries.truth(ConfigKey.SCHEDULE_CRASH, false);
        return targets.map(
                all ->
                        new Schedule(
                                id, name, nodes, all, command, when, keep, freeze, holds, crash));
    }

    private Optional<String> text(ConfigKey key, Pattern form, String expected) {
        return entries.value(
                key, expected, text -> Optional.of(text).filter(it -> form.matcher(it).matches()));
    }

    private static boolean fits(Duration time) {
        return time.compareTo(SHORTEST_FREEZE) >= 0 && time.compareTo(LONGEST_FREEZE) <= 0;
    }

    private static Optional<Integer> kept(String text) {
        return text.equals("all") ? Optional.of(0) : TypedValue.number(text, 1, MOST_KEPT);
    }

    private static Optional<List<String>> nodes(String text) {
        return text.equals("all")
                ? Optional.of(List.of())
                : TypedValue.list(text)
                        .filter(all -> all.stream().allMatch(it -> NODE.matcher(it).matches()));
    }

    private static Optional<List<Schedule.Target>> targets(String text) {
        List<Schedule.Target> all = new ArrayList<>();
        for (String word : TypedValue.list(text).orElseGet(List::of)) {
            Matcher target = TARGET.matcher(word);
            if (!target.matches()) {
                return Optional.empty();
            }
            Schedule.Target each = new Schedule.Target(target.group(1), target.group(2).strip());
            if (each.name().isEmpty() || all.contains(each)) {
                return Optional.empty();
            }
            all.add(each);
        }
        return all.isEmpty() ? Optional.empty() : Optional.of(all);
    }

    private Optional<Path> command() {
        boolean byProvider =
                entries.entry(ConfigKey.SCHEDULE_CALL)
                        .filter(entry -> !entry.value().equals("provider"))
                        .isEmpty();
        return byProvider
                ? Optional.empty()
                : entries.path(ConfigKey.SCHEDULE_CALL, "provider, or the path of a command", etc);
    }

    private Optional<Schedule.When> when() {
        ZoneId zone =
                entries.value(
                                ConfigKey.SCHEDULE_ZONE,
                                "a time zone such as UTC or Europe/Vienna",
                                ScheduleSections::zone)
                        .orElse(ZoneId.of("UTC"));
        boolean runsMissed =
                entries.value(
                                ConfigKey.SCHEDULE_MISSED,
                                "skip or run once",
                                text ->
                                        Optional.of(text)
                                                .filter(List.of("skip", "run once")::contains))
                        .filter("run once"::equals)
                        .isPresent();
        return entries.entry(ConfigKey.SCHEDULE_WHEN)
                .flatMap(this::calendar)
                .map(calendar -> new Schedule.When(calendar, zone, runsMissed));
    }

    private Optional<String> calendar(IniEntry entry) {
        Optional<String> wrong = host.wrongCalendar(entry.value());
        wrong.ifPresent(
                why ->
                        entries.error(
                                entry,
                                "expected minute, hour, day of month, month and day of week as in a"
                                        + " crontab, got \"%s\": %s".formatted(entry.value(), why),
                                "write it such as 30 2 * * 1-5"));
        return wrong.isEmpty() ? Optional.of(entry.value()) : Optional.empty();
    }

    private static Optional<ZoneId> zone(String text) {
        try {
            return Optional.of(ZoneId.of(text));
        } catch (DateTimeException unknown) {
            return Optional.empty();
        }
    }
}
