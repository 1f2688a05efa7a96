package dev.baton.orchestrator.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.baton.config.LeaseTiming;
import dev.baton.config.Pnn;
import dev.baton.orchestrator.cluster.Incarnation;
import dev.baton.orchestrator.cluster.Moment;
import dev.baton.orchestrator.exchange.Message;
import dev.baton.orchestrator.lease.Clauses;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;

@DisplayName("Safety rule, \"Paused machines\": a node learns from its peers' clocks that it was")
class PeerClocksTest {

    private static final Incarnation SELF = life(0, 1);
    private static final Incarnation A = life(1, 5);
    private static final Incarnation B = life(2, 7);
    private static final Incarnation C = life(3, 9);
    private static final double SECOND = 1e9;

    private final PeerClocks clocks = new PeerClocks(LeaseTiming.DEFAULT, Clauses.SAFE);

    /** For how long this node's clock stood still; it showed 100 s at true time zero. */
    private double stood;

    private static Incarnation life(int node, long number) {
        return new Incarnation(new Pnn(node), number);
    }

    private Moment own(double trueSeconds) {
        return new Moment(Math.round((100 + trueSeconds - stood) * SECOND));
    }

    /** A peer's age is the true time. */
    private static long age(double trueSeconds) {
        return (long) (trueSeconds * 1000);
    }

    private Optional<Duration> beat(Incarnation from, double sent, double heard) {
        Message.Beat beat =
                new Message.Beat(from, 7, age(sent), 1, 0, 0, List.of(), 1, Optional.empty());
        return clocks.hear(own(heard), beat);
    }

    private Optional<Duration> answer(Incarnation from, Moment asked, double given, double heard) {
        Message.BeatAck ack =
                new Message.BeatAck(
                        from, SELF, 7, 1, age(given), 1, 1, List.of(), List.of(), Optional.empty());
        return clocks.hear(own(heard), ack, Optional.of(asked));
    }

    /** All answer at once what this node asked then. */
    private void measureAll(double at, Incarnation... peers) {
        for (Incarnation peer : peers) {
            assertEquals(Optional.empty(), answer(peer, own(at), at, at));
        }
    }

    private static void isAbout(double seconds, Optional<Duration> pause) {
        double found = pause.map(Duration::toMillis).orElse(0L) / 1000.0;
        assertEquals(seconds, found, 0.1, () -> "found " + pause);
    }

    @Test
    void mostPeersSayItWithTheirFirstHeartbeats() {
        measureAll(10, A, B);
        stood = 5;

        assertEquals(Optional.empty(), beat(A, 15.1, 15.1), "one of two is no majority");
        isAbout(5, beat(B, 15.2, 15.2));
    }

    @Test
    void twoOfThreeSuffice() {
        measureAll(10, A, B, C);
        stood = 5;

        beat(C, 15.1, 15.1);
        isAbout(5, beat(A, 15.2, 15.2));
    }

    @Test
    void withOnePeerItsClockDecides() {
        measureAll(10, A);
        stood = 1.2;

        isAbout(1.2, beat(A, 11.3, 11.3));
    }

    @Test
    void aPauseOfLessThanASecondIsNotNoticed() {
        measureAll(10, A);
        stood = 0.9;

        assertEquals(Optional.empty(), beat(A, 11, 11));
    }

    @Test
    void whoIsSilentIsWaitedForNoLongerThanTwoHeartbeats() {
        measureAll(10, A, B);
        stood = 5;

        assertEquals(Optional.empty(), beat(A, 15.9, 15.9), "B may still contradict");
        isAbout(5, beat(A, 16.1, 16.1));
    }

    @Test
    void whatIsLateMeasuresLessAndShowsNothing() {
        assertEquals(Optional.empty(), answer(A, own(10), 13, 16), "three seconds each way");

        assertEquals(Optional.empty(), beat(A, 16, 16));
        assertEquals(Optional.empty(), beat(A, 12, 16.5), "overtaken");
        stood = 5;
        assertEquals(Optional.empty(), beat(A, 16.6, 21.6), "sent before the pause");
        isAbout(1.7, beat(A, 21.7, 22));
    }

    @Test
    void anAnswerThatCrossedThePauseMeasuresOnlyFromAsking() {
        measureAll(10, A);
        Moment asked = own(10.4);
        stood = 5;

        assertEquals(Optional.empty(), answer(A, asked, 10.5, 15.5), "answered before the pause");
        isAbout(5, answer(A, asked, 15.6, 15.6));
    }

    /** However long ago the clock was measured: the answer says less than that still does. */
    @Test
    void anAnswerThatTookThePauseToComeHidesNothing() {
        measureAll(10, A);
        Moment asked = own(12.5);
        stood = 5;

        assertEquals(Optional.empty(), answer(A, asked, 13, 18));
        isAbout(5, beat(A, 18, 18));
    }

    @Test
    void anotherLifeOfAPeerIsAnotherClock() {
        measureAll(10, A, B);
        Incarnation reborn = life(2, 8);
        stood = 5;

        assertEquals(Optional.empty(), beat(reborn, 99_000, 15.1));
        assertEquals(Optional.empty(), beat(B, 15.2, 15.2), "what its life before says is old");
        measureAll(15.2, reborn);
        isAbout(5, beat(A, 15.3, 15.3));
    }

    @Test
    void oneClockThatJumpsIsNotBelievedAndSoonForgotten() {
        measureAll(10, A, B);

        double jump = 1000;
        assertEquals(Optional.empty(), beat(A, 10.5 + jump, 10.5));
        for (double at = 10.5; at < 15; at += 0.5) {
            answer(A, own(at), at + jump, at);
            measureAll(at, B);
        }

        assertEquals(Optional.empty(), beat(A, 15.1 + jump, 15.1));
        stood = 2;
        assertEquals(Optional.empty(), beat(B, 17.2, 17.2), "B alone is no majority");
    }

    @Test
    void aPauseIsSaidOnce() {
        measureAll(10, A);
        Moment asked = own(10.4);
        stood = 5;
        isAbout(5, beat(A, 15.6, 15.6));

        assertEquals(Optional.empty(), answer(A, asked, 10.4, 15.7), "asked before it");
        assertEquals(Optional.empty(), beat(A, 15.8, 15.8));
        measureAll(15.9, A);
        stood = 7;
        isAbout(2, beat(A, 17.7, 17.7));
    }

    @Test
    void aPauseIsSaidOnceWhateverWasAskedAtTheMomentItBegan() {
        measureAll(10, A);
        Moment asked = own(12);
        stood = 5;

        isAbout(5, beat(A, 17, 17));
        assertEquals(asked, own(17), "the clock stood still at that moment");
        assertEquals(Optional.empty(), answer(A, asked, 12, 17));
        assertEquals(Optional.empty(), beat(A, 17, 17));
    }

    /** An hour without an answer: clocks one in a hundred apart are 36 s apart then. */
    @Test
    void clocksThatRunApartShowNothing() {
        measureAll(10, A);

        double later = 3600;
        assertEquals(Optional.empty(), beat(A, 10 + later * 1.01, 10 + later));
        stood = 5;
        assertTrue(beat(A, 10 + later * 1.01 + 6, 10 + later + 6).isPresent());
    }

    @Test
    void noDelayLossOrOrderOfMessagesLooksLikeAPause() {
        for (int seed = 0; seed < 50; seed++) {
            isNeverFooled(new Random(seed));
        }
    }

    private static void isNeverFooled(Random random) {
        PeerClocks fooled = new PeerClocks(LeaseTiming.DEFAULT, Clauses.SAFE);
        double faster = 1 + (random.nextInt(3) - 1) * 0.01;
        TreeMap<Long, Runnable> arriving = new TreeMap<>();
        for (long at = 0; at < 120_000; at += 250) {
            long asked = at;
            long given = at + delay(random);
            Message.BeatAck ack =
                    new Message.BeatAck(
                            A,
                            SELF,
                            7,
                            at,
                            (long) (given * faster),
                            1,
                            1,
                            List.of(),
                            List.of(),
                            Optional.empty());
            for (long copy = 0; copy < random.nextInt(3); copy++) {
                long heard = given + delay(random);
                Moment now = new Moment(heard * 1_000_000);
                Moment then = new Moment(asked * 1_000_000);
                arriving.put(
                        heard * 1_000_000 + arriving.size(),
                        () ->
                                assertTrue(
                                        fooled.hear(now, ack, Optional.of(then)).isEmpty(),
                                        () -> "asked " + asked + " heard " + heard));
            }
        }
        arriving.values().forEach(Runnable::run);
    }

    private static long delay(Random random) {
        return random.nextInt(10) < 8 ? random.nextInt(5) : random.nextInt(8000);
    }
}
