package dev.baton.agent.wire;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.baton.agent.wire.LoopbackWires.Heard;
import dev.baton.config.Pnn;

import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.NetSocket;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/**
 * Architecture, section 10, "Wire"; issue 2, "two agents with one identity", "garbage on the wire".
 */
class WireTest {

    private static final Duration BOUND = Duration.ofSeconds(30);
    private static final Pnn ZERO = new Pnn(0);
    private static final Pnn ONE = new Pnn(1);

    private final LoopbackWires wires = new LoopbackWires();
    private final Heard zero = new Heard();
    private final Heard one = new Heard();

    @AfterEach
    void closeAll() {
        wires.close();
    }

    @Test
    void threeNodesFindEachOtherAndDeliverBothKindsOfPayload() {
        Heard two = new Heard();
        Wire first = wires.start(wires.settings(0, "c"), zero);
        Wire second = wires.start(wires.settings(1, "c"), one);
        wires.start(wires.settings(2, "c"), two);
        await().atMost(BOUND).until(() -> two.lines.containsAll(List.of("up 0", "up 1")));
        await().atMost(BOUND).until(() -> zero.lines.containsAll(List.of("up 1", "up 2")));

        first.send(ONE, LoopbackWires.bytes("beat"), true);
        second.send(ZERO, LoopbackWires.bytes("order"), false);

        await().atMost(BOUND).until(() -> one.lines.contains("0:beat"));
        await().atMost(BOUND).until(() -> zero.lines.contains("1:order"));
        assertEquals(1, first.counters().framesIn());
        assertEquals(1, first.counters().framesOut());
    }

    @Test
    void messagesOfOnePeerArriveInOrder() {
        Wire first = wires.start(wires.settings(0, "c"), zero);
        wires.start(wires.settings(1, "c"), one);
        await().atMost(BOUND).until(() -> zero.lines.contains("up 1"));

        for (int i = 0; i < 500; i++) {
            first.send(ONE, LoopbackWires.bytes("m" + i), false);
        }

        await().atMost(BOUND).until(() -> one.lines.contains("0:m499"));
        List<String> messages = one.lines.stream().filter(line -> line.startsWith("0:")).toList();
        for (int i = 0; i < 500; i++) {
            assertEquals("0:m" + i, messages.get(i));
        }
    }

    @Test
    void aPeerThatStopsIsReportedLostAndFoundAgain() {
        wires.start(wires.settings(0, "c"), zero);
        Wire second = wires.start(wires.settings(1, "c"), one);
        await().atMost(BOUND).until(() -> zero.lines.contains("up 1"));

        wires.stop(second);
        await().atMost(BOUND).until(() -> zero.lines.contains("lost 1"));
        wires.start(wires.settings(1, "c"), new Heard());

        await().atMost(BOUND).until(() -> zero.lines.equals(List.of("up 1", "lost 1", "up 1")));
    }

    @Test
    void anotherClusterIsRefusedOnBothSidesAndLoggedOncePerSide() {
        try (LogLines log = new LogLines()) {
            Wire first = wires.start(wires.settings(0, "one"), zero);
            Wire second = wires.start(wires.settings(1, "other"), one);

            await().atMost(BOUND).until(() -> first.counters().refused() > 3);
            await().atMost(BOUND).until(() -> second.counters().refused() > 3);

            assertTrue(zero.lines.isEmpty());
            List<String> refusals = log.containing("of node 0 (digest one) and of node 1 (other)");
            assertEquals(2, refusals.size(), refusals::toString);
        }
    }

    @Test
    void anAddressThatIsNotInNodesIsRefused() {
        Wire first = wires.start(wires.settings(0, "c"), zero);

        Received answer = connectFrom("127.0.0.9");

        await().atMost(BOUND).until(() -> answer.closed);
        assertTrue(answer.text().contains("127.0.0.9 is not in the nodes"), answer::text);
        assertEquals(1, first.counters().refused());
    }

    @Test
    void aSecondAgentOfOneNumberIsRefusedWhileTheFirstIsAlive() {
        wires.start(wires.settings(0, "c"), zero);
        wires.start(wires.settings(1, "c"), one);
        await().atMost(BOUND).until(() -> zero.lines.contains("up 1"));
        WireSettings twin = wires.settings(1, "c");
        Hello hello = new Hello(ONE, 999, twin.address(), "c");

        Received answer = connectFrom("127.0.0.2");
        answer.socket.write(new Frame(FrameKind.HELLO, hello.encode()).encode());

        await().atMost(BOUND).until(() -> answer.closed);
        assertTrue(answer.text().contains("two agents call themselves node 1"), answer::text);
        assertEquals(List.of("up 1"), zero.lines);
    }

    @Test
    void aPeerThatSendsGarbageIsClosedCountedAndLoggedOnce() {
        try (LogLines log = new LogLines()) {
            Wire first = wires.start(wires.settings(0, "c"), zero);

            for (int i = 0; i < 3; i++) {
                Received answer = connectFrom("127.0.0.3");
                answer.socket.write("GET / HTTP/1.1\r\nHost: baton\r\n\r\n" + i);
                await().atMost(BOUND).until(() -> answer.closed);
            }

            await().atMost(BOUND).until(() -> first.counters().garbage() == 3);
            assertEquals(1, log.containing("wire_garbage peer=127.0.0.3").size());
        }
    }

    @Test
    void aPayloadTheListenerCannotReadClosesTheConnection() {
        Wire first = wires.start(wires.settings(0, "c"), zero);
        Wire second = wires.start(wires.settings(1, "c"), one);
        await().atMost(BOUND).until(() -> zero.lines.contains("up 1"));

        second.send(ZERO, LoopbackWires.bytes("not a message"), false);

        await().atMost(BOUND).until(() -> first.counters().garbage() == 1);
        await().atMost(BOUND).until(() -> zero.lines.equals(List.of("up 1", "lost 1", "up 1")));
    }

    @Test
    void onlyTheNewestHeartbeatWaitsForAnAbsentPeer() {
        Wire first = wires.start(wires.settings(0, "c"), zero);
        for (int i = 0; i < 5; i++) {
            first.send(ONE, LoopbackWires.bytes("beat" + i), true);
        }
        await().atMost(BOUND).until(() -> first.counters().replaced() == 4);

        wires.start(wires.settings(1, "c"), one);

        await().atMost(BOUND).until(() -> one.lines.contains("0:beat4"));
        assertEquals(1, first.counters().framesOut());
    }

    @Test
    void theAnswerToAHeartbeatShowsTheClockOfThePeer() {
        Wire first = wires.start(wires.settings(0, "c"), zero);
        wires.start(wires.settings(1, "c"), one);

        first.send(ONE, LoopbackWires.bytes("beat"), true);

        await().atMost(BOUND).until(() -> !zero.clocks.isEmpty());
        Duration apart = zero.clocks.getFirst();
        assertTrue(apart.abs().compareTo(BOUND) < 0, () -> "one machine, one clock: " + apart);
    }

    @Test
    void aMessageForAnAbsentPeerIsDroppedAfterItsTime() {
        Wire first = wires.start(wires.settings(0, "c"), zero);

        first.send(ONE, LoopbackWires.bytes("late order"), false);

        await().atMost(BOUND).until(() -> first.counters().dropped() == 1);
    }

    @Test
    void aMessageToThisNodeComesBackAndAnOversizedOneIsTheCallersError() {
        Wire first = wires.start(wires.settings(0, "c"), zero);

        first.send(ZERO, LoopbackWires.bytes("self"), false);

        await().atMost(BOUND).until(() -> zero.lines.contains("0:self"));
        byte[] huge = new byte[WireLimits.FRAME_BYTES];
        assertThrows(IllegalArgumentException.class, () -> first.send(ONE, huge, false));
    }

    @Test
    void aPortInUseFailsTheStartWithASentence() throws IOException {
        InetAddress loopback = InetAddress.getLoopbackAddress();
        try (ServerSocket other = new ServerSocket(wires.port, 1, loopback)) {
            IllegalStateException failed =
                    assertThrows(
                            IllegalStateException.class,
                            () -> wires.start(wires.settings(0, "c"), zero));

            String expected = "cannot listen on 127.0.0.1 port " + other.getLocalPort();
            assertTrue(failed.toString().contains(expected), failed::toString);
        }
    }

    /** Connects on an event loop, so that the answer is listened to before any of it arrives. */
    private Received connectFrom(String local) {
        Promise<Received> received = Promise.promise();
        wires.vertx.runOnContext(
                loop ->
                        wires.vertx
                                .createNetClient(new NetClientOptions().setLocalAddress(local))
                                .connect(wires.port, "127.0.0.1")
                                .map(Received::new)
                                .onComplete(received));
        return LoopbackWires.await(received.future());
    }

    /** What a socket received until it was closed. */
    private static final class Received {
        private final List<Buffer> parts = new CopyOnWriteArrayList<>();
        private final NetSocket socket;
        private volatile boolean closed;

        Received(NetSocket socket) {
            this.socket = socket;
            socket.handler(parts::add);
            socket.closeHandler(end -> closed = true);
        }

        String text() {
            Buffer all = Buffer.buffer();
            parts.forEach(all::appendBuffer);
            return all.toString();
        }
    }

    /** The wire's log lines while it is open. */
    private static final class LogLines extends Handler implements AutoCloseable {
        private final List<String> lines = new CopyOnWriteArrayList<>();
        private final Logger logger = Logger.getLogger("dev.baton.agent.wire");

        LogLines() {
            logger.addHandler(this);
        }

        List<String> containing(String part) {
            return lines.stream().filter(line -> line.contains(part)).toList();
        }

        @Override
        public void publish(LogRecord record) {
            lines.add(record.getMessage());
        }

        @Override
        public void flush() {}

        @Override
        public void close() {
            logger.removeHandler(this);
        }
    }
}
