package dev.baton.agent.wire;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.baton.agent.wire.LoopbackWires.Heard;
import dev.baton.config.IpAddress;
import dev.baton.config.Pnn;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetSocket;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Safety rule, section 1, "one unsent heartbeat per peer"; a stopped peer must leave no backlog.
 */
class SilentPeerTest {

    private static final Duration BOUND = Duration.ofSeconds(20);

    private final List<String> frames = new CopyOnWriteArrayList<>();
    private final AtomicInteger ended = new AtomicInteger();

    @Test
    void aPeerThatNeverAnswersGetsOneHeartbeatAndIsDialledAnew() {
        try (LoopbackWires wires = new LoopbackWires()) {
            LoopbackWires.await(
                    wires.vertx
                            .createNetServer()
                            .connectHandler(this::greetAndFallSilent)
                            .listen(wires.port, "127.0.0.2"));
            Wire wire = wires.start(wires.settings(0, "c"), new Heard());
            await().atMost(BOUND).until(() -> frames.contains("HELLO"));

            for (int i = 0; i < 20; i++) {
                wire.send(new Pnn(1), LoopbackWires.bytes("beat" + i), true);
            }

            await().atMost(BOUND).until(() -> frames.contains("HEARTBEAT beat19"));
            List<String> all = List.of("HELLO", "HEARTBEAT beat0", "HELLO", "HEARTBEAT beat19");
            assertEquals(all, frames);
            assertEquals(1, ended.get());
        }
    }

    private void greetAndFallSilent(NetSocket socket) {
        Hello hello = new Hello(new Pnn(1), 5, IpAddress.of("127.0.0.2"), "c");
        Buffer greeting = new Frame(FrameKind.HELLO, hello.encode()).encode();
        socket.handler(new FrameReader(this::heard, garbage -> frames.add("garbage")));
        socket.closeHandler(end -> ended.incrementAndGet());
        socket.write(greeting);
    }

    private void heard(Frame frame) {
        frames.add(frame.kind() == FrameKind.HELLO ? "HELLO" : frame.kind() + " " + frame.text());
    }
}
