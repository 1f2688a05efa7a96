package dev.baton.orchestrator.lease;

import dev.baton.config.LeaseTiming;
import dev.baton.config.Pnn;
import dev.baton.orchestrator.cluster.ExampleVoters;
import dev.baton.orchestrator.cluster.Incarnation;
import dev.baton.orchestrator.cluster.Moment;
import dev.baton.orchestrator.exchange.Message;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Three nodes that vote for each other; a test says who hears whose heartbeat, and when. */
final class ThreeVoters {

    static final Moment START = new Moment(0);
    private static final int VOTERS_HASH = 7;

    private final List<Rights> nodes;
    private Moment now = START;

    /**
     * @param started when all three began; a promise from before may still run after it
     */
    ThreeVoters(Moment started) {
        nodes = List.of(rights(0, started), rights(1, started), rights(2, started));
    }

    private static Rights rights(int node, Moment started) {
        return new Rights(
                life(node),
                ExampleVoters.founded(3),
                LeaseTiming.DEFAULT,
                Clauses.SAFE,
                started,
                _ -> false);
    }

    private static Incarnation life(int node) {
        return new Incarnation(new Pnn(node), node + 1L);
    }

    Rights node(int node) {
        return nodes.get(node);
    }

    Moment now() {
        return now;
    }

    void pass(Duration time) {
        now = now.plus(time);
    }

    /** One heartbeat, answered at once by those who hear it; what it comes to for its sender. */
    List<LeaseEvent> beat(int from, int... heardBy) {
        Rights sender = nodes.get(from);
        long number = sender.beat(now);
        for (int to : heardBy) {
            Message.Beat beat =
                    new Message.Beat(
                            life(from),
                            VOTERS_HASH,
                            number,
                            life(to).number(),
                            0,
                            0,
                            sender.changesFor(now, new Pnn(to)),
                            0,
                            Optional.empty());
            sender.count(now, nodes.get(to).vote(now, beat));
        }
        return sender.events(now);
    }
}
