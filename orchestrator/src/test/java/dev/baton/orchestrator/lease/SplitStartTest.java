package dev.baton.orchestrator.lease;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
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
 * Two candidates that ask together after a start of the whole cluster: seen on real agents, where
 * the one in front waited until the voters remembered, 4 s later. Safety, clause 6.
 */
class SplitStartTest {

    private static final Right RIGHT = new Right.Leading();
    private static final Voters VOTERS =
            new Voters(new TreeSet<>(List.of(new Pnn(0), new Pnn(1), new Pnn(2))), 7);

    private Moment now = new Moment(0);
    private final Rights front = rights(0);
    private final Rights behind = rights(1);
    private final Rights other = rights(2);

    private static Rights rights(int pnn) {
        return new Rights(
                new Incarnation(new Pnn(pnn), pnn + 1L),
                VOTERS,
                LeaseTiming.DEFAULT,
                Clauses.SAFE,
                new Moment(0),
                _ -> false);
    }

    private List<LeaseEvent> beat(Rights holder, int pnn, List<Rights> voters) {
        now = now.plus(Duration.ofMillis(10));
        long number = holder.beat(now);
        for (Rights voter : voters) {
            int to = voter == front ? 0 : voter == behind ? 1 : 2;
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
        return holder.events(now);
    }

    @Test
    void theOneInFrontDoesNotWaitForVotersToRemember() {
        assertTrue(behind.ask(now, RIGHT, 1).isEmpty());
        beat(behind, 1, List.of(other));
        assertTrue(front.ask(now, RIGHT, 2).isEmpty());

        List<LeaseEvent> split = beat(front, 0, List.of(behind, other));
        assertEquals(1, split.size(), "withdrawn, as one voter is promised to the other candidate");
        assertInstanceOf(LeaseEvent.Denied.class, split.getFirst());

        List<LeaseEvent> overtaken = beat(behind, 1, List.of(front, other));
        assertInstanceOf(LeaseEvent.Denied.class, overtaken.getFirst());
        beat(behind, 1, List.of(front, other));
        beat(front, 0, List.of(behind, other));

        assertTrue(front.ask(now, RIGHT, 3).isEmpty());
        List<LeaseEvent> won = beat(front, 0, List.of(behind, other));
        assertInstanceOf(LeaseEvent.Granted.class, won.getFirst());
        assertTrue(now.isBefore(new Moment(0).plus(LeaseTiming.DEFAULT.promise())));
    }
}
