package dev.baton.orchestrator.snapshot;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

@DisplayName("Rounds by calendar: which moment is due, and whether a round is run for it")
class DueRoundsTest {

    /** Due at every full hour. */
    private static Optional<Instant> hourly(Instant moment) {
        Duration hour = Duration.ofHours(1);
        long past = Math.floorDiv(moment.getEpochSecond(), hour.toSeconds());
        return Optional.of(Instant.ofEpochSecond((past + 1) * hour.toSeconds()));
    }

    @ParameterizedTest(name = "seen {0}, now {1}, missed rounds are run: {2}")
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            textBlock =
                    """
                    01:00 | 01:59:59 | false | -     | -
                    01:00 | 02:00:00 | false | 02:00 | true
                    01:00 | 02:01:00 | false | 02:00 | true
                    01:00 | 02:01:01 | false | 02:00 | false
                    01:00 | 02:01:01 | true  | 02:00 | true
                    01:00 | 05:30:00 | false | 05:00 | false
                    01:00 | 05:30:00 | true  | 05:00 | true
                    01:00 | 05:00:10 | false | 05:00 | true
                    05:00 | 05:00:10 | true  | -     | -
                    06:00 | 05:00:10 | true  | -     | -
                    """)
    void oneRoundAtMostIsDue(
            String last, String now, boolean runsMissed, String due, Boolean isRun) {
        Optional<DueRounds.Due> found =
                DueRounds.of(at(now), at(last), DueRoundsTest::hourly, runsMissed);

        Optional<DueRounds.Due> expected =
                Optional.ofNullable(due).map(text -> new DueRounds.Due(at(text), isRun));
        assertEquals(expected, found);
    }

    private static Instant at(String time) {
        return Instant.parse("2026-03-01T" + time + (time.length() == 5 ? ":00Z" : "Z"));
    }
}
