package dev.baton.orchestrator.node;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.baton.config.LeaseTiming;
import dev.baton.config.Pnn;
import dev.baton.orchestrator.cluster.Incarnation;
import dev.baton.orchestrator.cluster.Moment;
import dev.baton.orchestrator.exchange.LockVote;
import dev.baton.orchestrator.exchange.Message;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * CTDB events contract, section 12.2 (8): who has lost the lock knows it within R; whoever goes on
 * for longer has it beside this node.
 */
class RivalVotesTest {

    private static final Incarnation SELF = new Incarnation(new Pnn(0), 5);
    private static final long STEP = LeaseTiming.DEFAULT.heartbeat().toMillis();
    private static final long ENOUGH = 2 * Voting.LOCK_PROOFS.toMillis();

    private final RivalVotes rivals =
            new RivalVotes(Voting.LOCK_PROOFS, LeaseTiming.DEFAULT.heartbeat());

    private static Moment at(long millis) {
        return new Moment(0).plus(Duration.ofMillis(millis));
    }

    /** What is asked is answered a millisecond later. */
    private boolean casts(int pnn, long life, long millis) {
        return goesOn(pnn, Optional.of(life), millis, millis + 1);
    }

    private boolean goesOn(int pnn, Optional<Long> life, long asked, long answered) {
        Optional<LockVote> vote = life.map(of -> new LockVote(of, 0, List.of(), List.of()));
        Incarnation from = new Incarnation(new Pnn(pnn), 5);
        Message.BeatAck ack =
                new Message.BeatAck(from, SELF, 1, 1, 1, 0, 0, List.of(), List.of(), vote);
        return rivals.goesOn(at(answered), ack, at(asked));
    }

    @Test
    @DisplayName("12.2 (8): votes without a break for 2 R")
    void onWithoutABreak() {
        for (long millis = 0; millis <= ENOUGH; millis += STEP) {
            assertFalse(casts(1, 7, millis), "at " + millis);
        }
        assertTrue(casts(1, 7, ENOUGH + STEP));
    }

    @Test
    @DisplayName(
            "12.2 (8): one heartbeat that is lost is no break, and each rival is one of its own")
    void lossesAndSeveralRivals() {
        for (long millis = 0; millis <= ENOUGH; millis += 2 * STEP) {
            assertFalse(casts(1, 7, millis), "at " + millis);
            assertFalse(casts(2, 8, millis), "at " + millis);
        }
        assertTrue(casts(1, 7, ENOUGH + 2 * STEP));
        assertTrue(casts(2, 8, ENOUGH + 2 * STEP));
    }

    @Test
    @DisplayName(
            "12.2 (8): a machine that stood still answers all at once: it has gone on for no time")
    void aBurstIsNoSeries() {
        for (long millis = 0; millis <= 2 * ENOUGH; millis += STEP) {
            assertFalse(goesOn(1, Optional.of(7L), millis, 2 * ENOUGH), "asked at " + millis);
        }
        assertFalse(casts(1, 7, 2 * ENOUGH + STEP));
    }

    @Test
    @DisplayName("12.2 (8): silence, an answer without the vote and another life begin anew")
    void breaks() {
        assertFalse(casts(1, 7, 0));
        assertFalse(casts(1, 7, ENOUGH + STEP), "it was silent");
        long begin = ENOUGH + STEP;
        for (long millis = begin; millis < begin + ENOUGH; millis += STEP) {
            assertFalse(casts(1, 7, millis), "at " + millis);
        }
        assertFalse(goesOn(1, Optional.empty(), begin + ENOUGH, begin + ENOUGH + 1));
        assertFalse(casts(1, 7, begin + ENOUGH + STEP), "it had not cast the vote");
        begin += ENOUGH + STEP;
        for (long millis = begin; millis < begin + ENOUGH; millis += STEP) {
            assertFalse(casts(1, 7, millis), "at " + millis);
        }
        assertFalse(casts(1, 9, begin + ENOUGH + STEP), "it has taken the lock again");
    }

    @Test
    @DisplayName(
            "12.2 (8): an answer that was overtaken neither breaks a series nor makes it longer")
    void overtaken() {
        assertFalse(casts(1, 7, 10 * STEP));
        assertFalse(goesOn(1, Optional.of(7L), 0, 10 * STEP + 2));
        for (long millis = 11 * STEP; millis <= 10 * STEP + ENOUGH; millis += STEP) {
            assertFalse(casts(1, 7, millis), "at " + millis);
        }
        assertTrue(casts(1, 7, 11 * STEP + ENOUGH));
    }
}
