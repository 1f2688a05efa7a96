package dev.baton.agent.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** Safety rule, section 1, "one unsent heartbeat per peer: newer replaces older". */
class OutboxTest {

    private final Outbox outbox = new Outbox();

    @Test
    void aNewerHeartbeatReplacesAnOlderOne() {
        assertFalse(outbox.putHeartbeat(frame("old")));
        assertTrue(outbox.putHeartbeat(frame("new")));

        assertEquals("new", outbox.takeHeartbeat().orElseThrow().text());
        assertTrue(outbox.takeHeartbeat().isEmpty());
    }

    @Test
    void theOldestMessageMakesRoomInAFullQueue() {
        for (int i = 0; i < WireLimits.QUEUED_MESSAGES; i++) {
            assertEquals(0, outbox.putMessage(frame("m" + i), 0));
        }

        assertEquals(1, outbox.putMessage(frame("last"), 0));
        assertEquals("m1", outbox.takeMessage().orElseThrow().text());
    }

    @Test
    void largeMessagesAreBoundedByTheirBytes() {
        Frame large = Frame.of(FrameKind.MESSAGE, new byte[3 << 20]);

        assertEquals(0, outbox.putMessage(large, 0));
        assertEquals(0, outbox.putMessage(large, 0));
        assertEquals(1, outbox.putMessage(large, 0));
    }

    @Test
    void onlyMessagesThatWaitedTooLongAreStale() {
        long later = WireLimits.MESSAGE_AGE.toNanos() + 1;
        outbox.putMessage(frame("old"), 0);
        outbox.putMessage(frame("young"), later - 5);

        assertEquals(1, outbox.dropStale(later));
        assertEquals("young", outbox.takeMessage().orElseThrow().text());
    }

    private static Frame frame(String text) {
        return Frame.of(FrameKind.MESSAGE, LoopbackWires.bytes(text));
    }
}
