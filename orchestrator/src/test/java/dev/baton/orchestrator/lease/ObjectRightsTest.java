package dev.baton.orchestrator.lease;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.baton.config.LeaseTiming;
import dev.baton.config.Pnn;
import dev.baton.orchestrator.cluster.ExampleVoters;
import dev.baton.orchestrator.cluster.Incarnation;
import dev.baton.orchestrator.cluster.Moment;
import dev.baton.orchestrator.cluster.Right;
import dev.baton.orchestrator.cluster.StorageKind;
import dev.baton.orchestrator.exchange.Change;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** What is special about rights of which there are very many. */
@DisplayName("Safety, storage objects: rights like others, but bounded lists and numbers")
class ObjectRightsTest {

    private static final Moment START = new Moment(0);
    private static final Pnn B = new Pnn(1);
    private static final Incarnation A0 = new Incarnation(new Pnn(0), 1);
    private static final Incarnation C2 = new Incarnation(new Pnn(2), 1);
    private static final Incarnation SELF = new Incarnation(B, 1);
    private static final Right.Section ROTATE = new Right.Section("rotate");

    private final Holder holder =
            new Holder(new Pnn(0), ExampleVoters.founded(3), LeaseTiming.DEFAULT, Clauses.SAFE);
    private final Voter voter =
            new Voter(
                    SELF,
                    SELF.number(),
                    LeaseTiming.DEFAULT,
                    Clauses.SAFE,
                    Moment.PAST,
                    _ -> false);

    private static Right.Changing volume(int number) {
        return Right.Changing.volume("loop", "v" + number);
    }

    private void come(int from, int to) {
        for (int i = from; i < to; i++) {
            holder.ask(START, volume(i), 0, 1000);
        }
    }

    private void go(int from, int to) {
        for (int i = from; i < to; i++) {
            holder.giveBack(volume(i));
        }
    }

    @Test
    void aListOfManyObjectsThatWereGivenBackIsOneEntry() {
        holder.ask(START, ROTATE, 0, 1000);
        holder.giveBack(ROTATE);
        come(0, 1000);
        go(0, 990);

        List<Change> changes = holder.changesFor(START, B);

        assertTrue(changes.size() <= 12 + GivenBack.MOST_OBJECTS, changes::toString);
        assertEquals(1, changes.stream().filter(Change.Settled.class::isInstance).count());
        assertTrue(
                changes.stream()
                        .anyMatch(
                                change ->
                                        change instanceof Change.GiveBack back
                                                && back.right().equals(ROTATE)));
    }

    @Test
    void whatIsSettledFreesAllButWhatIsKept() {
        come(0, 100);
        voter.hear(START, A0, 1, holder.changesFor(START, B));
        go(1, 100);

        voter.hear(START, A0, 1, holder.changesFor(START, B));

        assertEquals(Optional.of(A0), voter.promisedTo(START, volume(0)));
        for (int i = 1; i < 100; i++) {
            assertEquals(Optional.empty(), voter.promisedTo(START, volume(i)));
        }
    }

    @Test
    void whatIsSettledFreesNothingOfOthersAndNoSection() {
        voter.hear(START, C2, 1, List.of(new Change.Ask(1, volume(7), 5, false)));
        voter.hear(START, A0, 1, List.of(new Change.Ask(1, ROTATE, 5, false)));

        voter.hear(START, A0, 1, List.of(new Change.Settled(2, List.of())));

        assertEquals(Optional.of(C2), voter.promisedTo(START, volume(7)));
        assertEquals(Optional.of(A0), voter.promisedTo(START, ROTATE));
    }

    @Test
    void anOldCopyOfWhatIsSettledFreesNothing() {
        Change.Settled settled = new Change.Settled(3, List.of());
        voter.hear(START, A0, 1, List.of(settled));
        voter.hear(START, A0, 1, List.of(new Change.Ask(4, volume(0), 5, false)));

        voter.hear(START, A0, 1, List.of(settled));

        assertEquals(Optional.of(A0), voter.promisedTo(START, volume(0)));
    }

    @Test
    @DisplayName("Clause 7: numbers rise also when what was seen is forgotten")
    void forgettingLowersNoNumber() {
        HighestNumbers numbers = new HighestNumbers();
        numbers.note(ROTATE, 7);
        for (int i = 0; i <= 2 * HighestNumbers.MOST_OBJECTS; i++) {
            numbers.note(volume(i), 100 + i);
            assertTrue(numbers.of(volume(i)) >= 100 + i);
            assertTrue(numbers.of(volume(i / 2)) >= 100 + i / 2);
        }

        assertEquals(7, numbers.of(ROTATE));
        assertEquals(0, numbers.of(new Right.Leading()));
    }

    @Test
    void aCallIsKilledBeforeItsLeaseEndsWhateverItsLauncherHeardLast() {
        Duration lease = LeaseTiming.DEFAULT.lease();
        CallTiming timing = CallTiming.of(LeaseTiming.DEFAULT);

        assertFalse(Clauses.SAFE.mayStartCall(timing.renewable().minusNanos(1), timing));
        assertTrue(Clauses.SAFE.mayStartCall(timing.renewable(), timing));
        assertTrue(timing.renewable().minus(timing.silence()).compareTo(timing.last()) >= 0);
        assertTrue(Clauses.SAFE.mustEndCall(timing.last().minusNanos(1), timing));
        // three heartbeats in a row may be lost
        Duration afterThree = lease.minus(LeaseTiming.DEFAULT.heartbeat().multipliedBy(3));
        assertTrue(Clauses.SAFE.mayStartCall(afterThree, timing));
    }

    @Test
    void objectsOfOneNameAndOtherKindsAreOthers() {
        Right pool = new Right.Changing(StorageKind.POOL, "loop/v1");

        assertFalse(pool.equals(volume(1)));
        assertTrue(pool.compareTo(volume(1)) > 0);
        assertTrue(ROTATE.compareTo(volume(1)) < 0);
        assertEquals("volume:loop/v1", volume(1).toString());
        assertThrows(
                IllegalArgumentException.class, () -> new Right.Changing(StorageKind.POOL, ""));
    }
}
