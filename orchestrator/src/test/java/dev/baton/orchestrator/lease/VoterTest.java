package dev.baton.orchestrator.lease;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.baton.config.LeaseTiming;
import dev.baton.config.Pnn;
import dev.baton.orchestrator.cluster.Incarnation;
import dev.baton.orchestrator.cluster.Moment;
import dev.baton.orchestrator.cluster.Right;
import dev.baton.orchestrator.exchange.Change;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** One voter's promises, clause by clause. Source: safety, "Clauses". */
class VoterTest {

    private static final Right RIGHT = new Right.Section("rotate");
    private static final Incarnation SELF = new Incarnation(new Pnn(1), 1);
    private static final Incarnation A = new Incarnation(new Pnn(0), 1);
    private static final Incarnation B = new Incarnation(new Pnn(2), 1);
    private static final Duration T = LeaseTiming.DEFAULT.promise();
    private static final Moment START = new Moment(0);

    private final Voter voter = voter(Moment.PAST, false);

    private static Voter voter(Moment started, boolean mine) {
        return new Voter(
                SELF, SELF.number(), LeaseTiming.DEFAULT, Clauses.SAFE, started, _ -> mine);
    }

    private static Vote ask(Voter of, Moment now, Incarnation from, long change, long number) {
        return of.hear(now, from, 1, List.of(new Change.Ask(change, RIGHT, number, false)));
    }

    private static Vote claim(Voter of, Moment now, Incarnation from, long change, long number) {
        return of.hear(now, from, 1, List.of(new Change.Ask(change, RIGHT, number, true)));
    }

    private static boolean isFull(Vote vote) {
        return vote.refusals().isEmpty() && vote.weak().isEmpty() && vote.applied() > 0;
    }

    private static boolean isWeak(Vote vote) {
        return vote.refusals().isEmpty() && vote.weak().contains(RIGHT);
    }

    private static boolean isNo(Vote vote) {
        return !vote.refusals().isEmpty();
    }

    @Test
    @DisplayName("Clause 1: a promise excludes every other holder until T after its last heartbeat")
    void aPromiseExcludesOthers() {
        assertTrue(isFull(ask(voter, START, A, 1, 10)));
        Vote no = ask(voter, START, B, 1, 11);
        assertEquals(T.toMillis(), no.refusals().getFirst().remainingMillis());
        assertTrue(isNo(ask(voter, START.plus(T.minusNanos(1)), B, 2, 12)));
        assertTrue(isFull(ask(voter, START.plus(T), B, 3, 13)));
    }

    @Test
    @DisplayName("Clause 1: every heartbeat renews the promise")
    void aHeartbeatRenews() {
        ask(voter, START, A, 1, 10);
        Moment later = START.plus(T.dividedBy(2));
        voter.hear(later, A, 1, List.of());
        assertTrue(isNo(ask(voter, START.plus(T), B, 1, 11)));
        assertEquals(Optional.of(A), voter.promisedTo(START.plus(T), RIGHT));
        assertEquals(Optional.empty(), voter.promisedTo(later.plus(T), RIGHT));
    }

    @Test
    @DisplayName("Clause 1: a holder whose promise ended and went to another is told no")
    void anOvertakenHolderIsTold() {
        ask(voter, START, A, 1, 10);
        ask(voter, START.plus(T), B, 1, 11);
        assertTrue(isNo(voter.hear(START.plus(T), A, 1, List.of())));
    }

    @Test
    @DisplayName("Clause 2: a request for another life of the voter is not applied")
    void anotherLifeIsNotMeant() {
        Change ask = new Change.Ask(1, RIGHT, 10, false);
        assertEquals(0, voter.hear(START, A, 99, List.of(ask)).applied());
        assertEquals(Optional.empty(), voter.promisedTo(START, RIGHT));
    }

    @Test
    @DisplayName("Clause 4: a give-back frees the right at once; late copies do nothing")
    void aGiveBackFreesAndLateCopiesDoNothing() {
        ask(voter, START, A, 1, 10);
        List<Change> back = List.of(new Change.GiveBack(2, RIGHT, 10));
        voter.hear(START, A, 1, back);
        assertEquals(Optional.empty(), voter.promisedTo(START, RIGHT));
        assertTrue(isFull(ask(voter, START, A, 3, 11)));
        voter.hear(START, A, 1, back);
        assertEquals(Optional.of(A), voter.promisedTo(START, RIGHT), "late give-back");
        voter.hear(START, A, 1, List.of(new Change.GiveBack(4, RIGHT, 11)));
        ask(voter, START, A, 3, 11);
        assertEquals(Optional.empty(), voter.promisedTo(START, RIGHT), "late request");
    }

    @Test
    @DisplayName("Clause 4: a give-back of an earlier request leaves a later one alone")
    void aGiveBackNamesItsRequest() {
        ask(voter, START, A, 1, 10);
        voter.hear(START, A, 1, List.of(new Change.GiveBack(2, RIGHT, 9)));
        assertEquals(Optional.of(A), voter.promisedTo(START, RIGHT));
    }

    @Test
    @DisplayName("Clause 5: for T after its start a voter gives no full promise to a fresh request")
    void aFreshVoterDoesNotRemember() {
        Voter fresh = voter(START, false);
        assertTrue(isWeak(ask(fresh, START.plus(T.minusNanos(1)), A, 1, 10)));
        assertTrue(isFull(fresh.hear(START.plus(T), A, 1, List.of())), "full once T is over");
    }

    @Test
    @DisplayName("Clause 5: it does confirm a lease that runs")
    void aFreshVoterConfirmsARunningLease() {
        assertTrue(isFull(claim(voter(START, false), START, A, 1, 10)));
    }

    @Test
    @DisplayName("Clause 6: no weak promise where the voter has to do with the right itself")
    void noWeakPromiseOfItsOwn() {
        assertTrue(isNo(ask(voter(START, true), START, A, 1, 10)));
    }

    @Test
    @DisplayName("Clause 6: a weak promise excludes others like a full one")
    void aWeakPromiseExcludes() {
        Voter fresh = voter(START, false);
        assertTrue(isWeak(ask(fresh, START, A, 1, 10)));
        assertTrue(isNo(ask(fresh, START, B, 1, 11)));
    }

    @Test
    @DisplayName("Clause 7: a fresh request needs a number above all the voter has seen")
    void aFreshRequestNeedsAHigherNumber() {
        ask(voter, START, A, 1, 10);
        voter.hear(START, A, 1, List.of(new Change.GiveBack(2, RIGHT, 10)));
        Vote no = ask(voter, START, B, 1, 10);
        assertEquals(10, no.refusals().getFirst().highest());
        assertEquals(0, no.refusals().getFirst().remainingMillis(), "the number is the reason");
        assertTrue(isFull(ask(voter, START, B, 2, 11)));
        assertEquals(11, voter.highestSeen(RIGHT));
    }

    @Test
    @DisplayName("Clause 1: a new life of a holder is another holder; its old life is not heard")
    void anotherLifeIsAnotherHolder() {
        Incarnation reborn = new Incarnation(A.node(), 2);
        ask(voter, START, A, 1, 10);
        assertTrue(isNo(ask(voter, START, reborn, 1, 11)));
        assertEquals(0, voter.hear(START, A, 1, List.of()).applied(), "the old life");
        assertTrue(isFull(ask(voter, START.plus(T), reborn, 2, 12)));
    }
}
