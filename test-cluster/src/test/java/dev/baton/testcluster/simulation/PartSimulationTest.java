package dev.baton.testcluster.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.baton.orchestrator.cluster.Right;
import dev.baton.orchestrator.lease.Clauses;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.Random;
import java.util.function.Consumer;

/**
 * Node 0 has an object and node 1 calls for it; node 2 wants it, too. Each rule is broken once, and
 * a history made for it must show the harm.
 */
@DisplayName(
        "Storage operations, section 1 (3): a part of another node lasts no longer than its right")
class PartSimulationTest {

    private static final Right.Changing WEB1 = Simulator.OBJECTS.getFirst();
    private static final Duration LONG = Duration.ofSeconds(30);
    private static final Duration SHORT = Duration.ofSeconds(1);

    private static Simulator up(SimulationSetup setup) {
        Simulator cluster = new Simulator(setup);
        cluster.startAll();
        cluster.runFor(Duration.ofSeconds(10));
        return cluster;
    }

    private static void part(Simulator cluster, Duration patience, Duration taking) {
        cluster.parts()
                .call(
                        new PartCallers.Wanted(
                                cluster.node(0), cluster.node(1), WEB1, patience, taking),
                        SHORT);
    }

    private static void want(Simulator cluster) {
        cluster.callers().call(cluster.node(2), WEB1, LONG, SHORT);
    }

    private static void isFound(Clauses mutant, Consumer<Simulator> history) {
        isFound(SimulationSetup.of(3, 0), mutant, history);
    }

    private static void isFound(
            SimulationSetup setup, Clauses mutant, Consumer<Simulator> history) {
        history.accept(up(setup));

        Simulator broken = up(setup.withClauses(mutant));
        Violation found = assertThrows(Violation.class, () -> history.accept(broken));
        assertEquals("one call", found.rule(), found::getMessage);
    }

    private static void cut(Simulator cluster, int one, int other) {
        cluster.network().cut(one, other);
        cluster.network().cut(other, one);
    }

    @Test
    void thePartIsCalledAndThenTheNextNodeCalls() {
        Simulator cluster = up(SimulationSetup.of(3, 1));
        cluster.fencesMustRise();
        part(cluster, LONG, SHORT);
        cluster.runFor(SHORT);
        assertEquals(1, cluster.callers().calls(), cluster::trace);
        want(cluster);

        cluster.runFor(Duration.ofSeconds(6));

        assertEquals(2, cluster.callers().calls(), cluster::trace);
    }

    @Test
    void aPartOfADeadHolderIsKilledBeforeTheNextNodeCalls() {
        isFound(
                new Mutants.CallsOutliveTheirRight(),
                cluster -> {
                    part(cluster, LONG, LONG);
                    cluster.runFor(SHORT);
                    cluster.node(0).crash();
                    want(cluster);
                    cluster.runFor(Duration.ofSeconds(10));
                    assertEquals(2, cluster.callers().calls(), cluster::trace);
                });
    }

    @Test
    void aPartOfAHolderThatStandsStillIsKilledBeforeTheNextNodeCalls() {
        isFound(
                new Mutants.CallsOutliveTheirRight(),
                cluster -> {
                    part(cluster, LONG, LONG);
                    cluster.runFor(SHORT);
                    cluster.node(0).pause();
                    want(cluster);
                    cluster.runFor(Duration.ofSeconds(10));
                    cluster.node(0).resume();
                    cluster.runFor(Duration.ofSeconds(5));
                    assertTrue(cluster.callers().calls() >= 2, cluster::trace);
                });
    }

    /** Of five nodes three vote without the one that is slow. */
    @Test
    void whatIsLeftCountsFromAskingHoweverLateTheAnswerIs() {
        isFound(
                SimulationSetup.of(5, 0),
                new Mutants.VouchesFromHearing(),
                cluster -> {
                    part(cluster, LONG, LONG);
                    cluster.runFor(SHORT);
                    cluster.network().slow(1, Duration.ofMillis(1500));
                    cluster.runFor(Duration.ofSeconds(2));
                    cluster.node(0).crash();
                    want(cluster);
                    cluster.runFor(Duration.ofSeconds(12));
                });
    }

    @Test
    void aHolderThatGivesUpKeepsTheRightUntilThePartIsOverForSure() {
        isFound(
                new Mutants.ForgetsParts(),
                cluster -> {
                    part(cluster, SHORT.multipliedBy(2), LONG);
                    cluster.runFor(SHORT);
                    cut(cluster, 0, 1);
                    want(cluster);
                    cluster.runFor(Duration.ofSeconds(12));
                });
    }

    @Test
    void aLauncherKillsWhenTheAgentOfThePartIsStopped() {
        isFound(
                new Mutants.LaunchersNeverTire(),
                cluster -> {
                    part(cluster, SHORT.multipliedBy(2), LONG);
                    cluster.runFor(SHORT);
                    cluster.node(1).pause();
                    want(cluster);
                    cluster.runFor(Duration.ofSeconds(12));
                });
    }

    /** Whatever is killed, stopped, cut off or slow, and when. */
    @Test
    void partsAreAloneInAnyHistory() {
        long calls = 0;
        for (int seed = 0; seed < 24; seed++) {
            SimulationSetup setup = SimulationSetup.of(3, 0).withSeed(seed);
            Simulator cluster = up(seed % 2 == 1 ? setup.asHostile() : setup);
            Random random = new Random(seed);
            part(cluster, Duration.ofMillis(500 + random.nextInt(6000)), LONG);
            cluster.runFor(Duration.ofMillis(200 + random.nextInt(3000)));
            trouble(cluster, random);
            want(cluster);
            cluster.runFor(Duration.ofMillis(random.nextInt(6000)));
            trouble(cluster, random);
            cluster.runFor(Duration.ofSeconds(12));
            calls += cluster.callers().calls();
        }
        assertTrue(calls >= 32, "calls " + calls);
    }

    private static void trouble(Simulator cluster, Random random) {
        int node = random.nextInt(2);
        switch (random.nextInt(6)) {
            case 0 -> cluster.node(node).crash();
            case 1 -> cluster.node(node).pause();
            case 2 -> cut(cluster, 0, 1);
            case 3 -> cluster.network().isolate(node);
            case 4 -> cluster.network().slow(node, Duration.ofMillis(random.nextInt(2000)));
            default -> {
                cluster.network().heal();
                cluster.node(node).resume();
            }
        }
    }
}
