package dev.baton.agent.eventd;

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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** CTDB command contract, section 5: each message and each exit code. */
class EventToolTest {

    private static final Map<String, String> UTC = Map.of("TZ", "UTC");

    private final List<EventRequest> asked = new ArrayList<>();
    private final ScriptFiles files;
    private final Path base;
    private EventAnswer next = answer(SequenceStatus.OK);
    private Optional<LastRun> last = Optional.empty();

    EventToolTest(@TempDir Path base) throws IOException {
        this.base = base;
        Files.createDirectories(base.resolve("events/random"));
        Files.createDirectories(base.resolve("share/events/random"));
        files = new ScriptFiles(base.resolve("events"), base.resolve("share/events"));
    }

    @ParameterizedTest(name = "{0}: exit {1}, \"{2}\"")
    @CsvSource({
        "OK, 0, ''",
        "TIMED_OUT, 110, Event any in random timed out",
        "CANCELLED, 125, Event any in random got cancelled",
        "FAILED, 8, Event any in random failed",
    })
    void aRunSaysInOneLineWhatItCameTo(SequenceStatus status, int code, String message) {
        next = answer(status);

        Answer answer = tool("run", "30", "random", "any", "a b", "c");

        assertEquals(new Answer(code, message.isEmpty() ? "" : message + "\n", ""), answer);
        assertEquals(Duration.ofSeconds(30), asked.getFirst().limit());
        assertEquals(List.of("a", "b", "c"), asked.getFirst().event().arguments());
    }

    @Test
    void aMissingDirectoryHasItsOwnSentence() {
        next = EventAnswer.refused(2, "expected a directory");

        Answer expected = new Answer(2, "Event dir for missing does not exist\n", "");
        assertEquals(expected, tool("run", "30", "missing", "any"));
        assertEquals(expected, tool("status", "missing", "any"));
        assertEquals(
                new Answer(2, "", "ctdb-event: Event dir for missing does not exist\n"),
                tool("script", "list", "missing"));
    }

    @Test
    void anEventThatNeverRanIsInvalid() {
        assertEquals(
                new Answer(22, "Event any has never run in random\n", ""),
                tool("status", "random", "any"));
    }

    @ParameterizedTest(name = "{0} {1}: exit {2}")
    @CsvSource({"OK, 0, 0", "ERROR, 7, 7", "CANNOT_RUN, -62, 62", "TIMED_OUT, -110, 110"})
    void theExitOfAStatusIsTheSummaryOfTheEvent(ScriptStatus status, int code, int exit) {
        last = Optional.of(run(status, code));

        Answer answer = tool("status", "random", "any");

        assertEquals(exit, answer.exitCode());
        assertTrue(answer.stdout().startsWith("10.x                 "), answer.stdout());
    }

    @Test
    void scriptstatusIsTheStatusOfTheNodesMonitorButAlwaysSucceeds() {
        last = Optional.of(run(ScriptStatus.ERROR, 7));

        Answer failed = EventTool.of(service(), files).scriptStatus(List.of(), UTC);
        last = Optional.empty();
        Answer never = EventTool.of(service(), files).scriptStatus(List.of("startup"), UTC);

        assertEquals(0, failed.exitCode());
        assertTrue(failed.stdout().startsWith("10.x                 ERROR "), failed.stdout());
        assertEquals(new Answer(0, "Event startup has never run in legacy\n", ""), never);
    }

    @Test
    void scriptsAreListedDeliveredOnesFirst() throws IOException {
        Path delivered = script(base.resolve("share/events/random/20.delivered.script"));
        script(base.resolve("share/events/random/10.other.script"));
        Files.createSymbolicLink(base.resolve("events/random/20.delivered.script"), delivered);
        assertEquals(
                new Answer(0, "  10.other\n* 20.delivered\n", ""),
                tool("script", "list", "random"));

        script(base.resolve("events/random/15.local.script"));
        assertEquals(
                new Answer(0, "  10.other\n* 20.delivered\n\n* 15.local\n", ""),
                tool("script", "list", "random"));
    }

    @Test
    void scriptsAreEnabledAndDisabled() {
        assertEquals(
                new Answer(2, "Script 10.x does not exist in random\n", ""),
                tool("script", "enable", "random", "10.x"));
        assertEquals(new Answer(0, "", ""), tool("script", "disable", "random", "10.x"));
        assertEquals(
                new Answer(22, "Script x is invalid in random\n", ""),
                tool("script", "enable", "random", "x"));
        assertEquals(
                new Answer(22, "Script x is invalid in random\n", ""),
                tool("script", "disable", "random", "x"));
    }

    @Test
    void scriptsNeedNoDaemonButEventsDo() {
        EventTool offline = EventTool.onFiles(files);

        assertEquals(0, offline.answer(List.of("script", "list", "random"), UTC).exitCode());
        assertEquals(
                new Answer(
                        1,
                        "",
                        "ctdb-event: no event daemon runs; start ctdb-eventd or the agent\n"),
                offline.answer(List.of("status", "random", "any"), UTC));
    }

    /** CTDB events contract, section 5: the number of arguments is looked at before running. */
    @Test
    void aNodesEventWithTooFewArgumentsIsNotRun() {
        Answer answer = tool("run", "30", "legacy", "takeip", "eth0");

        assertEquals(
                new Answer(
                        22,
                        "",
                        "ctdb-event: run: event takeip expects INTERFACE IP MASKBITS, got 1"
                                + " argument\n"),
                answer);
        assertTrue(asked.isEmpty());
    }

    @Test
    void wrongUseIsExplained() {
        assertEquals(1, tool().exitCode());
        assertTrue(tool().stdout().startsWith("Usage: ctdb-event"), tool().stdout());
        assertEquals(tool(), tool("run", "30", "random"));
        assertEquals(tool(), tool("status", "random"));
        assertEquals(tool(), tool("script", "frob"));
        assertEquals(0, tool("--help").exitCode());
        assertEquals(
                "ctdb-event: unknown command \"frob\"; known: run, status, script\n",
                tool("frob").stderr());
        assertEquals(
                "ctdb-event: run: TIMEOUT expects seconds such as 30, got \"soon\"\n",
                tool("run", "soon", "random", "any").stderr());
    }

    private Answer tool(String... words) {
        return EventTool.of(service(), files).answer(List.of(words), UTC);
    }

    private EventService service() {
        return new EventService() {
            @Override
            public CompletableFuture<EventAnswer> run(EventRequest request) {
                asked.add(request);
                return CompletableFuture.completedFuture(next);
            }

            @Override
            public Optional<LastRun> last(String component, String event) {
                return last;
            }

            @Override
            public Optional<EventAnswer> problem(String component) {
                return component.equals("missing")
                        ? Optional.of(EventAnswer.refused(2, "expected a directory"))
                        : Optional.empty();
            }
        };
    }

    private static EventAnswer answer(SequenceStatus status) {
        return EventAnswer.of(new SequenceResult(status, List.of(), Duration.ZERO, ""));
    }

    private static LastRun run(ScriptStatus status, int code) {
        ScriptResult script = new ScriptResult("10.x", status, code, Duration.ZERO, "");
        return new LastRun(
                Instant.EPOCH,
                new SequenceResult(SequenceStatus.OK, List.of(script), Duration.ZERO, ""));
    }

    private static Path script(Path file) throws IOException {
        Files.writeString(file, "#!/bin/sh\n");
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
}
