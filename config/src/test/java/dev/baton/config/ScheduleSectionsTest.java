package dev.baton.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;

@DisplayName("Storage operations, section 2: schedules of snapshots in the settings")
class ScheduleSectionsTest {

    private final ConfigEntries entries = new ConfigEntries();

    private SortedMap<String, Schedule> read(String... lines) {
        entries.add(IniFile.parse("baton.conf", List.of(lines)).value(), false);
        return ScheduleSections.read(
                entries, Path.of("/etc/baton"), new FakeHost(List.of(), List.of()));
    }

    private static Schedule found(SortedMap<String, Schedule> all, String id) {
        return Optional.ofNullable(all.get(id)).orElseThrow();
    }

    @Test
    void aScheduleNeedsNothingButTargets() {
        Schedule nightly = found(read("[schedule nightly]", "targets = n1:web1"), "nightly");

        assertEquals("nightly", nightly.name());
        assertEquals(List.of(new Schedule.Target("n1", "web1")), nightly.targets());
        assertEquals(Duration.ofSeconds(15), nightly.freezeLimit());
        assertEquals(Optional.empty(), nightly.command());
        assertEquals(Optional.empty(), nightly.when());
        assertEquals(0, nightly.keep());
        assertEquals(List.of(), entries.problems());
    }

    @Test
    void everyLineIsTakenAndSchedulesAreApart() {
        SortedMap<String, Schedule> all =
                read(
                        "[schedule 0c1d-77]",
                        "name = Every night, all",
                        "targets = n1:/srv/a b, 2:c",
                        "nodes = n1, 2",
                        "snapshot call = bin/snap",
                        "when = 30 2 * * 1-5",
                        "time zone = Europe/Vienna",
                        "missed rounds = run once",
                        "keep = 7",
                        "freeze limit = 3s",
                        "hold hook = yes",
                        "crash consistent = yes",
                        "[schedule hourly]",
                        "targets = n1:d");

        Schedule first = found(all, "0c1d-77");

        assertEquals(List.of("0c1d-77", "hourly"), List.copyOf(all.keySet()));
        assertEquals("Every night, all", first.name());
        assertEquals("/srv/a b", first.targets().getFirst().name());
        assertEquals(List.of("n1", "2"), first.nodes());
        assertEquals(Optional.of(Path.of("/etc/baton/bin/snap")), first.command());
        assertEquals(
                new Schedule.When("30 2 * * 1-5", ZoneId.of("Europe/Vienna"), true),
                first.when().orElseThrow());
        assertEquals(7, first.keep());
        assertEquals(Duration.ofSeconds(3), first.freezeLimit());
        assertTrue(first.holds() && first.crashConsistent());
        assertEquals(Schedule.USUAL_FREEZE, found(all, "hourly").freezeLimit());
        assertEquals(List.of(), entries.problems());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    when = 30 2 * *              | got "30 2 * *": there are not five fields
                    targets = web1               | expected NODE:TARGET
                    targets = n1:a, n1:a         | expected NODE:TARGET
                    time zone = Vienna/Austria   | expected a time zone
                    missed rounds = twice        | expected skip or run once
                    keep = 0                     | expected all, or a whole number from 1 to 1000
                    freeze limit = 1h            | expected a time from 1s to 10m
                    nodes = n1, n/2              | expected all, or names or numbers of nodes
                    snapshot call =              | expected provider, or the path of a command
                    frezze limit = 3s            | there is no such key
                    """)
    void whatIsWrongIsOneSentenceWithItsPlace(String line, String sentence) {
        read("[schedule nightly]", "targets = n1:web1", line);

        String problem =
                entries.problems().stream()
                        .filter(ConfigProblem::isError)
                        .findFirst()
                        .orElseThrow()
                        .toString();
        assertTrue(problem.contains(sentence), problem);
        assertTrue(problem.startsWith("baton.conf:3 [schedule nightly]"), problem);
    }

    @Test
    void aScheduleWithoutTargetsOrWithABadIdIsAProblem() {
        read("[schedule nightly]", "[schedule every night]", "targets = n1:a");

        List<String> problems = entries.problems().stream().map(Object::toString).toList();
        assertEquals(2, problems.size(), problems::toString);
        assertTrue(problems.stream().anyMatch(it -> it.contains("says not what snapshots")));
        assertTrue(problems.stream().anyMatch(it -> it.contains("expected [schedule ID]")));
    }
}
