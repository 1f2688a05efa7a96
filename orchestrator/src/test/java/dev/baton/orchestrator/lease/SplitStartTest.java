package dev.baton.orchestrator.lease;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.baton.config.LeaseTiming;
import dev.baton.orchestrator.cluster.Right;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;

/**
 * Two candidates that ask together after a start of the whole cluster: seen on real agents, where
 * the one in front waited until the voters remembered, 4 s later. Safety, clause 6.
 */
class SplitStartTest {

    private static final Right RIGHT = new Right.Leading();
    private static final int FRONT = 0;
    private static final int BEHIND = 1;
    private static final int OTHER = 2;

    private final ThreeVoters voters = new ThreeVoters(ThreeVoters.START);

    private List<LeaseEvent> beat(int from, int... heardBy) {
        voters.pass(Duration.ofMillis(10));
        return voters.beat(from, heardBy);
    }

    private void ask(int node, long wallMillis) {
        assertTrue(voters.node(node).ask(voters.now(), RIGHT, wallMillis).isEmpty());
    }

    @Test
    void theOneInFrontDoesNotWaitForVotersToRemember() {
        ask(BEHIND, 11);
        beat(BEHIND, OTHER);
        ask(FRONT, 12);

        List<LeaseEvent> split = beat(FRONT, BEHIND, OTHER);
        assertEquals(1, split.size(), "withdrawn, as one voter is promised to the other candidate");
        assertInstanceOf(LeaseEvent.Denied.class, split.getFirst());

        List<LeaseEvent> overtaken = beat(BEHIND, FRONT, OTHER);
        assertInstanceOf(LeaseEvent.Denied.class, overtaken.getFirst());
        beat(BEHIND, FRONT, OTHER);
        beat(FRONT, BEHIND, OTHER);

        ask(FRONT, 13);
        List<LeaseEvent> won = beat(FRONT, BEHIND, OTHER);
        assertInstanceOf(LeaseEvent.Granted.class, won.getFirst());
        assertTrue(voters.now().isBefore(ThreeVoters.START.plus(LeaseTiming.DEFAULT.promise())));
    }
}
