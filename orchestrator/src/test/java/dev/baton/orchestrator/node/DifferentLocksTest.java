package dev.baton.orchestrator.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/**
 * CTDB events contract, section 12.2 (9): all nodes have the same lock. Two nodes with two locks
 * would have a third vote each, and both serve alone.
 */
class DifferentLocksTest {

    private static final Duration LONG = Duration.ofSeconds(30);

    private final SmallCluster cluster = new SmallCluster(2, 1);

    @Test
    @DisplayName("12.2 (9): nodes with different locks never found a cluster")
    void nodesWithDifferentLocksDoNotAgree() {
        cluster.isFounded = false;
        cluster.locks.put(0, "/shared/lock");
        cluster.locks.put(1, "/shared/other");

        cluster.startAll().run(LONG);

        assertEquals(0, cluster.served());
        assertEquals(Set.of(), cluster.lockTakes);
        assertFalse(cluster.view(0).voters().isFounded());
    }

    @Test
    @DisplayName("12.2 (9): a node whose lock is another does not cast the vote of the lock")
    void aNodeWithAnotherLockLeavesItsVoteToTheOthers() {
        cluster.foundedWith = Optional.of("/shared/lock");
        cluster.locks.put(0, "/shared/lock");
        cluster.locks.put(1, "/shared/other");

        cluster.startAll().run(LONG);

        assertEquals(Set.of(0), cluster.lockTakes);
        assertEquals(1, cluster.served());
        assertTrue(cluster.view(1).filesDiffer());
        assertTrue(
                cluster.facts.stream().anyMatch(line -> line.contains("VotersDiffer")),
                () -> String.join("\n", cluster.facts));
    }

    @Test
    @DisplayName("12.2 (1): nodes with one lock found a cluster and try to take it")
    void nodesWithOneLockAgree() {
        cluster.isFounded = false;
        cluster.locks.put(0, "!/usr/bin/helper a");
        cluster.locks.put(1, "!/usr/bin/helper a");

        cluster.startAll().run(LONG);

        assertTrue(cluster.view(0).voters().isFounded());
        assertEquals(1, cluster.served());
        assertFalse(cluster.lockTakes.isEmpty());
    }
}
