package dev.baton.orchestrator.lease;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.baton.config.LeaseTiming;
import dev.baton.orchestrator.cluster.Moment;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import java.time.Duration;

@DisplayName("Safety, storage objects: a part of another node lasts no longer than its lease")
class VouchTest {

    private static final Moment ASKED = new Moment(1_000_000_000);
    private static final Duration LEFT = Duration.ofSeconds(4);

    private static Vouch heard(long number, Duration left, Moment asked, Duration answerTakes) {
        return Vouch.heard(
                number, left, asked, asked.plus(answerTakes), LeaseTiming.DEFAULT, Clauses.SAFE);
    }

    @Test
    void whatIsLeftCountsFromAskingHoweverLateTheAnswerIs() {
        Vouch soon = heard(7, LEFT, ASKED, Duration.ofMillis(1));
        Vouch late = heard(7, LEFT, ASKED, Duration.ofSeconds(3));

        assertEquals(soon, late);
        assertEquals(Duration.ZERO, late.left(ASKED.plus(LEFT), 7));
    }

    @Test
    void aClockThatRunsSlowerByRhoEndsItNoLaterThanItsHolder() {
        Vouch vouch = heard(7, LEFT, ASKED, Duration.ZERO);

        Duration slowly = Duration.ofNanos(LEFT.toNanos() / 1000 * 990);

        assertTrue(vouch.left(ASKED.plus(slowly.minusNanos(1)), 7).isPositive());
        assertEquals(Duration.ZERO, vouch.left(ASKED.plus(slowly), 7));
    }

    @Test
    void anotherNumberIsAnotherRight() {
        Vouch vouch = heard(7, LEFT, ASKED, Duration.ZERO);

        assertEquals(Duration.ZERO, vouch.left(ASKED, 6));
        assertEquals(Duration.ZERO, vouch.left(ASKED, 0));
        assertEquals(Duration.ZERO, Vouch.NONE.left(ASKED, 0));
    }

    @Test
    void theAnswerThatWasAskedForLastCountsEvenIfItSaysLess() {
        Vouch first = heard(7, LEFT, ASKED, Duration.ZERO);
        Vouch second = heard(0, Duration.ZERO, ASKED.plus(Duration.ofMillis(1)), Duration.ZERO);

        assertEquals(second, first.orNewer(second));
        assertEquals(second, second.orNewer(first));
    }

    @Test
    void aPartIsForgottenWhenNothingItWasToldCanStillRun() {
        Duration lease = LeaseTiming.DEFAULT.lease();

        assertFalse(Clauses.SAFE.mayForgetPart(lease.minusNanos(1), LeaseTiming.DEFAULT));
        assertTrue(Clauses.SAFE.mayForgetPart(lease, LeaseTiming.DEFAULT));
    }
}
