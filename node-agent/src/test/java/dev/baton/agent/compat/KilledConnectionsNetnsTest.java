package dev.baton.agent.compat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.baton.agent.kernel.Namespace;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** CTDB command contract, section 6.1: {@code ctdb_killtcp} and real connections. */
@Tag("netns")
class KilledConnectionsNetnsTest {

    private static final Path PROGRAM =
            Path.of("src/main/dist/compat/ctdb_killtcp").toAbsolutePath();
    private static final long PATIENCE_SECONDS = 30;
    private static final int PATIENCE_MS = 30_000;
    private static final int PORT = 2049;
    private static final String V4 = "10.9.0.1";
    private static final String V6 = "fd00::1";

    /** Where a segment is dropped without an answer. */
    private static final String SILENT = "10.9.0.77";

    private record Said(int code, String out) {}

    /** Both ends of a connection. */
    private record Pair(Socket server, Socket client) {

        String clientFirst() {
            return name(client) + " " + name(server) + "\n";
        }

        String serverFirst() {
            return name(server) + " " + name(client) + "\n";
        }

        private static String name(Socket end) {
            String ip = end.getLocalAddress().getHostAddress().replaceFirst("%.*", "");
            return (ip.contains(":") ? "[" + ip + "]" : ip) + ":" + end.getLocalPort();
        }
    }

    private final Path base;
    private final List<AutoCloseable> open = new ArrayList<>();
    private Namespace server;
    private Namespace client;

    KilledConnectionsNetnsTest(@TempDir Path base) {
        this.base = base;
    }

    @BeforeEach
    void connectMachines() {
        server = Namespace.create("killtcp-s");
        open.add(server);
        client = Namespace.create("killtcp-c");
        open.add(client);
        server.connect("e0", client, "e0");
        server.ip("addr add 10.9.0.1/24 dev e0");
        server.ip("addr add fd00::1/64 dev e0 nodad");
        server.ip("neigh add " + SILENT + " lladdr 02:00:00:00:00:77 dev e0");
        client.ip("addr add 10.9.0.2/24 dev e0");
        client.ip("addr add fd00::2/64 dev e0 nodad");
    }

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable each : open.reversed()) {
            each.close();
        }
    }

    @Test
    void theSecondEndOfALineIsResetAndTheFirstHearsNothing() throws Exception {
        for (String address : List.of(V4, V6)) {
            Pair local = connect(address);
            Pair remote = connect(address);

            assertEquals(new Said(0, ""), kill(local.clientFirst() + remote.serverFirst()));

            assertReset(local.server());
            assertOpen(local.client());
            assertReset(remote.client());
            assertOpen(remote.server());
        }
    }

    /** Section 4.2 and ipalloc contract, section 2: IPv4 in IPv6 text, as ss has it, is IPv4. */
    @Test
    void connectionsOfAServerOfBothFamiliesAreReset() throws Exception {
        Pair pair = connect(V4);
        String mapped = pair.clientFirst().replace("10.9.0.", "[::ffff:10.9.0.");

        assertEquals(new Said(0, ""), kill(mapped.replaceAll("(10[.0-9]+):", "$1]:")));

        assertReset(pair.server());
    }

    @Test
    void bothEndsAreResetWhenBothLinesAreGiven() throws Exception {
        Pair pair = connect(V4);

        kill("# a comment\n\n" + pair.clientFirst() + pair.serverFirst());

        assertReset(pair.server());
        assertReset(pair.client());
    }

    @Test
    void oneConnectionCanBeGivenAsTwoWords() throws Exception {
        Pair pair = connect(V4);
        String[] words = pair.clientFirst().strip().split(" ", -1);

        assertEquals(new Said(0, ""), run("", "e0", words[0], words[1]));

        assertReset(pair.server());
    }

    @Test
    void linesOfBothKindsOfAddressesAndWithoutACommonOneAreKilledToo() throws Exception {
        Pair four = connect(V4);
        Pair six = connect(V6);

        kill(four.clientFirst() + six.clientFirst());

        assertReset(four.server());
        assertReset(six.server());
    }

    @Test
    void moreSilentEndsThanAreAskedAtATimeDoNotKeepOthersWaiting() throws Exception {
        Pair pair = connect(V4);
        StringBuilder lines = new StringBuilder();
        for (int port = 1; port <= 900; port++) {
            lines.append(V4 + ":2049 " + SILENT + ":" + port + "\n");
        }

        assertEquals(new Said(0, ""), kill(lines + pair.clientFirst()));

        assertReset(pair.server());
    }

    @Test
    void aConnectionThatDoesNotExistNeedsNoReset() throws Exception {
        long before = System.nanoTime();

        assertEquals(new Said(0, ""), kill("10.9.0.2:7 10.9.0.1:8\n10.9.0.1:8 10.9.0.2:7\n"));

        assertTrue(System.nanoTime() - before < TimeUnit.SECONDS.toNanos(5), "asked to the end");
    }

    @Test
    void nothingToDoIsSuccessAndWhatCannotBeTriedIsNot() throws Exception {
        assertEquals(new Said(0, ""), kill(""));
        assertEquals(
                new Said(1, "ctdb_killtcp: expected IP:PORT IP:PORT, got \"10.9.0.1:1\"\n"),
                kill("10.9.0.1:1\n"));
        assertEquals(1, kill("10.9.0.1:1 [fd00::2]:2\n").code());
        assertEquals(
                new Said(1, "ctdb_killtcp: interface none: No such device\n"),
                run("10.9.0.1:1 10.9.0.2:2\n", "none"));
        assertEquals(
                new Said(1, "usage: ctdb_killtcp INTERFACE [A:PORT B:PORT]\n"),
                run("", "e0", "10.9.0.1:1"));
        assertEquals(1, run("").code());
    }

    private Pair connect(String address) throws IOException {
        ServerSocket listener =
                server.call(() -> new ServerSocket(PORT, 1, InetAddress.ofLiteral(address)));
        try (listener) {
            InetSocketAddress to = new InetSocketAddress(InetAddress.ofLiteral(address), PORT);
            Socket from = client.call(() -> connected(to));
            open.add(from);
            Socket accepted = listener.accept();
            open.add(accepted);
            return new Pair(accepted, from);
        }
    }

    private static Socket connected(InetSocketAddress to) throws IOException {
        Socket socket = new Socket();
        socket.connect(to, PATIENCE_MS);
        return socket;
    }

    private static void assertReset(Socket end) throws IOException {
        end.setSoTimeout(PATIENCE_MS);
        SocketException reset =
                assertThrows(SocketException.class, () -> end.getInputStream().read());
        assertEquals("Connection reset", reset.getMessage());
    }

    private static void assertOpen(Socket end) throws IOException {
        end.setSoTimeout(1);
        assertThrows(SocketTimeoutException.class, () -> end.getInputStream().read());
    }

    private Said kill(String lines) throws Exception {
        return run(lines, "e0");
    }

    /** Both outputs together. */
    private Said run(String lines, String... words) throws Exception {
        Path input = Files.writeString(base.resolve("in"), lines);
        Path output = base.resolve("out");
        List<String> command = new ArrayList<>(List.of(PROGRAM.toString()));
        command.addAll(Arrays.asList(words));
        Process process =
                server.call(
                        () ->
                                new ProcessBuilder(command)
                                        .redirectErrorStream(true)
                                        .redirectInput(input.toFile())
                                        .redirectOutput(output.toFile())
                                        .start());
        assertTrue(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS));
        return new Said(process.exitValue(), Files.readString(output));
    }
}
