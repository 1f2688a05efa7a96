package dev.baton.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.baton.config.Pnn;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Monitoring, section 2: the offset of a peer's clock. */
class PeerClocksTest {

    private final List<Duration> told = new ArrayList<>();
    private final PeerClocks clocks = new PeerClocks((_, ahead) -> told.add(ahead));

    @Test
    void theAnswerThatCameSoonestSaysMost() {
        seen(-3, 10);
        seen(400, 900);

        assertEquals(Duration.ofMillis(-3), told.getLast());
        seen(2, 9);
        assertEquals(Duration.ofMillis(2), told.getLast());
    }

    @Test
    void aClockThatWasSetIsSeenWithinSoManyAnswers() {
        seen(0, 1);
        for (int i = 0; i < PeerClocks.MOST; i++) {
            seen(60_000, 5);
        }

        assertEquals(Duration.ofMinutes(1), told.getLast());
    }

    private void seen(long aheadMillis, long tookMillis) {
        clocks.seen(new Pnn(1), Duration.ofMillis(aheadMillis), Duration.ofMillis(tookMillis));
    }
}
