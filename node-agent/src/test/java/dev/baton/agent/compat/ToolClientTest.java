package dev.baton.agent.compat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.baton.agent.control.CommandDoor;
import dev.baton.agent.control.Commands;
import dev.baton.config.DatabaseDaemon;

import io.vertx.core.Vertx;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/** CTDB command contract, sections 1, 4 and 6.5: the programs in {@code compat} themselves. */
class ToolClientTest {

    private static final Path COMPAT = Path.of("src/main/dist/compat").toAbsolutePath();
    private static final long PATIENCE_SECONDS = 30;

    private record Said(int code, String out, String err) {}

    private final Vertx vertx = Vertx.vertx();
    private final TreeMap<String, String> environment = new TreeMap<>();
    private final Path base;

    ToolClientTest(@TempDir Path base) {
        this.base = base;
        environment.put("CTDB_BASE", base.toString());
        environment.put("CTDB_TEST_MODE", "yes");
    }

    @AfterEach
    void close() throws Exception {
        vertx.close().await(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    @Test
    void theAgentIsAskedWithAllWordsAndItsAnswerIsPrinted() throws Exception {
        listen("run/agent.sock", call -> new Commands.Answer(7, call.arguments() + "\n", "e\n"));

        assertEquals(new Said(7, "[ctdb, -X, ip, -v]\n", "e\n"), call("ctdb", "-X", "ip", "-v"));
    }

    /**
     * The startup of CTDB's {@code 00.ctdb} asks for a database and does not look at the answer: it
     * is a no as for everybody, but without a word in the output of each startup.
     */
    @Test
    void whatStockScriptsAskInVainLeavesNoWordInTheirOutput() throws Exception {
        listen("run/agent.sock", _ -> new Commands.Answer(1, "", "not supported\n"));
        Said refused = new Said(1, "", "not supported\n");
        assertEquals(refused, call("ctdb", "attach", "ctdb.tdb", "persistent"));

        environment.put("BATON_EVENT", "startup");

        assertEquals(new Said(1, "", ""), call("ctdb", "attach", "ctdb.tdb", "persistent"));
        assertEquals(refused, call("ctdb", "attach", "other.tdb", "persistent"));
    }

    @Test
    void inTestModeCtdbSocketNamesTheSocket() throws Exception {
        listen("other.sock", _ -> new Commands.Answer(0, "other\n", ""));
        environment.put("CTDB_SOCKET", base.resolve("other.sock").toString());

        assertEquals("other\n", call("ctdb", "pnn").out());
    }

    @Test
    void withoutAnAgentTheSocketIsNamedAndTheExitCodeIsOne() throws Exception {
        Said said = call("ctdb", "status", "-n", "1");

        assertEquals(1, said.code());
        assertEquals("", said.out());
        assertEquals(
                "ctdb: no agent answers at "
                        + base
                        + "/run/agent.sock: No such file or directory. Start it: baton agent.\n",
                said.err());
    }

    @Test
    void aCallEndsWithItsLimit() throws Exception {
        CountDownLatch end = new CountDownLatch(1);
        listen(
                "run/agent.sock",
                _ -> {
                    try {
                        assertTrue(end.await(PATIENCE_SECONDS, TimeUnit.SECONDS));
                    } catch (InterruptedException stop) {
                        Thread.currentThread().interrupt();
                    }
                    return new Commands.Answer(0, "late\n", "");
                });

        Said byOption = call("setsid", COMPAT.resolve("ctdb").toString(), "status", "-T", "1");
        environment.put("CTDB_TIMEOUT", "1");
        Said byEnvironment = call("setsid", COMPAT.resolve("ctdb").toString(), "status");
        end.countDown();

        assertEquals(1, byOption.code());
        assertTrue(byOption.err().startsWith("ctdb: no answer within 1 s"), byOption.err());
        assertEquals(byOption, byEnvironment);
    }

    /** Section 1: -T is for the whole call, also where another program does its work. */
    @Test
    void aCallThatRunsAnotherProgramEndsWithItsLimit() throws Exception {
        Path slow = Files.writeString(base.resolve("ctdb_natgw"), "#!/bin/sh\nexec sleep 60\n");
        Files.setPosixFilePermissions(slow, PosixFilePermissions.fromString("rwxr-xr-x"));
        environment.put("CTDB_TEST_HELPER_BINDIR", base.toString());

        Said said =
                call(
                        "setsid",
                        "-w",
                        COMPAT.resolve("ctdb").toString(),
                        "natgw",
                        "leader",
                        "--maxruntime=1");

        assertEquals(
                new Said(1, "", "ctdb: no end within 1 s (-T, CTDB_TIMEOUT); the work may go on\n"),
                said);
    }

    @Test
    void aLimitInTheEnvironmentThatIsNoNumberIsRefusedUnlessTheLineHasOne() throws Exception {
        listen("run/agent.sock", _ -> new Commands.Answer(0, "1\n", ""));
        environment.put("CTDB_TIMEOUT", "x");

        assertEquals(
                new Said(
                        1,
                        "",
                        "ctdb: Invalid value CTDB_TIMEOUT: expected a number of seconds, got"
                                + " \"x\"\n"),
                call("ctdb", "pnn"));
        assertEquals(new Said(0, "1\n", ""), call("ctdb", "-T", "9", "pnn"));
    }

    @Test
    void theEndOfTheConnectionIsTheAnswerToShutdown() throws Exception {
        Path socket = Files.createDirectories(base.resolve("run")).resolve("agent.sock");
        try (ServerSocketChannel agent = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            agent.bind(UnixDomainSocketAddress.of(socket));
            Thread.startVirtualThread(() -> hangUp(agent));

            assertEquals(new Said(0, "", ""), call("ctdb", "shutdown"));
            assertEquals(1, call("ctdb", "status").code());
        }
    }

    /** Reads a little of every call and ends its connection. */
    private static void hangUp(ServerSocketChannel agent) {
        try {
            while (true) {
                try (SocketChannel call = agent.accept()) {
                    call.read(ByteBuffer.allocate(1 << 16));
                }
            }
        } catch (IOException closed) {
            assertFalse(agent.isOpen());
        }
    }

    @Test
    void versionAndListnodesAreAnsweredByAJvmWhileNoAgentRuns() throws Exception {
        Path home = home(program("home/bin/baton", "echo \"$@\""));
        String tool = home.resolve("compat/ctdb").toString();

        assertEquals("offline ctdb version -j\n", call("perl", tool, "version", "-j").out());
        assertEquals("offline ctdb -X listnodes\n", call("perl", tool, "-X", "listnodes").out());
        assertEquals("offline ctdb\n", call("perl", tool).out());
        assertEquals(1, call("perl", tool, "-t", "version", "status").code());
    }

    @Test
    void whatIsAboutDatabasesBecomesTheToolThatTheAgentNames() throws Exception {
        Path tool = program("tool", "echo \"$@ $CTDB_BASE $CTDB_SOCKET\"; cat; echo e >&2; exit 7");
        listen("run/agent.sock", _ -> HandOver.to(keeper(tool)));

        assertEquals(
                new Said(7, "-X ptrans a b /etc/theirs /run/theirs\nin\n", "e\n"),
                call("sh", "-c", "echo in | " + COMPAT.resolve("ctdb") + " -X ptrans a b"));
        assertEquals(7, call("ctdb", "attach", "x").code());
    }

    @Test
    void aToolThatIsBatonsOwnAgainEndsTheCall() throws Exception {
        Path ours = COMPAT.resolve("ctdb");
        listen("run/agent.sock", _ -> HandOver.to(keeper(ours)));
        environment.put("BATON_HANDED_OVER", "1");

        assertEquals(
                new Said(
                        1,
                        "",
                        "ctdb: %s is Baton's own command: [compat] ctdb tool has to name CTDB's\n"
                                .formatted(ours)),
                call("ctdb", "getdbmap"));
    }

    @Test
    void whatIsAboutDatabasesNeedsNoAgent() throws Exception {
        Path tool = program("tool", "echo \"$@\"; exit 3");
        String words = HandOver.offline(keeper(tool)).stdout().replace("\0", "\\0");
        Path baton = program("home/bin/baton", "[ \"$1\" = offline ] && printf '" + words + "'");
        String ours = home(baton).resolve("compat/ctdb").toString();

        for (String command : ToolCommands.aboutDatabases()) {
            assertEquals(new Said(3, command + " x\n", ""), call("perl", ours, command, "x"));
        }
        program("home/bin/baton", "echo no >&2; exit 4");
        assertEquals(new Said(4, "", "no\n"), call("perl", ours, "getdbmap"));
    }

    private static DatabaseDaemon keeper(Path tool) {
        return new DatabaseDaemon(Path.of("/etc/theirs"), Path.of("/run/theirs"), tool);
    }

    private Path program(String name, String script) throws IOException {
        Path file = base.resolve(name);
        Files.createDirectories(file.resolveSibling("."));
        Files.writeString(file, "#!/bin/sh\n" + script + "\n");
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    /** A distribution with another {@code bin/baton}. */
    private static Path home(Path baton) throws IOException {
        Path home = baton.resolve("../..").normalize();
        for (String file : List.of("compat/ctdb", "libexec/daemon-client.pl")) {
            Files.createDirectories(home.resolve(file).resolveSibling("."));
            Files.copy(COMPAT.resolve("..").resolve(file), home.resolve(file));
        }
        return home;
    }

    @Test
    void checktcpportIsZeroWhenNobodyListensElseTheErrnoOfBind() throws Exception {
        int port;
        try (ServerSocket service = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
            port = service.getLocalPort();
            assertEquals(new Said(98, "", ""), call("ctdb", "checktcpport", "" + port));
        }
        assertEquals(new Said(0, "", ""), call("ctdb", "checktcpport", "" + port));
        assertEquals(1, call("ctdb", "checktcpport", "x").code());
        assertEquals(1, call("ctdb", "checktcpport").code());
        assertEquals(
                new Said(1, "", "ctdb: Node cannot be specified for command checktcpport\n"),
                call("ctdb", "-n", "1", "checktcpport", "" + port));
    }

    @Test
    void natgwAndLvsRunTheProgramOfTheDirectoryForHelpers() throws Exception {
        Path program = base.resolve("ctdb_natgw");
        Files.writeString(program, "#!/bin/sh\necho \"$CTDB_BASE $@\"\nexit 2\n");
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
        environment.put("CTDB_HELPER_BINDIR", "/nowhere");
        environment.put("CTDB_TEST_HELPER_BINDIR", base.toString());

        assertEquals(new Said(2, base + " leader\n", ""), call("ctdb", "natgw", "leader"));
        assertEquals(1, call("ctdb", "natgw").code());
        assertEquals(1, call("ctdb", "natgw", "frob").code());
        assertTrue(call("ctdb", "lvs", "list").err().startsWith("ctdb: cannot run " + base));
    }

    @Test
    void eventsAreGivenToTheProgramOfEventsAndScriptstatusIsAlwaysExitZero() throws Exception {
        listen("run/agent.sock", call -> new Commands.Answer(8, call.arguments() + "\n", ""));

        assertEquals(
                new Said(8, "[ctdb-event, run, 5, legacy, monitor]\n", ""),
                call("ctdb", "event", "run", "5", "legacy", "monitor"));
        assertEquals(
                new Said(0, "[ctdb-event, status, legacy, monitor]\n", ""),
                call("ctdb", "scriptstatus"));
        assertEquals(
                new Said(0, "[ctdb-event, status, legacy, startup]\n", ""),
                call("ctdb", "scriptstatus", "startup"));
        assertEquals(1, call("ctdb", "scriptstatus", "a", "b").code());
        assertEquals(1, call("ctdb", "-n", "1", "event").code());
    }

    @Test
    void configAsksTheAgentElseAJvm() throws Exception {
        listen("run/agent.sock", call -> new Commands.Answer(2, call.arguments() + "\n", ""));

        assertEquals(
                new Said(2, "[ctdb-config, get, a, b c]\n", ""),
                call("ctdb-config", "get", "a", "b c"));
    }

    @Test
    void pathsAreBelowOneDirectoryInTestMode() throws Exception {
        assertEquals(base + "/ctdb.conf\n", call("ctdb-path", "config").out());
        assertEquals(base + "/share\n", call("ctdb-path", "datadir").out());
        assertEquals(base + "\n", call("ctdb-path", "etcdir").out());
        assertEquals(base + "/var/a/b\n", call("ctdb-path", "vardir", "append", "a/b").out());
        for (String word : List.of("lockdir", "piddir", "rundir", "socketdir")) {
            assertEquals(base + "/run\n", call("ctdb-path", word).out());
        }
        assertEquals(base + "/run/pid\n", call("ctdb-path", "pidfile", "ctdbd").out());
        assertEquals(base + "/run/eventd.pid\n", call("ctdb-path", "pidfile", "eventd").out());
        assertEquals(base + "/run/agent.sock\n", call("ctdb-path", "socket", "ctdbd").out());
        assertEquals(base + "/run/eventd.socket\n", call("ctdb-path", "socket", "eventd").out());
    }

    @Test
    void pathsOfAnInstalledNode() throws Exception {
        environment.clear();

        assertEquals("/etc/baton/ctdb.conf\n", call("ctdb-path", "config").out());
        assertEquals("/run/baton/agent.sock\n", call("ctdb-path", "socket", "ctdbd").out());
        assertEquals("/var/lib/baton\n", call("ctdb-path", "vardir").out());
        assertEquals(COMPAT.resolveSibling("share") + "\n", call("ctdb-path", "datadir").out());
    }

    @Test
    void wrongWordsForAPathShowTheUsage() throws Exception {
        assertEquals(1, call("ctdb-path").code());
        assertEquals(1, call("ctdb-path", "frob").code());
        assertEquals(22, call("ctdb-path", "vardir", "frob").code());
        assertEquals(22, call("ctdb-path", "socket").code());
        assertEquals(0, call("ctdb-path", "--help").code());
        assertTrue(call("ctdb-path").out().startsWith("Usage: ctdb-path COMMAND"));
    }

    private void listen(String socket, Function<Commands.Invocation, Commands.Answer> answers)
            throws Exception {
        Commands commands =
                new Commands() {
                    @Override
                    public Answer run(Invocation call) {
                        return answers.apply(call);
                    }

                    @Override
                    public void warmUp() {}

                    @Override
                    public String view() {
                        return "";
                    }
                };
        Path path = base.resolve(socket);
        Files.createDirectories(path.resolveSibling("."));
        new CommandDoor(vertx, commands).open(path).await(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    /** Runs a program of {@code compat}, or any other. */
    private Said call(String... words) throws Exception {
        List<String> command = new ArrayList<>(List.of(words));
        Path ours = COMPAT.resolve(words[0]);
        if (Files.exists(ours)) {
            command.set(0, ours.toString());
        }
        ProcessBuilder builder = new ProcessBuilder(command).directory(base.toFile());
        Map<String, String> variables = builder.environment();
        variables.keySet().removeIf(name -> name.startsWith("CTDB") || name.startsWith("BATON"));
        variables.putAll(environment);
        builder.redirectOutput(base.resolve("out").toFile());
        builder.redirectError(base.resolve("err").toFile());
        Process process = builder.start();
        process.getOutputStream().close();
        if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new IOException("did not end: " + command);
        }
        return new Said(
                process.exitValue(),
                Files.readString(base.resolve("out")),
                Files.readString(base.resolve("err")));
    }
}
