package dev.baton.orchestrator.lease;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.baton.config.LeaseTiming;
import dev.baton.config.Pnn;
import dev.baton.orchestrator.cluster.Incarnation;
import dev.baton.orchestrator.cluster.Moment;
import dev.baton.orchestrator.cluster.Right;
import dev.baton.orchestrator.exchange.Message;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/**
 * A lease won while one voter refused must not stay without that voter: seen on real agents, where
 * a leader lost its right when the only other voter died. Safety, clause 2.
 */
class BareMajorityTest {

    private static final Right RIGHT = new Right.Section("rotate");
    private static final Voters VOTERS =
            new Voters(new TreeSet<>(List.of(new Pnn(0), new Pnn(1), new Pnn(2))), 7);

    private Moment now = new Moment(0);
    private final Rights a = rights(0);
    private final Rights b = rights(1);
    private final Rights c = rights(2);

    private static Rights rights(int pnn) {
        return new Rights(
                new Incarnation(new Pnn(pnn), pnn + 1L),
                VOTERS,
                LeaseTiming.DEFAULT,
                Clauses.SAFE,
                Moment.PAST,
                _ -> false);
    }

    private void beat(Rights holder, int pnn, List<Rights> voters) {
        long number = holder.beat(now);
        for (Rights voter : voters) {
            int to = voter == a ? 0 : voter == b ? 1 : 2;
            Message.Beat beat =
                    new Message.Beat(
                            new Incarnation(new Pnn(pnn), pnn + 1L),
                            7,
                            number,
                            to + 1L,
                            0,
                            holder.changesFor(now, new Pnn(to)),
                            0,
                            Optional.empty());
            holder.count(now, voter.vote(now, beat));
        }
        holder.events(now);
    }

    @Test
    void aVoterThatRefusedIsWonLater() {
        assertTrue(c.ask(now, RIGHT, 1).isEmpty());
        beat(c, 2, List.of());
        assertTrue(a.ask(now, RIGHT, 2).isEmpty());
        beat(a, 0, List.of(b, c));
        assertTrue(a.until(RIGHT).isPresent());
        c.giveBack(RIGHT);
        beat(c, 2, List.of());

        for (int i = 0; i < 8; i++) {
            now = now.plus(Duration.ofMillis(500));
            beat(a, 0, List.of(b, c));
        }
        for (int i = 0; i < 20; i++) {
            now = now.plus(Duration.ofMillis(500));
            beat(a, 0, List.of(c));
        }

        assertEquals(
                Optional.of(now.plus(LeaseTiming.DEFAULT.lease())),
                a.until(RIGHT),
                "the lease stands on the voter that refused at first");
    }
}
