package dev.baton.orchestrator.lease;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.baton.config.LeaseTiming;
import dev.baton.config.Pnn;
import dev.baton.orchestrator.cluster.ExampleVoters;
import dev.baton.orchestrator.cluster.Incarnation;
import dev.baton.orchestrator.cluster.Moment;
import dev.baton.orchestrator.cluster.Right;
import dev.baton.orchestrator.exchange.Message;
import dev.baton.orchestrator.exchange.Refusal;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The asking side of a lease, with votes made by hand. Source: safety, clauses 1, 2, 4, 6. */
class RightsTest {

    private static final Right RIGHT = new Right.Section("rotate");
    private static final Incarnation SELF = new Incarnation(new Pnn(0), 1);
    private static final Incarnation B = new Incarnation(new Pnn(1), 1);
    private static final Incarnation C = new Incarnation(new Pnn(2), 1);
    private static final Moment START = new Moment(0);
    private static final Moment HEARD = START.plus(Duration.ofMillis(40));
    private static final Moment END = START.plus(LeaseTiming.DEFAULT.lease());

    private final Rights rights = rights(Moment.PAST);

    private static Rights rights(Moment started) {
        return new Rights(
                SELF,
                ExampleVoters.founded(3),
                LeaseTiming.DEFAULT,
                Clauses.SAFE,
                started,
                _ -> false);
    }

    private static void yes(Rights to, Incarnation voter, long beat, List<Right> weak) {
        to.count(
                HEARD,
                new Message.BeatAck(
                        voter, SELF, 7, beat, 0, 1, 0, List.of(), weak, Optional.empty()));
    }

    private void no(Incarnation voter, long beat) {
        Refusal refusal = new Refusal(RIGHT, rights.number(RIGHT), 1, 900);
        rights.count(
                HEARD,
                new Message.BeatAck(
                        voter,
                        SELF,
                        7,
                        beat,
                        0,
                        1,
                        0,
                        List.of(refusal),
                        List.of(),
                        Optional.empty()));
    }

    private long askAndBeat(Rights of) {
        assertEquals(Optional.empty(), of.ask(START, RIGHT, 1000));
        return of.beat(START);
    }

    @Test
    @DisplayName("Clause 2: a lease needs a majority and runs from asking, not from hearing")
    void aLeaseIsCountedFromAsking() {
        long beat = askAndBeat(rights);
        assertEquals(Optional.empty(), rights.until(RIGHT), "its own vote is no majority");
        yes(rights, B, beat, List.of());
        assertEquals(Optional.of(END), rights.until(RIGHT));
    }

    @Test
    @DisplayName("Paused machines: what is held is over, and earlier questions renew nothing")
    void whoWasPausedHoldsNothing() {
        long beat = askAndBeat(rights);
        yes(rights, B, beat, List.of());
        long number = rights.number(RIGHT);
        assertEquals(1, rights.events(HEARD).size(), "it is granted");

        rights.stoodStill(HEARD);

        assertEquals(Optional.empty(), rights.until(RIGHT));
        assertEquals(List.of(new LeaseEvent.Lapsed(RIGHT, number)), rights.events(HEARD));
        yes(rights, B, beat, List.of());
        assertEquals(Optional.empty(), rights.until(RIGHT));
    }

    @Test
    @DisplayName("Paused machines: what was asked before and is not held yet is asked once more")
    void whoWasPausedIsNotGrantedWhatWasAskedBefore() {
        long before = askAndBeat(rights);
        rights.stoodStill(HEARD);

        yes(rights, B, before, List.of());
        assertEquals(Optional.empty(), rights.until(RIGHT));

        yes(rights, B, rights.beat(HEARD), List.of());
        Moment end = HEARD.plus(LeaseTiming.DEFAULT.lease());
        assertEquals(Optional.of(end), rights.until(RIGHT));
    }

    @Test
    @DisplayName("Clause 6: weak promises count only when all voters gave one")
    void weakOnesNeedAll() {
        Rights fresh = rights(START);
        long beat = askAndBeat(fresh);
        yes(fresh, B, beat, List.of(RIGHT));
        assertEquals(Optional.empty(), fresh.until(RIGHT));
        yes(fresh, C, beat, List.of(RIGHT));
        assertEquals(Optional.of(END), fresh.until(RIGHT));
    }

    @Test
    @DisplayName("Clause 4: a lapsed right stays on the list until it is given back")
    void aLapsedRightStaysOnTheList() {
        yes(rights, B, askAndBeat(rights), List.of());
        rights.events(HEARD);
        assertInstanceOf(LeaseEvent.Lapsed.class, rights.events(END).getFirst());
        assertTrue(rights.wants(RIGHT));
        rights.giveBack(RIGHT);
        assertEquals(1, rights.changesFor(END, B.node()).size(), "the give-back");
    }

    @Test
    @DisplayName("Clause 5: a restarted voter is sent the list again, as a claim that runs")
    void aRestartedVoterGetsTheListAgain() {
        yes(rights, B, askAndBeat(rights), List.of());
        assertEquals(List.of(), rights.changesFor(HEARD, B.node()));
        assertTrue(rights.meet(new Incarnation(B.node(), 2)));
        assertEquals(1, rights.changesFor(HEARD, B.node()).size());
    }

    @Test
    @DisplayName("Clause 2: without a majority left a request is denied and withdrawn")
    void deniedWhenNoMajorityIsLeft() {
        long beat = askAndBeat(rights);
        no(B, beat);
        no(C, beat);
        assertInstanceOf(LeaseEvent.Denied.class, rights.events(HEARD).getFirst());
        assertEquals(0, rights.number(RIGHT));
    }
}
