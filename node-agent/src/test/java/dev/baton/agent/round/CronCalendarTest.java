package dev.baton.agent.round;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Instant;
import java.time.ZoneId;

@DisplayName("Rounds by calendar: time zones, and the days on which clocks are changed")
class CronCalendarTest {

    @ParameterizedTest(name = "{0} in {1} after {2}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    30 2 * * *   | UTC           | 2026-03-01T00:00:00Z | 2026-03-01T02:30:00Z
                    30 2 * * *   | UTC           | 2026-03-01T02:30:00Z | 2026-03-02T02:30:00Z
                    30 2 * * *   | Europe/Vienna | 2026-03-01T00:00:00Z | 2026-03-01T01:30:00Z
                    30 2 * * *   | Europe/Vienna | 2026-03-28T02:00:00Z | 2026-03-29T01:00:00Z
                    30 2 * * *   | Europe/Vienna | 2026-03-29T01:00:00Z | 2026-03-30T00:30:00Z
                    30 2 * * *   | Europe/Vienna | 2026-10-24T12:00:00Z | 2026-10-25T00:30:00Z
                    30 2 * * *   | Europe/Vienna | 2026-10-25T00:30:00Z | 2026-10-26T01:30:00Z
                    0 0 29 2 *   | UTC           | 2026-03-01T00:00:00Z | 2028-02-29T00:00:00Z
                    */20 * * * * | UTC           | 2026-03-01T00:59:59Z | 2026-03-01T01:00:00Z
                    0 4 * * 1-5  | UTC           | 2026-11-20T05:00:00Z | 2026-11-23T04:00:00Z
                    """)
    void theNextMomentIsTheOneOfTheClockOnTheWall(
            String text, String zone, Instant after, Instant next) {
        assertEquals(next, CronCalendar.of(text, ZoneId.of(zone)).after(after).orElseThrow());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "* * * *",
                "60 * * * *",
                "0 0 30 2 *",
                "0 0 * * * *",
                "a b c d e",
                "@daily"
            })
    void whatIsNoCalendarIsSaid(String text) {
        assertTrue(CronCalendar.wrong(text).isPresent(), text);
    }
}
