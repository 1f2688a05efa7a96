package dev.baton.events.process;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.baton.events.LastRun;
import dev.baton.events.NamedEvent;
import dev.baton.events.SequenceResult;
import dev.baton.events.sequence.Ticket;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Real scripts of components that come and go. */
@DisplayName("Events of components (contract, sections 2 to 4)")
class EventEngineTest {

    private static final Duration AMPLE = Duration.ofSeconds(30);

    private final Path base;
    private final Path components;
    private final ProcessScopes scopes;
    private final Launchers launchers;
    private final EventEngine engine;
    private final List<String> ended = new CopyOnWriteArrayList<>();

    EventEngineTest(@TempDir Path base) throws IOException {
        this.base = base.toRealPath();
        this.components = Files.createDirectories(this.base.resolve("events"));
        Files.createDirectories(this.base.resolve("run"));
        scopes = ProcessScopes.detect("engine-" + System.nanoTime());
        launchers = new Launchers(ScriptsOnDisk.LAUNCHER, scopes);
        engine =
                new EventEngine(
                        new ComponentDirectories(components, components.resolve("legacy")),
                        this::start,
                        InstantSource.system(),
                        (event, result) -> ended.add(event.name() + " " + result.status()));
    }

    @AfterEach
    void close() {
        engine.close();
        launchers.close();
        scopes.close();
    }

    @Test
    void aComponentThatAppearsAtRunTimeIsServedAndOneThatGoesIsMissing() throws Exception {
        assertEquals(2, run("random", "any").code());

        script("random", "10.a", "exit 0");
        assertEquals(0, run("random", "any").code());
        assertTrue(engine.last("random", "any").isPresent());

        Files.delete(components.resolve("random/10.a.script"));
        assertEquals(0, run("random", "any").code(), "section 2, number 9");
        Files.delete(components.resolve("random"));
        assertEquals(2, run("random", "any").code());
    }

    @Test
    void aComponentThatIsNoDirectoryIsRefusedAsSuch() throws Exception {
        Files.writeString(components.resolve("file"), "");

        assertEquals(20, run("file", "any").code());
        assertEquals(2, run("..", "any").code());
        assertEquals(2, run("", "any").code());
    }

    /** Each row of the table in section 3.2. */
    @Test
    void theCodeOfAnEventSaysWhatItCameTo() throws Exception {
        script("random", "10.a", "case $1 in fails) exit 7;; hangs) sleep 60;; esac");

        assertEquals(0, run("random", "ok").code());
        assertEquals(8, run("random", "fails").code());
        assertEquals(7, last("fails").summary());
        assertEquals(110, run("random", "hangs", Duration.ofMillis(500)).code());
        assertEquals(110, last("hangs").summary());
        assertEquals(110, run("random", "ok", Duration.ZERO).code(), "section 3.3, number 1");
    }

    @Test
    void moreRequestsThanMayWaitAreRefusedWithASentence() throws Exception {
        script("random", "10.a", "[ $1 != first ] || { touch " + base + "/on; sleep 60; }");
        var _ = engine.run(request("random", "first", AMPLE));
        await().atMost(AMPLE).until(() -> Files.exists(base.resolve("on")));
        for (int i = 0; i < ComponentQueue.MOST_WAITING; i++) {
            var _ = engine.run(request("random", "later", AMPLE));
        }

        EventAnswer refused = run("random", "one-too-many");

        assertEquals(11, refused.code());
        assertEquals("64 events of random wait already; try again", refused.result().detail());
    }

    @Test
    void aCancelledMonitorIsKilledAndNotRemembered() throws Exception {
        script("random", "10.a", "[ $1 != monitor ] || { touch " + base + "/on; sleep 60; }");
        CompletableFuture<EventAnswer> monitor = engine.run(request("random", "monitor", AMPLE));
        await().atMost(AMPLE).until(() -> Files.exists(base.resolve("on")));

        EventAnswer other = run("random", "other");

        assertEquals(0, other.code());
        assertEquals(125, monitor.get(10, TimeUnit.SECONDS).code());
        assertTrue(engine.last("random", "monitor").isEmpty());
        assertEquals(List.of("monitor CANCELLED", "other OK"), ended);
    }

    @Test
    void componentsDoNotWaitForEachOther() throws Exception {
        script("slow", "10.a", "until [ -e " + base + "/go ]; do sleep 0.02; done");
        script("random", "10.a", "exit 0");
        CompletableFuture<EventAnswer> slow = engine.run(request("slow", "any", AMPLE));

        assertEquals(0, run("random", "any").code());
        assertEquals(false, slow.isDone());
        Files.createFile(base.resolve("go"));
        assertEquals(0, slow.get(30, TimeUnit.SECONDS).code());
    }

    /** Section 3, number 4: the flag for tests of scripts. */
    @Test
    void toldToRunThroughFailuresAnEventRunsAllScriptsAndFailsAtTheEnd() throws Exception {
        script("random", "10.a", "exit 3");
        script("random", "20.b", "exit 4");
        script("random", "30.c", "exit 0");
        NamedEvent event = new NamedEvent("random", "any", List.of());

        EventAnswer stopped = get(engine.run(new EventRequest(event, AMPLE, false)));
        EventAnswer through = get(engine.run(new EventRequest(event, AMPLE, true)));

        assertEquals(1, stopped.result().scripts().size());
        assertEquals(3, through.result().scripts().size());
        assertEquals(8, through.code());
        assertEquals(3, last("any").summary());
    }

    @Test
    void argumentsAndArbitraryNamesReachTheScript() throws Exception {
        script("random", "10.a", "echo \"$0 $# $*\"");

        EventAnswer answer =
                get(
                        engine.run(
                                new EventRequest(
                                        new NamedEvent(
                                                "random", "a/../b", List.of("x  y", "$HOME")),
                                        AMPLE,
                                        false)));

        assertEquals(
                components.resolve("random/10.a.script") + " 4 a/../b x y $HOME\n",
                answer.result().scripts().getFirst().output());
    }

    @Test
    void theEndKillsWhatRuns() throws Exception {
        script(
                "random",
                "10.a",
                "echo $$ >"
                        + base
                        + "/pid.new; mv "
                        + base
                        + "/pid.new "
                        + base
                        + "/pid; sleep 60");
        CompletableFuture<EventAnswer> hung = engine.run(request("random", "any", AMPLE));
        await().atMost(AMPLE).until(() -> Files.exists(base.resolve("pid")));
        long pid = Long.parseLong(Files.readString(base.resolve("pid")).strip());

        engine.close();

        assertEquals(125, hung.get(10, TimeUnit.SECONDS).code());
        assertTrue(ProcessEntry.of(pid).isEmpty(), "the script lives");
        assertEquals(108, run("random", "any").code());
    }

    private void script(String component, String name, String body) throws IOException {
        Path file =
                Files.createDirectories(components.resolve(component)).resolve(name + ".script");
        Files.writeString(file, "#!/bin/bash\n" + body + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private Running start(
            Ticket ticket, EventRequest request, Duration left, Consumer<SequenceResult> done) {
        RunnerSettings settings =
                new RunnerSettings(
                        base.resolve("run"),
                        java.util.Optional.empty(),
                        Duration.ZERO,
                        request.throughFailures());
        ScriptDirectory scripts =
                new ScriptDirectory(
                        components.resolve(request.event().component()),
                        components,
                        ScriptTrust.ofThisProcess(base));
        Map<String, String> environment = new TreeMap<>(Map.of("PATH", "/usr/bin:/bin"));
        return new SequenceRunner(settings, scripts, scopes, launchers)
                .start(ticket, request.event().event(), left, environment, Shortcut.NONE, done);
    }

    private EventAnswer run(String component, String event) throws Exception {
        return run(component, event, AMPLE);
    }

    private EventAnswer run(String component, String event, Duration limit) throws Exception {
        return get(engine.run(request(component, event, limit)));
    }

    private static EventAnswer get(CompletableFuture<EventAnswer> answer) throws Exception {
        return answer.get(40, TimeUnit.SECONDS);
    }

    private static EventRequest request(String component, String event, Duration limit) {
        return new EventRequest(new NamedEvent(component, event, List.of()), limit, false);
    }

    private LastRun last(String event) {
        return engine.last("random", event).orElseThrow();
    }
}
