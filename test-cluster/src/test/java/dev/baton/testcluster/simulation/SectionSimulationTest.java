package dev.baton.testcluster.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import java.time.Duration;

/** Cluster-wide exclusive sections: one node inside at a time, and everybody gets in. */
@DisplayName("Safety rule, clause 7 and sections; one right like any other")
class SectionSimulationTest {

    private static final String NAME = Simulator.SECTIONS.getFirst();
    private static final Duration LONG = Duration.ofSeconds(30);

    private final Simulator cluster = new Simulator(SimulationSetup.of(5, 1));

    private void isUp() {
        cluster.startAll();
        cluster.runFor(Duration.ofSeconds(10));
        cluster.numbersMustRise();
    }

    private void enter(int node, Duration wait, Duration stay) {
        cluster.sections().enter(cluster.node(node), NAME, wait, stay);
    }

    /** Found by random schedules: refused by each other, they asked again together for ever. */
    @Test
    void nodesThatAskTogetherAllGetIn() {
        isUp();
        for (int node = 0; node < 5; node++) {
            enter(node, LONG, Duration.ofMillis(20));
        }

        cluster.runFor(Duration.ofSeconds(8));

        assertEquals(5, cluster.sections().entries(), cluster::trace);
    }

    @Test
    void whoWaitsGetsInSoonAfterTheOneInsideHasLeft() {
        isUp();
        enter(0, LONG, Duration.ofSeconds(3));
        cluster.runFor(Duration.ofSeconds(1));
        enter(1, LONG, Duration.ofSeconds(1));

        cluster.runFor(Duration.ofMillis(1900));
        assertEquals(1, cluster.sections().entries(), cluster::trace);
        cluster.runFor(Duration.ofMillis(700));

        assertEquals(2, cluster.sections().entries(), cluster::trace);
    }

    @Test
    void aSectionIsFreeAgainAfterTheAgentInsideWasStopped() {
        isUp();
        enter(0, LONG, LONG);
        cluster.runFor(Duration.ofSeconds(1));
        cluster.node(0).pause();
        enter(1, LONG, Duration.ofSeconds(1));

        assertTrue(
                cluster.runUntil(() -> cluster.sections().entries() == 2, Duration.ofSeconds(6))
                        .isPresent(),
                cluster::trace);
        cluster.node(0).resume();
        cluster.runFor(Duration.ofSeconds(6));
        assertEquals(2, cluster.sections().entries());
    }

    @Test
    void onlyOneWhoWaitsInVainIsToldSo() {
        isUp();
        enter(0, LONG, LONG);
        cluster.runFor(Duration.ofSeconds(1));
        enter(1, Duration.ofSeconds(2), Duration.ofSeconds(1));

        cluster.runFor(Duration.ofSeconds(3));

        assertEquals(1, cluster.sections().entries());
        assertTrue(cluster.node(1).replies().toString().contains("TimedOut"), cluster::trace);
    }
}
