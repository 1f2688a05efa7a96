package dev.baton.agent.eventd;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The real ctdb-eventd and ctdb-event of the packaged distribution, as an ordinary user would. */
@DisplayName("ctdb-eventd without a cluster (events contract, sections 2 to 4, 6 and 15)")
class EventDaemonIT {

    private static final Duration AMPLE = Duration.ofSeconds(30);
    private static final Path COMPAT = Path.of("target/baton/compat").toAbsolutePath();

    private record Said(int code, String out, String err) {}

    private final Path base;
    private final Process daemon;

    EventDaemonIT(@TempDir Path directory) throws IOException {
        base = directory.toRealPath();
        Files.createDirectories(base.resolve("events/random"));
        Files.writeString(
                base.resolve("ctdb.conf"),
                """
                [logging]
                  location = file:
                  log level = DEBUG
                [event]
                  debug script = debug.sh
                """);
        executable(
                base.resolve("debug.sh"), "#!/bin/sh\necho \"$2\" >$CTDB_BASE/hung; kill -0 $1\n");
        daemon = command("ctdb-eventd").redirectError(base.resolve("log").toFile()).start();
    }

    @BeforeEach
    void listens() {
        await().atMost(AMPLE)
                .until(() -> !daemon.isAlive() || Files.exists(base.resolve("run/eventd.socket")));
        assertTrue(daemon.isAlive(), this::log);
    }

    @AfterEach
    void close() throws Exception {
        daemon.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
    }

    @Test
    void anEventIsRunAndItsResultShownAndLogged() throws Exception {
        script("random", "01.test", "echo \"args: $*\"; echo $CTDB_BASE $CTDB_LOGGING >&2");
        Files.writeString(base.resolve("events/random/02.off.script"), "#!/bin/sh\nexit 1\n");

        assertEquals(new Said(0, "", ""), event("run", "10", "random", "any", "a", "b"));

        Said status = event("status", "random", "any");
        assertEquals(0, status.code());
        assertEquals(
                """
                01.test              OK         TIME
                  OUTPUT:
                    args: any a b
                    %s file:
                02.off               DISABLED \040
                """
                        .formatted(base),
                status.out()
                        .replaceFirst(
                                "\\d+\\.\\d{3} \\w{3} \\w{3} [ \\d]\\d [\\d:]+ \\d{4}", "TIME"));
        assertTrue(log().contains(" 01.test: args: any a b\n"), this::log);
    }

    @Test
    void failuresTimeOutsAndMissingThingsHaveTheirCodesAndSentences() throws Exception {
        script("random", "01.test", "case $1 in bad) exit 42;; hang) sleep 60;; esac");

        assertEquals(
                new Said(8, "Event bad in random failed\n", ""),
                event("run", "10", "random", "bad"));
        assertEquals(42, event("status", "random", "bad").code());
        assertEquals(
                new Said(110, "Event hang in random timed out\n", ""),
                event("run", "1", "random", "hang"));
        assertEquals("hang\n", Files.readString(base.resolve("hung")), "section 3.3, number 3");
        assertEquals(
                new Said(2, "Event dir for later does not exist\n", ""),
                event("run", "10", "later", "any"));
        assertEquals(
                new Said(22, "Event any has never run in random\n", ""),
                event("status", "random", "any"));
        script("later", "01.test", "exit 0");
        assertEquals(new Said(0, "", ""), event("run", "10", "later", "any"));
    }

    @Test
    void aMonitorGivesWayAndIsNotRemembered() throws Exception {
        script("random", "01.test", "[ $1 != monitor ] || { touch $CTDB_BASE/on; sleep 60; }");
        Process monitor = command("ctdb-event", "run", "30", "random", "monitor").start();
        await().atMost(AMPLE).until(() -> Files.exists(base.resolve("on")));

        assertEquals(new Said(0, "", ""), event("run", "10", "random", "any"));

        assertEquals(new Said(125, "Event monitor in random got cancelled\n", ""), said(monitor));
        assertEquals(22, event("status", "random", "monitor").code());
    }

    @Test
    void scriptsAreEnabledWithAndWithoutTheDaemon() throws Exception {
        Path delivered = Files.createDirectories(base.resolve("share/events/random"));
        executable(delivered.resolve("10.x.script"), "#!/bin/sh\n");

        assertEquals(new Said(0, "", ""), event("script", "enable", "random", "10.x"));
        assertEquals(new Said(0, "* 10.x\n", ""), event("script", "list", "random"));
        stop();
        assertEquals(new Said(0, "", ""), event("script", "disable", "random", "10.x"));
        assertEquals(new Said(0, "  10.x\n", ""), event("script", "list", "random"));
        assertEquals(
                new Said(2, "Script 10.y does not exist in random\n", ""),
                event("script", "enable", "random", "10.y"));
    }

    @Test
    void aSecondDaemonRefusesInOneSentence() throws Exception {
        Said second = said(command("ctdb-eventd").start());

        assertEquals(3, second.code());
        assertEquals(
                "baton: event serve: another event daemon (pid %d) listens on %s; stop it first\n"
                        .formatted(daemon.pid(), base.resolve("run/eventd.socket")),
                second.err());
        assertEquals(daemon.pid() + "\n", Files.readString(base.resolve("run/eventd.pid")));
        assertEquals(0, event("run", "10", "random", "any").code(), "the first goes on");
    }

    @Test
    void sigtermEndsItWithEverythingThatRunsAndLeavesNeitherSocketNorPidFile() throws Exception {
        script(
                "random",
                "01.test",
                "echo $$ >$CTDB_BASE/p; mv $CTDB_BASE/p $CTDB_BASE/pid; sleep 60");
        Process hung = command("ctdb-event", "run", "60", "random", "any").start();
        await().atMost(AMPLE).until(() -> Files.exists(base.resolve("pid")));
        long pid = Long.parseLong(Files.readString(base.resolve("pid")).strip());

        stop();

        assertEquals(0, daemon.exitValue());
        assertFalse(ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false), "script");
        assertFalse(Files.exists(base.resolve("run/eventd.socket")));
        assertFalse(Files.exists(base.resolve("run/eventd.pid")));
        assertTrue(said(hung).code() != 0);
    }

    /** What a killed one left behind does not keep the next from starting. */
    @Test
    void afterSigkillTheNextOneServes() throws Exception {
        daemon.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
        assertTrue(Files.exists(base.resolve("run/eventd.socket")));
        assertEquals(1, event("run", "10", "random", "any").code());

        Process next = command("ctdb-eventd").start();
        try {
            await().atMost(AMPLE)
                    .ignoreExceptions()
                    .until(() -> event("run", "10", "random", "any").code() == 0);
        } finally {
            next.destroy();
            assertTrue(next.waitFor(20, TimeUnit.SECONDS));
        }
    }

    @Test
    void theLogGoesWhereTheSettingsSay() throws Exception {
        stop();
        Path file = base.resolve("eventd.log");
        Files.writeString(base.resolve("ctdb.conf"), "[logging]\n location = file:" + file + "\n");
        script("random", "01.test", "echo $CTDB_LOGGING $CTDB_SYS_ETCDIR");

        Process next = command("ctdb-eventd").start();
        try {
            await().atMost(AMPLE)
                    .ignoreExceptions()
                    .until(() -> event("run", "10", "random", "any").code() == 0);
            String log = Files.readString(file);
            assertTrue(log.contains(" 01.test: file:" + file + " /etc\n"), log);
        } finally {
            next.destroy();
            assertTrue(next.waitFor(20, TimeUnit.SECONDS));
        }
    }

    private void stop() throws InterruptedException {
        daemon.destroy();
        assertTrue(daemon.waitFor(20, TimeUnit.SECONDS), this::log);
    }

    private Said event(String... words) throws Exception {
        List<String> line = new ArrayList<>(List.of("ctdb-event"));
        line.addAll(List.of(words));
        return said(command(line.toArray(String[]::new)).start());
    }

    private ProcessBuilder command(String... line) {
        List<String> words = new ArrayList<>(List.of(line));
        words.set(0, COMPAT.resolve(line[0]).toString());
        return builder(words);
    }

    private ProcessBuilder builder(List<String> line) {
        ProcessBuilder builder = new ProcessBuilder(line).directory(base.toFile());
        builder.environment().put("CTDB_BASE", base.toString());
        builder.environment().put("CTDB_TEST_MODE", "yes");
        return builder;
    }

    private static Said said(Process process) throws Exception {
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        String err = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
        assertTrue(process.waitFor(30, TimeUnit.SECONDS));
        return new Said(process.exitValue(), out, err);
    }

    private void script(String component, String name, String body) throws IOException {
        Path directory = Files.createDirectories(base.resolve("events").resolve(component));
        executable(directory.resolve(name + ".script"), "#!/bin/sh\n" + body + "\n");
    }

    private static void executable(Path file, String text) throws IOException {
        Files.writeString(file, text);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private String log() {
        try {
            return Files.readString(base.resolve("log"));
        } catch (IOException missing) {
            return missing.toString();
        }
    }
}
