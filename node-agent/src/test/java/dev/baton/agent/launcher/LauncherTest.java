package dev.baton.agent.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.baton.agent.launcher.LauncherDirectory.Outcome;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;

/** Exit codes and sentences of the launcher. Source: operator experience, section 1.3. */
class LauncherTest {

    private final LauncherDirectory launcher;

    LauncherTest(@TempDir Path directory) throws IOException {
        launcher = new LauncherDirectory(directory);
    }

    @Test
    void withoutAnAgentACommandEndsWithFiveAndTheCommandThatStartsOne() throws Exception {
        assertEnds(5, "Start it: baton --base " + launcher.base + " agent", launcher.run("status"));
    }

    @Test
    void scriptsAreLookedAfterWithoutAnAgent() throws Exception {
        Outcome outcome = launcher.run("script", "list");

        assertEquals(0, outcome.code(), outcome::output);
        assertTrue(
                outcome.output().endsWith(".jar script list --base " + launcher.base + "\n"),
                outcome::output);
    }

    @Test
    void storedRunsAreLookedAtWithoutAnAgent() throws Exception {
        for (String verb : List.of("list", "show", "replay")) {
            Outcome outcome = launcher.run("run", verb, "latest");

            assertEquals(0, outcome.code(), outcome::output);
            assertTrue(
                    outcome.output()
                            .endsWith(
                                    ".jar run %s latest --base %s\n"
                                            .formatted(verb, launcher.base)),
                    outcome::output);
        }
    }

    @Test
    void aSocketWhoseAgentDiedIsNoAgent() throws Exception {
        try (ServerSocketChannel dead = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            dead.bind(socket());
        }

        assertEnds(5, "no agent answers at", launcher.run("status"));
    }

    @Test
    void aNodeWithoutAnAgentIsCriticalForNagios() throws Exception {
        assertEnds(2, "BATON CRITICAL - no agent runs on this node\n", launcher.run("check"));
        try (ServerSocketChannel dead = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            dead.bind(socket());
        }
        assertEnds(2, "BATON CRITICAL - no agent runs on this node\n", launcher.run("check"));
        try (ServerSocketChannel other = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            Files.delete(launcher.base.resolve("run/agent.sock"));
            other.bind(socket());
            Thread.ofVirtual().start(() -> answer(other));

            assertEnds(3, "BATON UNKNOWN - the agent was not asked", launcher.run("check"));
        }
    }

    @Test
    void withoutAnAgentAFileOfMetersStaysAsItWas() throws Exception {
        Path file = Files.writeString(launcher.base.resolve("baton.prom"), "before\n");

        assertEnds(5, "Start it:", launcher.run("metrics", "--textfile", file.toString()));

        assertEquals("before\n", Files.readString(file));
        assertEnds(2, "files that end in .prom", launcher.run("metrics", "--textfile", "x.txt"));
        assertEnds(2, "unknown word now", launcher.run("metrics", "now"));
        assertEnds(2, "needs a file", launcher.run("metrics", "--textfile"));
    }

    @Test
    void whatAnswersButIsNoAgentIsOurBug() throws Exception {
        try (ServerSocketChannel other = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            other.bind(socket());
            Thread.ofVirtual().start(() -> answer(other));

            assertEnds(70, "Is it of another version?", launcher.run("status"));
        }
    }

    @Test
    void whoInterruptsAStorageCommandIsToldThatItMayGoOn() throws Exception {
        Path leader = launcher.home.resolve("leader");
        List<String> command =
                List.of(
                        "env",
                        "--default-signal=INT",
                        "setsid",
                        "sh",
                        "-c",
                        "echo $$ >$0; exec \"$@\"",
                        leader.toString(),
                        launcher.baton(),
                        "--base",
                        launcher.base.toString(),
                        "job",
                        "wait",
                        "0.1");
        try (ServerSocketChannel agent = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            agent.bind(socket());
            Thread.ofVirtual().start(() -> interrupt(agent, leader));

            assertEnds(
                    130,
                    "Look with: baton --base " + launcher.base + " job list --open",
                    launcher.start(command));
        }
    }

    /** As a terminal does: all processes in front get the signal. */
    private static void interrupt(ServerSocketChannel agent, Path leader) {
        try (SocketChannel caller = agent.accept()) {
            caller.read(ByteBuffer.allocate(4096));
            String group = Files.readString(leader).strip();
            new ProcessBuilder("sh", "-c", "kill -INT -" + group).start().waitFor();
            caller.read(ByteBuffer.allocate(4096));
        } catch (IOException | InterruptedException cut) {
            throw new IllegalStateException(cut);
        }
    }

    private UnixDomainSocketAddress socket() {
        return UnixDomainSocketAddress.of(launcher.base.resolve("run/agent.sock"));
    }

    private static void answer(ServerSocketChannel server) {
        String text = "HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\nhello\n";
        try (SocketChannel caller = server.accept()) {
            caller.read(ByteBuffer.allocate(4096));
            caller.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII)));
            caller.read(ByteBuffer.allocate(4096));
        } catch (IOException closed) {
            throw new IllegalStateException(closed);
        }
    }

    @Test
    void whoMayNotUseTheSocketEndsWithSix() throws Exception {
        Path run = launcher.base.resolve("run");
        Files.setPosixFilePermissions(run, PosixFilePermissions.fromString("---------"));
        Files.setPosixFilePermissions(
                launcher.home.resolve("../.."), PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.setPosixFilePermissions(
                launcher.home.resolve(".."), PosixFilePermissions.fromString("rwxr-xr-x"));
        List<String> asNobody =
                List.of(
                        "setpriv",
                        "--reuid=65534",
                        "--clear-groups",
                        launcher.baton(),
                        "--base",
                        launcher.base.toString(),
                        "status");
        assumeTrue("root".equals(System.getProperty("user.name")), "SKIPPED: root becomes nobody");

        assertEnds(6, "not permitted to enter " + run, launcher.start(asNobody));
    }

    @Test
    void anAgentThatCannotMakeItsDirectoriesEndsWithSix() throws Exception {
        Files.writeString(launcher.base.resolve("etc"), "a file");

        assertEnds(6, "Run as root, or choose a directory with --base", launcher.run("agent"));
    }

    @Test
    void aMachineThatCannotRunItEndsWithSixtyNine() throws Exception {
        launcher.environment.put("PATH", launcher.home.resolve("nothing").toString());
        assertEnds(69, "flock is missing. Install it", launcher.run("agent"));

        Files.delete(launcher.home.resolve("lib/baton-node-agent-0.jar"));
        assertEnds(69, "run mvn package, or reinstall", launcher.run("version"));
    }

    @Test
    void aSecondAgentIsRefusedWithThree() throws Exception {
        Path lock = launcher.base.resolve("run/agent.lock");
        Process first =
                new ProcessBuilder("flock", lock.toString(), "sh", "-c", "echo held; cat").start();
        try (ServerSocketChannel door = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            door.bind(socket());
            assertEquals("held", first.inputReader().readLine());

            assertEnds(3, "another agent holds " + lock, launcher.run("agent"));
        } finally {
            first.getOutputStream().close();
        }
    }

    /** CTDB command contract, section 4, shutdown: what it waits for is not the process. */
    @Test
    void anAgentThatEndsIsWaitedForAndThatIsSaid() throws Exception {
        Path lock = launcher.base.resolve("run/agent.lock");
        Process first =
                new ProcessBuilder("flock", lock.toString(), "sh", "-c", "echo held; sleep 1.5")
                        .start();
        assertEquals("held", first.inputReader().readLine());

        Outcome outcome = launcher.run("agent");

        assertEnds(0, "agent --base " + launcher.base + " --lock-descriptor 9", outcome);
        assertTrue(outcome.output().contains("waiting for it, at most 10 s"), outcome::output);
    }

    @Test
    void wrongWordsEndWithTwo() throws Exception {
        assertEnds(
                2, "--base needs a directory", launcher.start(List.of(launcher.baton(), "--base")));
        assertEnds(
                2,
                "--scope is node or cluster",
                launcher.run("lock", "run", "--scope=x", "n", "--", "true"));
        assertEnds(
                2,
                "--wait expects a duration",
                launcher.run("lock", "run", "--wait=x", "n", "--", "true"));
    }

    @Test
    void whatACommandIsForIsToldWithoutAnAgent() throws Exception {
        assertEnds(0, "help ip move\n", launcher.run("ip", "move", "-o", "json", "--help"));
        assertEnds(0, "help agent\n", launcher.run("agent", "-h"));
        assertEnds(0, "help\n", launcher.run("--help"));

        Outcome own = launcher.run("lock", "run", "n", "--", "sh", "-c", "echo $0", "--help");
        assertEnds(0, "--help\n", own);
    }

    /** A distribution that was moved has a cache that does not fit. */
    @Test
    void nothingIsSaidOfACacheThatDoesNotFit() throws Exception {
        launcher.write("lib/baton.aot", "");
        launcher.write("runtime/bin/java", "#!/bin/sh\necho \"$@\"\n");

        String started = launcher.run("version").output();

        assertTrue(started.contains("-XX:AOTCache=" + launcher.home), started);
        assertTrue(started.contains(" -Xlog:aot*=off:stderr -Xlog:cds*=off:stderr "), started);
    }

    @Test
    void anAgentIsGivenItsBaseAndTheLockItHolds() throws Exception {
        Outcome outcome = launcher.run("agent");

        assertEnds(0, "agent --base " + launcher.base + " --lock-descriptor 9", outcome);
    }

    @Test
    void inTestModeAllIsBelowTheDirectoryOfTheSettings() throws Exception {
        Path etc = launcher.base.resolve("ctdb");
        launcher.environment.put("CTDB_BASE", etc.toString());
        launcher.environment.put("CTDB_TEST_MODE", "yes");

        assertEnds(0, "agent --base", launcher.run("agent"));

        assertTrue(Files.exists(etc.resolve("run/agent.lock")));
        assertTrue(Files.isDirectory(etc.resolve("var")));
    }

    private static void assertEnds(int code, String words, Outcome outcome) {
        assertEquals(code, outcome.code(), outcome.output());
        assertTrue(outcome.output().contains(words), outcome.output());
    }
}
