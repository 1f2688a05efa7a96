package dev.baton.testcluster.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.baton.config.Pnn;
import dev.baton.config.VoteMode;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * A cluster lock that every node gets: on storage without locks, or of a helper that does not look.
 */
@DisplayName("Events contract, section 12.2 (8): whether the lock keeps others out is looked at")
class LockForAllSimulationTest {

    private static final Duration LONG = Duration.ofSeconds(20);

    private static Simulator cluster(int nodes, VoteMode mode) {
        Simulator cluster =
                new Simulator(
                        SimulationSetup.of(nodes, 3)
                                .withVotes(new SimulationSetup.Votes(nodes, mode, true, true)));
        cluster.lock().excludesNobody();
        return cluster;
    }

    private static long casting(Simulator cluster) {
        return IntStream.range(0, cluster.nodes().size())
                .filter(node -> castsLock(cluster, node))
                .count();
    }

    private static boolean castsLock(Simulator cluster, int node) {
        return cluster.node(node).view().stream()
                .flatMap(view -> Optional.ofNullable(view.peers().get(new Pnn(node))).stream())
                .flatMap(self -> self.report().stream())
                .anyMatch(report -> report.vote().castsLock());
    }

    @Test
    void itIsFoundAndItsVoteIsNotCast() {
        Simulator cluster = cluster(2, VoteMode.MAJORITY);
        cluster.startAll();

        cluster.runFor(LONG);

        assertTrue(cluster.trace().contains("LockNotCoherent[pnn="), cluster::trace);
        assertEquals(0, casting(cluster));
        assertTrue(cluster.allServed(), "two nodes of three votes");
    }

    /** Both would have taken the lock, and served. */
    @Test
    void twoNodesThatLoseEachOtherDoNotBothServe() {
        Simulator cluster = cluster(2, VoteMode.MAJORITY);
        cluster.startAll();
        cluster.runFor(LONG);

        cluster.network().isolate(0);
        cluster.runFor(LONG.multipliedBy(3)); // every step is looked at

        assertTrue(casting(cluster) <= 1);
    }

    @Test
    void whereTheLockAloneVotesNothingIsServed() {
        Simulator cluster = cluster(3, VoteMode.LOCK);
        cluster.startAll();

        cluster.runFor(LONG);

        assertFalse(cluster.allServed());
        assertTrue(cluster.leader().isEmpty());
    }
}
