package dev.baton.agent.eventd;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.baton.events.LastRun;
import dev.baton.events.ScriptResult;
import dev.baton.events.ScriptStatus;
import dev.baton.events.SequenceResult;
import dev.baton.events.SequenceStatus;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;

/** CTDB command contract, section 5: status lines, to the byte. */
class PrintedRunGoldenTest {

    private static final ZoneId UTC = ZoneId.of("UTC");
    private static final Instant STARTED = Instant.parse("2026-11-20T09:10:00.250Z");

    @Test
    void everyStateHasItsLineAndItsOutput() throws IOException {
        List<ScriptResult> scripts =
                List.of(
                        script("00.ctdb", ScriptStatus.OK, 0, 21, ""),
                        script("05.system", ScriptStatus.DISABLED, -8, 0, ""),
                        script("06.said", ScriptStatus.DISABLED, -8, 1, "not for this node\n"),
                        new ScriptResult(
                                "07.remark",
                                ScriptStatus.DISABLED,
                                -8,
                                Duration.ZERO,
                                "",
                                "its interpreter is missing: /no/such"),
                        script("10.interface", ScriptStatus.OK, 0, 310, "one line of output\n"),
                        script("a-name-of-more-than-20", ScriptStatus.OK, 0, 61_250, "\n\n"),
                        script(
                                "60.nfs",
                                ScriptStatus.ERROR,
                                1,
                                1002,
                                "first line\n\nthird line\n"));

        String text = new PrintedRun(run(SequenceStatus.FAILED, scripts), UTC).text();

        assertEquals(Files.readString(Path.of("src/test/resources/eventd/states.txt")), text);
    }

    @ParameterizedTest(name = "{0} {1}: {2}")
    @CsvSource({
        "ERROR, 42, '10.x                 ERROR      0.042 Fri Nov 20 09:10:00 2026'",
        "ERROR, 255, '10.x                 ERROR      0.042 Fri Nov 20 09:10:00 2026'",
        "TIMED_OUT, -110, '10.x                 TIMEDOUT   Fri Nov 20 09:10:00 2026'",
        "CANNOT_RUN, -4, '10.x                 CANNOT RUN (Interrupted system call)'",
        "CANNOT_RUN, -1, '10.x                 CANNOT RUN (Operation not permitted)'",
        "CANNOT_RUN, -62, '10.x                 CANNOT RUN (Timer expired)'",
        "CANNOT_RUN, -63, '10.x                 CANNOT RUN (Out of streams resources)'",
        "CANNOT_RUN, -190, '10.x                 CANNOT RUN (Unknown error 190)'",
    })
    void aFailureAlwaysShowsItsOutputEvenWhenThereIsNone(
            ScriptStatus status, int code, String line) {
        LastRun run = run(SequenceStatus.FAILED, List.of(script("10.x", status, code, 42, "")));

        assertEquals(line + "\n  OUTPUT: \n", new PrintedRun(run, UTC).text());
    }

    @Test
    void whatKeptAScriptFromRunningStandsWhereItsOutputWould() {
        ScriptResult refused =
                new ScriptResult(
                        "10.x",
                        ScriptStatus.CANNOT_RUN,
                        -1,
                        Duration.ZERO,
                        "",
                        "not run: chmod go-w x");

        assertEquals(
                """
                10.x                 CANNOT RUN (Operation not permitted)
                  OUTPUT: not run: chmod go-w x
                """,
                new PrintedRun(run(SequenceStatus.FAILED, List.of(refused)), UTC).text());
    }

    @Test
    void timesAreOfTheCallersZoneAndTheDayIsPadded() {
        LastRun run =
                new LastRun(
                        Instant.parse("2026-01-04T22:30:00Z"),
                        new SequenceResult(
                                SequenceStatus.OK,
                                List.of(script("10.x", ScriptStatus.OK, 0, 1, "")),
                                Duration.ZERO,
                                ""));

        assertEquals(
                "10.x                 OK         0.001 Mon Jan  5 07:30:00 2026\n",
                new PrintedRun(run, ZoneId.of("Asia/Tokyo")).text());
    }

    private static LastRun run(SequenceStatus status, List<ScriptResult> scripts) {
        return new LastRun(STARTED, new SequenceResult(status, scripts, Duration.ZERO, ""));
    }

    private static ScriptResult script(
            String name, ScriptStatus status, int code, long millis, String output) {
        return new ScriptResult(name, status, code, Duration.ofMillis(millis), output);
    }
}
