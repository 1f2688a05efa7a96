package dev.baton.events.process;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.baton.events.callout.Account;
import dev.baton.events.callout.Invocation;
import dev.baton.events.callout.Outcome;
import dev.baton.events.callout.Printed;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;

@Timeout(60)
@DisplayName("Storage call-outs contract, section 1: the rules of our runner, with real scripts")
class CallsOfStorageTest {

    private static final AtomicLong NUMBERS = new AtomicLong();
    private static final Duration AMPLE = Duration.ofSeconds(30);

    private final Path base;
    private final Path scripts;
    private final ProcessScopes scopes =
            ProcessScopes.withoutCgroups(
                    "calls-" + ProcessHandle.current().pid() + "/" + NUMBERS.incrementAndGet());
    private final Launchers launchers = new Launchers(ScriptsOnDisk.LAUNCHER, scopes);
    private final CallRunner runner;

    CallsOfStorageTest(@TempDir Path folder) throws IOException {
        base = folder.toRealPath();
        scripts = Files.createDirectories(base.resolve("provider"));
        Files.createDirectories(base.resolve("run"));
        runner =
                new CallRunner(
                        base.resolve("run"), ScriptTrust.ofThisProcess(base), scopes, launchers);
    }

    @AfterEach
    void close() {
        launchers.close();
        scopes.close();
    }

    private Path script(String name, String body) throws IOException {
        Path file = scripts.resolve(name);
        Files.writeString(file, "#!/bin/bash\n" + body + "\n");
        return mode(file, "rwxr-xr-x");
    }

    private static Path mode(Path file, String permissions) throws IOException {
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
        return file;
    }

    private RunningCall call(Path program, Optional<Duration> limit, String... arguments) {
        TreeMap<String, String> environment =
                new TreeMap<>(
                        Map.of("PATH", "/usr/bin:/bin", "HOME", "/root", "VOL_NAME", "a b\n\"c\""));
        return runner.prepare(
                NUMBERS.incrementAndGet(),
                new Invocation(program, List.of(arguments), environment, scripts, limit));
    }

    private Outcome run(Path program, String... arguments) {
        return call(program, Optional.of(AMPLE), arguments).run();
    }

    private String out(Outcome outcome) {
        return assertInstanceOf(Outcome.Ok.class, outcome).printed().out();
    }

    @Test
    @DisplayName("Storage operations, section 2: a hold hook says frozen, and thaws when let go")
    void aCallThatHoldsIsLetGoByTheEndOfItsInput() throws Exception {
        Path hold = script("hold", "echo frozen; cat; echo thawed");
        TreeMap<String, String> environment = new TreeMap<>(Map.of("PATH", "/usr/bin:/bin"));
        CompletableFuture<RunningCall> call = new CompletableFuture<>();
        call.complete(
                runner.prepare(
                        NUMBERS.incrementAndGet(),
                        new Invocation(
                                hold, List.of(), environment, scripts, Optional.of(AMPLE), true),
                        () -> call.join().release()));

        assertEquals("frozen\nthawed\n", out(call.join().run()));
    }

    @Test
    @DisplayName("Rule 2: stdout apart from stderr; arguments and variables arrive unchanged")
    void theStreamsAreApartAndWordsArriveUnchanged() throws Exception {
        Path show =
                script("show", "printf '%s|' \"$@\" \"$VOL_NAME\" \"$PWD\"; echo noise >&2; cat");

        Outcome outcome = run(show, "--name=every night", "$(id)", "");

        assertEquals(
                new Outcome.Ok(
                        new Printed(
                                "--name=every night|$(id)||a b\n\"c\"|" + scripts + "|",
                                "noise\n")),
                outcome);
    }

    @Test
    @DisplayName("4.9: what is for its standard input arrives there, and is left nowhere")
    void aScriptReadsItsStandardInput() throws Exception {
        Path show = script("show", "cat; ls -l " + base.resolve("run"));
        Invocation reads =
                new Invocation(
                        show,
                        List.of(),
                        new TreeMap<>(Map.of("PATH", "/usr/bin:/bin")),
                        scripts,
                        Optional.of(AMPLE),
                        Optional.of("PERT\n"));

        String said = out(runner.prepare(NUMBERS.incrementAndGet(), reads).run());

        assertTrue(said.startsWith("PERT\n"), said);
        assertTrue(said.lines().anyMatch(line -> line.matches("-rw-------.*\\.in")), said);
        try (var left = Files.list(base.resolve("run"))) {
            assertTrue(left.noneMatch(file -> file.toString().endsWith(".in")));
        }
    }

    @Test
    @DisplayName(
            "4.2: a driver runs as its user, who may open its streams anew; not by root's path")
    void aCallRunsAsAnotherUser() throws Exception {
        assumeTrue("root".equals(System.getProperty("user.name")), "SKIPPED: needs to be root");
        Account nobody = new Account("nobody", 65_534, 65_534);
        mode(base, "rwxr-xr-x");
        Path show =
                script(
                        "show",
                        "id -u; id -g; cat /dev/stdin; echo noise >/dev/stderr; echo \"$0\"");
        Invocation reads =
                new Invocation(
                        show,
                        List.of(),
                        new TreeMap<>(Map.of("PATH", "/usr/bin:/bin")),
                        Path.of("/"),
                        Optional.of(AMPLE),
                        Optional.of("PERT\n"));

        Outcome outcome = runner.prepare(NUMBERS.incrementAndGet(), reads.as(nobody)).run();

        assertEquals(
                new Outcome.Ok(new Printed("65534\n65534\nPERT\n" + show + "\n", "noise\n")),
                outcome);
        Files.setAttribute(show, "unix:uid", 1);
        Outcome refused = runner.prepare(NUMBERS.incrementAndGet(), reads.as(nobody)).run();
        assertTrue(
                refused.sentence().contains("belongs to uid 1, expected root or uid 65534"),
                refused.sentence());
    }

    @Test
    @DisplayName("Rule 1: the named path is executed, not the target of the link")
    void aScriptBehindALinkSeesTheNameItWasCalledBy() throws Exception {
        Path driver = script("driver", "echo \"$0\"");
        Path link = Files.createSymbolicLink(scripts.resolve("create"), driver);

        assertEquals(link + "\n", out(run(link)));
        assertEquals(link + "\n", out(run(link)), "also by a launcher that was started ahead");
    }

    @Test
    @DisplayName("2.7 and 3.3: nothing of the agent's environment, no descriptor, umask 022")
    void aScriptInheritsNothing() throws Exception {
        Path show = script("show", "compgen -e | sort | tr '\\n' ' '; umask; ls /proc/$$/fd");

        String first = out(run(show));
        String second = out(run(show));

        assertEquals("BATON_SCOPE HOME PATH PWD SHLVL VOL_NAME 0022\n0\n1\n2\n255\n", first);
        assertEquals(first, second);
    }

    @Test
    @DisplayName("Rule 7: exits, 126, 127, a signal and no start are told apart")
    void endsAreToldApart() throws Exception {
        assertEquals(3, code(run(script("three", "echo no space >&2; exit 3"))));
        assertEquals(126, code(run(script("a126", "exit 126"))));
        assertEquals(127, code(run(script("a127", "exit 127"))));
        assertEquals(137, code(run(script("a137", "exit 137"))));
        assertInstanceOf(Outcome.Killed.class, run(script("dies", "kill -9 $$")));
        assertEquals(
                new Outcome.NotStarted("there is no " + scripts.resolve("none")),
                run(scripts.resolve("none")));
        assertTrue(notStarted(run(mode(script("plain", ""), "rw-r--r--"))).contains("chmod u+x"));
        Files.writeString(scripts.resolve("text"), "echo no shebang");
        assertTrue(notStarted(run(mode(scripts.resolve("text"), "rwxr-xr-x"))).contains("\"#!\""));
        Files.writeString(scripts.resolve("odd"), "#!/no/interpreter\n");
        assertTrue(
                notStarted(run(mode(scripts.resolve("odd"), "rwxr-xr-x")))
                        .contains("/no/interpreter"));
    }

    private static int code(Outcome outcome) {
        return assertInstanceOf(Outcome.Failed.class, outcome).code();
    }

    private static String notStarted(Outcome outcome) {
        return assertInstanceOf(Outcome.NotStarted.class, outcome).why();
    }

    @Test
    @DisplayName("Rule 5: a file or directory others may write is refused right before the start")
    void whatOthersMayWriteIsNotRun() throws Exception {
        Path create = script("create", "touch ran");
        mode(create, "rwxrwxr-x");

        Outcome file = run(create);
        mode(create, "rwxr-xr-x");
        mode(scripts, "rwxrwxrwx");
        Outcome directory = run(create);

        assertEquals(
                new Outcome.Refused(
                        Outcome.Reason.TRUST,
                        "%s may be written by group or others; chmod go-w %s"
                                .formatted(create, create)),
                file);
        assertTrue(directory.sentence().contains("chmod go-w " + scripts), directory.sentence());
        assertFalse(Files.exists(scripts.resolve("ran")));
    }

    @Test
    @DisplayName("Rule 3: TERM to all of it, then KILL; what it started ends with it")
    void aScriptThatTakesTooLongIsEndedWithAllItStarted() throws Exception {
        Path hang =
                script(
                        "hang",
                        "sleep 300 & echo $! >child; trap 'echo term; exit 1' TERM; wait; sleep"
                                + " 300");

        Outcome outcome = call(hang, Optional.of(Duration.ofSeconds(1)), "x").run();

        assertEquals("term\n", assertInstanceOf(Outcome.TimedOut.class, outcome).printed().out());
        assertTrue(isGone(scripts.resolve("child")));
    }

    private static boolean isGone(Path pidFile) throws IOException {
        long pid = Long.parseLong(Files.readString(pidFile).strip());
        return ProcessEntry.of(pid).isEmpty();
    }

    @Test
    @DisplayName("Rule 3: a grandchild that keeps the output open does not keep the call open")
    void whatAScriptLeftRunningHoldsNobodyUp() throws Exception {
        Path daemon = script("daemon", "sleep 60 & echo $! >child; echo up");

        assertEquals("up\n", out(run(daemon)));
        long child = Long.parseLong(Files.readString(scripts.resolve("child")).strip());
        assertTrue(ProcessEntry.of(child).isPresent(), "what it left running lives on");
        ProcessHandle.of(child).ifPresent(ProcessHandle::destroyForcibly);
    }

    @Test
    @DisplayName("Rule 4: head and tail of what a script prints are kept, and it is never blocked")
    void muchOutputIsCut() throws Exception {
        Path loud = script("loud", "head -c 3000000 /dev/zero | tr '\\0' x; echo end");

        String out = out(run(loud));

        assertTrue(out.length() < 70_000 && out.endsWith("xend\n"), out.length() + " characters");
        assertTrue(out.contains("bytes dropped]"));
    }

    @Test
    @DisplayName("2.2: what is started and not waited for has no limit and outlives the call")
    void whatIsNotWaitedForRunsOn() throws Exception {
        Path later =
                script("later", "echo $$ >pid; while [ ! -e go ]; do sleep 0.02; done; touch ran");

        assertInstanceOf(Outcome.Ok.class, call(later, Optional.empty()).run());
        assertFalse(Files.exists(scripts.resolve("ran")));
        Files.createFile(scripts.resolve("go"));
        await().atMost(Duration.ofSeconds(10)).until(() -> Files.exists(scripts.resolve("ran")));
    }

    @Test
    void aCallCanBeEndedByAnOperator() throws Exception {
        Path hang = script("hang", "echo $$ >pid; sleep 300");
        RunningCall call = call(hang, Optional.of(AMPLE));
        CompletableFuture<Outcome> outcome = CompletableFuture.supplyAsync(call::run);
        await().atMost(Duration.ofSeconds(10))
                .until(() -> Files.exists(scripts.resolve("pid")) && size("pid") > 0);

        call.cancel("an operator");

        assertEquals(
                "was ended by an operator",
                assertInstanceOf(Outcome.Killed.class, outcome.join()).sentence());
        assertTrue(isGone(scripts.resolve("pid")));
    }

    private long size(String name) throws IOException {
        return Files.size(scripts.resolve(name));
    }

    @Test
    @DisplayName("Rule 6: a launcher started ahead of time knows no secret of an earlier call")
    void noSecretStaysWithALauncherThatWaits() throws Exception {
        run(script("show", "true"));
        await().atMost(Duration.ofSeconds(10)).until(() -> !waiting().isEmpty());

        for (ProcessHandle each : waiting()) {
            assertEquals(
                    Optional.empty(),
                    ProcessEntry.of(each.pid()).flatMap(it -> it.environment("VOL_NAME")));
        }
    }

    private static List<ProcessHandle> waiting() {
        return ProcessHandle.current()
                .children()
                .filter(
                        child ->
                                List.of(child.info().arguments().orElse(new String[0]))
                                        .contains(ScriptsOnDisk.LAUNCHER.toString()))
                .toList();
    }

    private record Tied(Duration silence, Tether.Word word) implements Tether {
        @Override
        public Duration pause() {
            return Duration.ofMillis(50);
        }
    }

    private Outcome run(Path program, Tether tether) {
        Invocation invocation =
                new Invocation(
                        program,
                        List.of(),
                        new TreeMap<>(Map.of("PATH", "/usr/bin:/bin")),
                        scripts,
                        Optional.of(AMPLE));
        return runner.prepare(NUMBERS.incrementAndGet(), invocation, () -> {}, tether).run();
    }

    @Test
    @DisplayName("Safety, storage objects: a launcher that hears nothing kills the call")
    void aCallThatNobodyLetsGoOnIsKilledByItsLauncher() throws Exception {
        Path sleeps = script("sleeps", "trap '' TERM; sleep 60");

        Outcome outcome = run(sleeps, new Tied(Duration.ofMillis(700), Tether.Word.WAIT));

        Outcome.Killed killed = assertInstanceOf(Outcome.Killed.class, outcome);
        assertEquals("the end of its right", killed.cause());
    }

    @Test
    @DisplayName("Safety, storage objects: what is let go on is not killed")
    void aCallThatIsLetGoOnComesToItsEnd() throws Exception {
        Path sleeps = script("sleeps", "sleep 1.5; echo done");

        Outcome outcome = run(sleeps, new Tied(Duration.ofMillis(700), Tether.Word.GO_ON));

        assertEquals("done\n", out(outcome));
    }

    @Test
    @DisplayName("Safety, storage objects: no call is started without its right")
    void aCallWhoseRightHasEndedIsNotStarted() throws Exception {
        Path says = script("says", "echo started >" + base.resolve("said"));

        Outcome outcome = run(says, new Tied(Duration.ofSeconds(1), Tether.Word.END));

        assertInstanceOf(Outcome.NotStarted.class, outcome);
        assertFalse(Files.exists(base.resolve("said")));
    }
}
