package dev.baton.agent.wire;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.baton.agent.wire.LoopbackWires.Heard;
import dev.baton.config.Pnn;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** Architecture, section 10, "Wire": mutual TLS by option, on both sides. */
class WireTlsTest {

    private static final Duration BOUND = Duration.ofSeconds(30);

    @Test
    void nodesWithCertificatesOfOneAuthoritySpeakAndOthersAreRefused(@TempDir Path dir) {
        TestCertificates ours = new TestCertificates(dir, "ours");
        TestCertificates foreign = new TestCertificates(dir, "foreign");
        Heard zero = new Heard();
        Heard one = new Heard();
        Heard two = new Heard();
        try (LoopbackWires wires = new LoopbackWires()) {
            Wire first = wires.start(with(wires, 0, Optional.of(ours.tls())), zero);
            wires.start(with(wires, 1, Optional.of(ours.tls())), one);
            Wire stranger = wires.start(with(wires, 2, Optional.of(foreign.tls())), two);
            await().atMost(BOUND).until(() -> zero.lines.contains("up 1"));

            first.send(new Pnn(1), LoopbackWires.bytes("secret"), false);

            await().atMost(BOUND).until(() -> one.lines.contains("0:secret"));
            await().atMost(BOUND).until(() -> first.counters().refused() > 0);
            await().atMost(BOUND).until(() -> stranger.counters().refused() > 0);
            assertTrue(two.lines.isEmpty());
        }
    }

    @Test
    void aNodeWithoutTlsIsNotHeard(@TempDir Path dir) {
        TestCertificates ours = new TestCertificates(dir, "ours");
        Heard zero = new Heard();
        try (LoopbackWires wires = new LoopbackWires()) {
            Wire first = wires.start(with(wires, 0, Optional.of(ours.tls())), zero);
            wires.start(with(wires, 1, Optional.empty()), new Heard());

            await().atMost(BOUND).until(() -> first.counters().refused() > 1);
            assertTrue(zero.lines.isEmpty());
        }
    }

    private static WireSettings with(LoopbackWires wires, int self, Optional<WireTls> tls) {
        WireSettings plain = wires.settings(self, "c");
        return new WireSettings(
                plain.self(), plain.incarnation(), plain.nodes(), plain.port(), "c", tls);
    }
}
