package dev.baton.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.baton.config.Pnn;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Monitoring, section 2: the round trip of a peer. */
class RoundTripsTest {

    private static final Pnn PEER = new Pnn(1);

    private final List<Duration> heard = new ArrayList<>();
    private long now;
    private final RoundTrips trips = new RoundTrips(() -> now, (_, took) -> heard.add(took));

    @Test
    void anAnswerCountsOnceAndOnlyForItsOwnHeartbeat() {
        trips.sent(PEER, 100);
        now += 3_000_000;
        trips.received(new Pnn(2), 100);
        trips.received(PEER, 99);
        trips.received(PEER, 100);
        trips.received(PEER, 100);

        assertEquals(List.of(Duration.ofMillis(3)), heard);
    }

    @Test
    void ofAPeerThatDoesNotAnswerOnlyTheNewestHeartbeatsAreKept() {
        for (int i = 0; i <= RoundTrips.MOST; i++) {
            trips.sent(PEER, i);
        }
        trips.received(PEER, 0);
        trips.received(PEER, 1);

        assertEquals(1, heard.size());
    }
}
