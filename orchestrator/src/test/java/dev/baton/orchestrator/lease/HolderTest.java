package dev.baton.orchestrator.lease;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.baton.config.LeaseTiming;
import dev.baton.config.Pnn;
import dev.baton.orchestrator.cluster.ExampleVoters;
import dev.baton.orchestrator.cluster.Moment;
import dev.baton.orchestrator.cluster.Right;
import dev.baton.orchestrator.exchange.Change;
import dev.baton.orchestrator.exchange.Refusal;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** What a holder counts, sends and ends, history by history. Source: safety, clauses 1, 2, 4, 7. */
class HolderTest {

    private static final Right RIGHT = new Right.Section("rotate");
    private static final Right OTHER = new Right.Section("other");
    private static final Pnn SELF = new Pnn(0);
    private static final Pnn B = new Pnn(1);
    private static final Pnn C = new Pnn(2);
    private static final Duration LEASE = LeaseTiming.DEFAULT.lease();
    private static final long LIFE = 1;
    private static final List<Refusal> NO_REFUSALS = List.of();

    private final Holder holder =
            new Holder(SELF, ExampleVoters.founded(3), LeaseTiming.DEFAULT, Clauses.SAFE);

    private static Moment at(long millis) {
        return new Moment(0).plus(Duration.ofMillis(millis));
    }

    /** A voter's answer, heard 5 ms after the heartbeat it answers was sent. */
    private List<LeaseEvent> hear(Pnn voter, long beat, long sent, Vote vote) {
        return holder.count(at(sent + 5), voter, LIFE, beat, at(sent), vote);
    }

    private List<LeaseEvent> yes(Pnn voter, long beat, long sent, long applied) {
        return hear(voter, beat, sent, new Vote(applied, NO_REFUSALS, List.of()));
    }

    private List<LeaseEvent> no(Pnn voter, long beat, long sent, long applied, long left) {
        Refusal refusal = new Refusal(RIGHT, holder.number(RIGHT), 5000, left);
        return hear(voter, beat, sent, new Vote(applied, List.of(refusal), List.of()));
    }

    /** The right is held since 0 ms, by this node's own vote and B's. */
    private void hold() {
        holder.ask(at(0), RIGHT, 0, 1000);
        yes(SELF, 1, 0, 1);
        assertInstanceOf(LeaseEvent.Granted.class, yes(B, 1, 0, 1).getFirst());
    }

    @Test
    @DisplayName("Clause 7: what a voter's earlier life granted had a lower number")
    void aRequestOlderThanAVotersLifeIsAskedAnew() {
        holder.ask(at(0), RIGHT, 0, 700);

        Vote yes = new Vote(1, NO_REFUSALS, List.of());
        List<LeaseEvent> events = holder.count(at(10), B, 900, 1, at(5), yes);

        assertEquals(List.of(new LeaseEvent.Denied(RIGHT, Duration.ZERO, -1)), events);
        holder.ask(at(20), RIGHT, 0, 800);
        assertEquals(901, holder.number(RIGHT));
    }

    @Test
    @DisplayName("Clause 7: the number is above all seen, and not below the wall clock")
    void aNumberIsHigherThanAllSeen() {
        holder.ask(at(0), RIGHT, 41, 40);
        assertEquals(42, holder.number(RIGHT));
        holder.giveBack(RIGHT);
        holder.ask(at(1), RIGHT, 0, 40);
        assertEquals(43, holder.number(RIGHT), "its own earlier request counts too");
        holder.giveBack(RIGHT);
        holder.ask(at(2), RIGHT, 0, 1000);
        assertEquals(1000, holder.number(RIGHT));
    }

    @Test
    @DisplayName("Clause 7: after a refusal the next number is above the one the voter has seen")
    void aRefusalTeachesTheHighestNumber() {
        holder.ask(at(0), RIGHT, 0, 1000);
        no(SELF, 1, 0, 1, 100);
        holder.ask(at(10), RIGHT, 0, 1001);
        assertEquals(5001, holder.number(RIGHT));
    }

    @Test
    @DisplayName("Clause 1: without its own vote a holder counts nobody else's")
    void itsOwnVoteIsNeeded() {
        holder.ask(at(0), RIGHT, 0, 1000);
        yes(B, 1, 0, 1);
        yes(C, 1, 0, 1);
        assertEquals(Optional.empty(), holder.until(RIGHT));
        yes(SELF, 1, 0, 1);
        assertEquals(Optional.of(at(0).plus(LEASE)), holder.until(RIGHT));
    }

    @Test
    @DisplayName("Clause 2: a voter counts only once it has applied the change that asked")
    void aVoterThatHasNotAppliedDoesNotCount() {
        holder.ask(at(0), OTHER, 0, 1000);
        holder.ask(at(0), RIGHT, 0, 1000);
        yes(SELF, 1, 0, 2);
        yes(B, 1, 0, 1);
        assertEquals(Optional.empty(), holder.until(RIGHT));
        assertTrue(holder.until(OTHER).isPresent());
        yes(B, 2, 500, 2);
        assertEquals(Optional.of(at(0).plus(LEASE)), holder.until(RIGHT));
    }

    @Test
    @DisplayName("Clause 2: the lease runs from the second newest of three heartbeats answered")
    void theMajorityThNewestAnswerCounts() {
        hold();
        yes(SELF, 2, 500, 1);
        assertEquals(Optional.of(at(0).plus(LEASE)), holder.until(RIGHT));
        yes(C, 2, 500, 1);
        assertEquals(Optional.of(at(500).plus(LEASE)), holder.until(RIGHT));
    }

    @Test
    @DisplayName("Clause 2: an answer that was overtaken by a newer one changes nothing")
    void anOvertakenAnswerIsIgnored() {
        hold();
        yes(SELF, 2, 500, 1);
        yes(B, 2, 500, 1);
        no(B, 1, 0, 1, 100);
        yes(C, 1, 0, 1);
        assertEquals(Optional.of(at(500).plus(LEASE)), holder.until(RIGHT));
    }

    @Test
    @DisplayName("Clause 2: an answer of an earlier life of a voter counts for nothing")
    void anEarlierLifeOfAVoterIsNotCounted() {
        holder.ask(at(0), RIGHT, 0, 1000);
        yes(SELF, 1, 0, 1);
        assertTrue(holder.meet(B, LIFE + 1));
        assertEquals(List.of(), yes(B, 1, 0, 1));
        assertEquals(Optional.empty(), holder.until(RIGHT));
    }

    @Test
    @DisplayName("Clause 5: a restarted voter has applied nothing; what it said no longer renews")
    void aRestartedVoterDoesNotRenew() {
        hold();
        holder.meet(B, LIFE + 1);
        yes(SELF, 2, 500, 1);
        assertEquals(Optional.of(at(0).plus(LEASE)), holder.until(RIGHT), "what was promised runs");
        List<Change> again = holder.changesFor(at(500), B);
        assertEquals(List.of(new Change.Ask(1, RIGHT, 1000, true)), again);
    }

    @Test
    @DisplayName("Clause 4: a give-back names its request and is sent until each voter applied it")
    void aGiveBackIsSentUntilApplied() {
        hold();
        holder.giveBack(RIGHT);
        List<Change> back = List.of(new Change.GiveBack(2, RIGHT, 1000));
        assertEquals(back, holder.changesFor(at(10), B));
        yes(B, 2, 10, 2);
        assertEquals(List.of(), holder.changesFor(at(20), B));
        assertEquals(back, holder.changesFor(at(20), C));
        assertFalse(holder.wants(RIGHT));
    }

    @Test
    @DisplayName("Clause 4: asking again takes the place of the give-back")
    void askingAgainReplacesTheGiveBack() {
        hold();
        holder.giveBack(RIGHT);
        holder.ask(at(10), RIGHT, 0, 1000);
        assertEquals(List.of(new Change.Ask(3, RIGHT, 1001, false)), holder.changesFor(at(10), B));
    }

    @Test
    @DisplayName("A lease that ended is told once, not renewed, and stays until it is given back")
    void anEndedLeaseStaysUntilGivenBack() {
        hold();
        Moment end = at(0).plus(LEASE);
        assertEquals(end, holder.nextEnd());
        assertEquals(List.of(), holder.expire(end.minus(Duration.ofNanos(1))));
        assertEquals(List.of(new LeaseEvent.Lapsed(RIGHT, 1000)), holder.expire(end));
        assertEquals(List.of(), holder.expire(end));
        yes(SELF, 9, 9000, 1);
        yes(B, 9, 9000, 1);
        assertEquals(Optional.empty(), holder.until(RIGHT));
        assertTrue(holder.wants(RIGHT));
        assertEquals(Moment.NEVER, holder.nextEnd());
    }

    @Test
    @DisplayName("Section 2: what was asked by a slewed clock renews nothing, then or later")
    void aSlewedClockRenewsNothing() {
        hold();
        holder.trustClockSince(Moment.NEVER);
        yes(SELF, 2, 500, 1);
        yes(B, 2, 500, 1);
        assertEquals(Optional.of(at(0).plus(LEASE)), holder.until(RIGHT));
        holder.trustClockSince(at(600));
        yes(C, 2, 500, 1);
        assertEquals(Optional.of(at(0).plus(LEASE)), holder.until(RIGHT));
        yes(SELF, 3, 1000, 1);
        yes(B, 3, 1000, 1);
        assertEquals(Optional.of(at(1000).plus(LEASE)), holder.until(RIGHT));
    }

    @Test
    @DisplayName("A denial says when enough promises to others may have ended")
    void aDenialTellsTheWait() {
        holder.ask(at(0), RIGHT, 0, 1000);
        yes(SELF, 1, 0, 1);
        assertEquals(List.of(), no(B, 1, 0, 1, 900), "the third voter may still say yes");
        List<LeaseEvent> denied = no(C, 1, 0, 1, 700);
        LeaseEvent expected = new LeaseEvent.Denied(RIGHT, Duration.ofMillis(700), -1);
        assertEquals(List.of(expected), denied);
        assertFalse(holder.wants(RIGHT));
    }

    @Test
    @DisplayName("A lease won on weak promises is claimed at once as running, so that all are full")
    void weakPromisesAreClaimed() {
        holder.ask(at(0), RIGHT, 0, 1000);
        Vote weak = new Vote(1, NO_REFUSALS, List.of(RIGHT));
        hear(SELF, 1, 0, weak);
        hear(B, 1, 0, weak);
        assertFalse(holder.takeClaims());
        hear(C, 1, 0, weak);
        assertTrue(holder.takeClaims());
        assertFalse(holder.takeClaims(), "once");
        assertEquals(List.of(new Change.Ask(2, RIGHT, 1000, true)), holder.changesFor(at(10), B));
    }

    @Test
    @DisplayName("A majority is heard when enough voters answered heartbeats sent lately")
    void aMajorityIsHeard() {
        Duration age = Duration.ofSeconds(2);
        yes(SELF, 1, 0, 0);
        assertFalse(holder.hearsMajority(at(100), age));
        yes(C, 1, 0, 0);
        assertTrue(holder.hearsMajority(at(100), age));
        assertFalse(holder.hearsMajority(at(2000), age));
    }
}
