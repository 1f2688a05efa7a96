package dev.baton.testcluster.client;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import static java.util.concurrent.TimeUnit.SECONDS;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Failover drills, section 6: what a long transfer through a moving address shows. */
class DownloadTest {
    private static final int SIZE = 256 << 10;
    private static final int CUT = 100_000;
    private static final Pattern RANGE = Pattern.compile("Range: bytes=(\\d+)-");

    private final byte[] content = new byte[SIZE];
    private final ServerSocket server = open();
    private volatile boolean whole;
    private Thread downloading = new Thread();

    private static ServerSocket open() {
        try {
            return new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @BeforeEach
    void serve() {
        new Random(1).nextBytes(content);
        Thread.ofVirtual().start(this::answerAll);
    }

    @AfterEach
    void close() throws IOException {
        downloading.interrupt();
        server.close();
    }

    @Test
    void whatBrokeGoesOnWhereItBrokeAndHasTheRightContent() {
        Download download = start(HexFormat.of().formatHex(Reading.sha256().digest(content)));

        await().atMost(20, SECONDS).until(() -> figures(download).get("completed").asLong() > 0);

        ObjectNode seen = figures(download);
        assertEquals(2, seen.get("broken").asLong(), seen::toString);
        assertEquals(2, seen.get("resumed").asLong(), seen::toString);
        assertEquals(0, seen.get("wrong").asLong(), seen::toString);
        assertEquals(0, seen.get("vain").asLong(), seen::toString);
    }

    @Test
    void contentThatIsNotAsExpectedIsWrong() {
        Download download = start("00");

        await().atMost(20, SECONDS).until(() -> figures(download).get("wrong").asLong() > 0);

        assertEquals(0, figures(download).get("completed").asLong());
    }

    @Test
    void anAttemptWithoutAnswerIsNoBreak() throws IOException {
        server.close();

        Download download = start("00");

        await().atMost(20, SECONDS).until(() -> figures(download).get("vain").asLong() > 1);
        assertEquals(0, figures(download).get("broken").asLong());
    }

    private Download start(String expected) {
        InetSocketAddress address =
                new InetSocketAddress(InetAddress.getLoopbackAddress(), server.getLocalPort());
        Download download = new Download(address, "/large.bin", expected, 64 << 20);
        downloading = Thread.ofVirtual().start(download::run);
        return download;
    }

    private static ObjectNode figures(Download download) {
        ObjectNode figures = new ObjectMapper().createObjectNode();
        download.report(figures);
        return figures;
    }

    private void answerAll() {
        try {
            while (true) {
                try (Socket socket = server.accept()) {
                    answer(socket);
                }
            }
        } catch (SocketException closed) {
            // The test is over.
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Promises all that is left, and sends at most 100 000 bytes of it in the first round. */
    private void answer(Socket socket) throws IOException {
        Matcher range = RANGE.matcher(Reading.head(socket.getInputStream()));
        int from = range.find() ? Integer.parseInt(range.group(1)) : 0;
        String status = from == 0 ? "200 OK" : "206 Partial Content";
        String head = "HTTP/1.1 %s\r\nContent-Length: %d\r\n\r\n".formatted(status, SIZE - from);
        int count = whole ? SIZE - from : Math.min(CUT, SIZE - from);
        socket.getOutputStream().write(head.getBytes(StandardCharsets.ISO_8859_1));
        socket.getOutputStream().write(content, from, count);
        whole = whole || from + count == SIZE;
    }
}
