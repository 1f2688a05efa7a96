package dev.baton.agent.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.baton.config.IpAddress;
import dev.baton.config.Pnn;

import io.vertx.core.buffer.Buffer;

import org.junit.jupiter.api.Test;

import java.util.Optional;

/**
 * Issue 2: "two agents with one identity", "different nodes files", "a node that is not in nodes".
 */
class DoorkeeperTest {

    private final Doorkeeper door =
            new Doorkeeper(
                    new WireSettings(
                            new Pnn(0), 7, LoopbackWires.nodes(3), 4480, "c", Optional.empty()),
                    new Neighbours(LoopbackWires.nodes(3)));

    @Test
    void aPeerWhoseNumberAndAddressBelongTogetherIsWelcome() {
        assertTrue(refusal(1, "127.0.0.2", "127.0.0.2").isEmpty());
    }

    @Test
    void aNumberThatDoesNotBelongToTheAddressIsRefused() {
        assertTrue(refusal(2, "127.0.0.2", "127.0.0.2").orElseThrow().contains("compare nodes"));
        assertTrue(refusal(9, "127.0.0.2", "127.0.0.2").orElseThrow().contains("none here"));
        assertTrue(refusal(1, "127.0.0.3", "127.0.0.2").isPresent());
    }

    /** Safety, assumption 8: [lease] is equal, or the node does not count. */
    @Test
    void aPeerWithOtherTimesIsRefusedAndBothAreNamed() {
        Hello other = new Hello(new Pnn(1), 1, IpAddress.of("127.0.0.2"), "another");

        String sentence = door.refusal(other, "127.0.0.2").orElseThrow();

        assertTrue(sentence.contains("of node 0 (digest c) and of node 1 (another)"), sentence);
        assertTrue(sentence.contains("the [lease] times"), sentence);
    }

    @Test
    void aPeerWithMyOwnNumberIsRefused() {
        assertTrue(refusal(0, "127.0.0.1", "127.0.0.1").orElseThrow().contains("stop one"));
    }

    @Test
    void anotherVersionIsRefusedByItsFirstBytesOnly() {
        int next = Hello.VERSION + 1;
        Buffer other = Buffer.buffer().appendInt(0x4241544F).appendShort((short) next);

        String sentence = door.otherVersion(other).orElseThrow();

        assertTrue(
                sentence.contains("version %d, the peer %d".formatted(Hello.VERSION, next)),
                sentence);
    }

    @Test
    void aHelloSurvivesEncodingAndACutOneIsGarbage() {
        Hello hello = new Hello(new Pnn(2), Long.MIN_VALUE, IpAddress.of("fd00::3"), "é-cluster");
        Buffer bytes = hello.encode();

        assertEquals(hello, Hello.decode(bytes));
        for (int end = 0; end < bytes.length(); end++) {
            Buffer cut = bytes.slice(0, end);
            assertThrows(IllegalArgumentException.class, () -> Hello.decode(cut));
        }
    }

    private Optional<String> refusal(int pnn, String says, String from) {
        return door.refusal(new Hello(new Pnn(pnn), 1, IpAddress.of(says), "c"), from);
    }
}
