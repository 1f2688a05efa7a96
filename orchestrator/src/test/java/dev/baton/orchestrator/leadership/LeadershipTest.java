package dev.baton.orchestrator.leadership;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.baton.orchestrator.cluster.Moment;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import java.time.Duration;

/** When a candidate asks to lead; liveness only. Source: safety, "Clauses", the staggering. */
class LeadershipTest {

    private static final Moment NOW = new Moment(0);

    private final Leadership leadership = new Leadership();

    private static Moment at(long millis) {
        return NOW.plus(Duration.ofMillis(millis));
    }

    @Test
    @DisplayName("The first candidate asks at once when nobody leads (safety, clauses)")
    void theFirstCandidateAsksAtOnce() {
        assertTrue(leadership.shouldAsk(NOW, Duration.ZERO, 0));
    }

    @Test
    @DisplayName("Candidates are staggered by rank (safety, clauses)")
    void candidatesAreStaggered() {
        assertFalse(leadership.shouldAsk(NOW, Duration.ZERO, 2));
        assertFalse(leadership.shouldAsk(at(119), Duration.ZERO, 2));
        assertTrue(leadership.shouldAsk(at(120), Duration.ZERO, 2));
    }

    @Test
    @DisplayName("While the right to lead is promised nobody asks for it (safety, clause 1)")
    void aRunningPromiseIsWaitedOut() {
        assertFalse(leadership.shouldAsk(NOW, Duration.ofSeconds(1), 1));
        assertEquals(at(1060), leadership.due());
        assertTrue(leadership.shouldAsk(at(1060), Duration.ZERO, 1));
    }

    @Test
    @DisplayName("A leader that gives up early is followed early (safety, clauses)")
    void anEarlyEndIsUsed() {
        assertFalse(leadership.shouldAsk(NOW, Duration.ofSeconds(4), 1));
        assertFalse(leadership.shouldAsk(at(100), Duration.ZERO, 1));
        assertTrue(leadership.shouldAsk(at(160), Duration.ZERO, 1));
    }

    @Test
    @DisplayName(
            "After a no the candidate comes back when it may be free, by rank (safety, clauses)")
    void aNoIsFollowedByAWait() {
        leadership.denied(NOW, Duration.ofMillis(100), 0);
        assertFalse(leadership.shouldAsk(at(159), Duration.ZERO, 0));
        assertTrue(leadership.shouldAsk(at(160), Duration.ZERO, 0));
    }

    @Test
    @DisplayName("The wait after a no has a limit: a rival may give up early (safety, clauses)")
    void theWaitAfterANoHasALimit() {
        leadership.denied(NOW, Duration.ofSeconds(4), 0);
        assertEquals(at(460), leadership.due());
    }

    @Test
    @DisplayName("A node that is no candidate waits for nothing (safety, clauses)")
    void noCandidateWaitsForNothing() {
        leadership.denied(NOW, Duration.ofSeconds(4), 0);
        leadership.rest();
        assertEquals(Moment.NEVER, leadership.due());
    }
}
