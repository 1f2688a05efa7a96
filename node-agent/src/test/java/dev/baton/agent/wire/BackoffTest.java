package dev.baton.agent.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.stream.Stream;

/** Every retry has a cap and a back-off. */
class BackoffTest {

    @Test
    void theFirstAttemptIsAtOnceAndPausesDoubleUpToHalfASecond() {
        Backoff backoff = new Backoff();

        List<Long> pauses = Stream.generate(() -> backoff.pause().toMillis()).limit(7).toList();

        assertEquals(List.of(0L, 50L, 100L, 200L, 400L, 500L, 500L), pauses);
    }

    @Test
    void aReachedPeerIsDialledAgainAtOnceAndARefusingOneSeldom() {
        Backoff backoff = new Backoff();

        backoff.longest();
        assertEquals(500, backoff.pause().toMillis());
        backoff.reset();
        assertEquals(0, backoff.pause().toMillis());
    }
}
