package dev.baton.agent.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.baton.agent.control.Commands.Answer;
import dev.baton.events.LastRun;
import dev.baton.events.ScriptResult;
import dev.baton.events.ScriptStatus;
import dev.baton.events.SequenceResult;
import dev.baton.events.SequenceStatus;
import dev.baton.events.process.EventAnswer;
import dev.baton.events.process.EventRequest;
import dev.baton.events.process.ScriptFiles;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Operator experience, sections 1.1 to 1.3: events of any component and their scripts. */
class EventCommandsTest {

    private final ExampleCluster cluster = new ExampleCluster();
    private final Path base;

    EventCommandsTest(@TempDir Path base) {
        this.base = base;
        cluster.files = new ScriptFiles(base.resolve("events"), base.resolve("share"));
    }

    @ParameterizedTest(name = "{0}: exit {1}")
    @CsvSource({"OK, 0", "FAILED, 1", "TIMED_OUT, 7", "CANCELLED, 3"})
    void theExitOfARunSaysWhatTheEventCameTo(SequenceStatus status, int exit) {
        cluster.events.answer =
                EventAnswer.of(new SequenceResult(status, List.of(), Duration.ZERO, ""));

        assertEquals(exit, cluster.run("event run monitor").exitCode());
    }

    @Test
    void aRunShowsItsScriptsAndWhatTheFailingOneSaid() {
        cluster.events.answer = EventAnswer.of(failed());

        Answer answer = cluster.run("event run check a b --component random --limit 5s");

        assertEquals(
                """
                event check of random: failed (0.12 s)
                SCRIPT    RESULT  CODE  TOOK
                00.first  ok      0     0.06 s
                50.files  error   42    0.06 s
                50.files: no answer on port 80
                """,
                answer.stdout());
        EventRequest asked = cluster.events.asked.getFirst();
        assertEquals(Duration.ofSeconds(5), asked.limit());
        assertEquals("random", asked.event().component());
        assertEquals(List.of("a", "b"), asked.event().arguments());
        assertEquals(false, asked.throughFailures());
    }

    @Test
    void aRunAsJsonHasEachScriptsResult() {
        cluster.events.answer = EventAnswer.of(failed());

        String json = cluster.run("event run check --through-failures -o json").stdout();

        assertTrue(json.contains("\"kind\" : \"EventRun\""), json);
        assertTrue(json.contains("\"component\" : \"legacy\""), json);
        assertTrue(json.contains("\"code\" : 42"), json);
        assertTrue(json.contains("\"output\" : \"no answer on port 80\\n\""), json);
        assertTrue(cluster.events.asked.getFirst().throughFailures());
    }

    @Test
    void whatIsNotRunIsSaidWithItsCure() {
        assertEquals(
                "baton: event run: event takeip expects INTERFACE IP MASKBITS, got 0 arguments\n",
                cluster.run("event run takeip").stderr());
        assertEquals(2, cluster.run("event run monitor --limit 1d").exitCode());

        cluster.events.problem = Optional.of(EventAnswer.refused(2, "expected a directory"));
        assertEquals(
                new Answer(4, "", "baton: event any of later: expected a directory\n"),
                cluster.run("event run any --component later"));
        assertEquals(4, cluster.run("event status any --component later").exitCode());

        cluster.events.problem = Optional.of(EventAnswer.refused(1, "only with a lease"));
        assertEquals(3, cluster.run("event run takeip eth0 10.0.0.1 24").exitCode());
    }

    @Test
    void theStatusOfOneEventIsItsLatestRun() {
        assertEquals(
                new Answer(
                        4,
                        "",
                        "baton: event any of random has not run yet; run it: baton event run any"
                                + " --component random\n"),
                cluster.run("event status any --component random"));

        cluster.events.last = Optional.of(new LastRun(Instant.EPOCH, failed()));
        Answer answer = cluster.run("event status any --component random -o json");
        assertEquals(1, answer.exitCode());
        assertTrue(
                answer.stdout().contains("\"started\" : \"1970-01-01T00:00:00Z\""),
                answer.stdout());
    }

    /** CTDB events contract, section 2.1. */
    @Test
    void scriptsAreListedEnabledAndDisabled() throws IOException {
        Files.createDirectories(base.resolve("events/legacy"));
        Path delivered = Files.createDirectories(base.resolve("share/legacy"));
        Path script = Files.writeString(delivered.resolve("10.x.script"), "#!/bin/sh\n");
        Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.writeString(base.resolve("events/legacy/20.y.script"), "#!/bin/sh\n");

        assertEquals(
                "script 10.x of legacy is enabled from the next event on\n",
                cluster.run("script enable 10.x").stdout());
        assertEquals(
                """
                SCRIPT  STATE     FROM
                10.x    enabled   delivered
                20.y    disabled  local
                """,
                cluster.run("script list").stdout());
        assertEquals(0, cluster.run("script disable 10.x").exitCode());
        assertTrue(
                cluster.run("script list -o json").stdout().contains("\"enabled\" : false"),
                "json");
        assertEquals(4, cluster.run("script enable 30.z").exitCode());
        assertEquals(2, cluster.run("script enable z").exitCode());
        assertEquals(4, cluster.run("script list --component later").exitCode());
    }

    private static SequenceResult failed() {
        return new SequenceResult(
                SequenceStatus.FAILED,
                List.of(
                        script("00.first", ScriptStatus.OK, 0, ""),
                        script("50.files", ScriptStatus.ERROR, 42, "no answer on port 80\n")),
                Duration.ofMillis(120),
                "");
    }

    private static ScriptResult script(String name, ScriptStatus status, int code, String output) {
        return new ScriptResult(name, status, code, Duration.ofMillis(60), output);
    }
}
