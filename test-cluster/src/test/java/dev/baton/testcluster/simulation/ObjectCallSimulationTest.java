package dev.baton.testcluster.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.baton.config.Pnn;
import dev.baton.orchestrator.cluster.Right;
import dev.baton.orchestrator.exchange.OperatorCommand;
import dev.baton.orchestrator.exchange.OperatorReply;
import dev.baton.orchestrator.lease.Clauses;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.function.Consumer;

/**
 * Storage objects as rights: no two calls about one object at a time, and everybody gets to call.
 * Each rule is broken once, and a history made for it must show the harm.
 */
@DisplayName("Storage operations, section 1 (3): exclusion is cluster-wide, a right like others")
class ObjectCallSimulationTest {

    private static final Right.Changing WEB1 = Simulator.OBJECTS.getFirst();
    private static final Duration LONG = Duration.ofSeconds(30);
    private static final Duration SHORT = Duration.ofSeconds(1);

    private static void call(Simulator cluster, int node, Duration waiting, Duration taking) {
        cluster.callers().call(cluster.node(node), WEB1, waiting, taking);
    }

    private static Simulator up(SimulationSetup setup) {
        Simulator cluster = new Simulator(setup);
        cluster.startAll();
        cluster.runFor(Duration.ofSeconds(10));
        return cluster;
    }

    private static void isFound(Clauses mutant, String rule, Consumer<Simulator> history) {
        isFound(SimulationSetup.of(3, 0), mutant, rule, history);
    }

    private static void isFound(
            SimulationSetup setup, Clauses mutant, String rule, Consumer<Simulator> history) {
        history.accept(up(setup));

        Simulator broken = up(setup.withClauses(mutant));
        Violation found = assertThrows(Violation.class, () -> history.accept(broken));
        assertEquals(rule, found.rule(), found::getMessage);
    }

    @Test
    void nodesThatAskTogetherCallOneAfterAnother() {
        Simulator cluster = up(SimulationSetup.of(3, 1));
        cluster.numbersMustRise();
        for (int node = 0; node < 3; node++) {
            call(cluster, node, LONG, Duration.ofMillis(200));
        }

        cluster.runFor(Duration.ofSeconds(8));

        assertEquals(3, cluster.callers().calls(), cluster::trace);
    }

    @Test
    void whoWaitsInVainIsToldWhoHasIt() {
        Simulator cluster = up(SimulationSetup.of(3, 1));
        call(cluster, 0, LONG, LONG);
        cluster.runFor(SHORT);
        call(cluster, 1, SHORT, SHORT);

        cluster.runFor(Duration.ofSeconds(3));

        String busy = "busy: node 0 has volume:loop/web1";
        assertTrue(
                cluster.node(1).replies().contains(new OperatorReply.TimedOut(busy)),
                cluster::trace);
    }

    @Test
    void aDeadAgentsCallIsAskedAboutInItsNextLife() {
        Simulator cluster = up(SimulationSetup.of(3, 1));
        call(cluster, 0, LONG, LONG);
        cluster.runFor(SHORT);
        cluster.node(0).crash();
        call(cluster, 1, LONG, SHORT);
        cluster.runFor(Duration.ofSeconds(8));
        assertEquals(2, cluster.callers().calls(), cluster::trace);

        cluster.node(0).start();
        cluster.runFor(Duration.ofSeconds(8));

        assertEquals(3, cluster.callers().calls(), cluster::trace);
    }

    /** More objects than a holder's list names one by one. */
    @Test
    void manyObjectsThatWereGivenBackAreFreeForOthers() {
        Simulator cluster = up(SimulationSetup.of(3, 1));
        cluster.network().isolate(2);
        for (int round = 0; round < 3; round++) {
            for (int i = 0; i < 100; i++) {
                call(cluster, 0, i);
            }
            cluster.runFor(Duration.ofSeconds(2));
        }
        assertEquals(300, cluster.callers().calls());
        cluster.network().heal();
        cluster.runFor(Duration.ofSeconds(10));
        for (int i = 0; i < 100; i++) {
            call(cluster, 2, i);
        }

        cluster.runFor(Duration.ofSeconds(4));

        assertEquals(400, cluster.callers().calls());
    }

    private static void call(Simulator cluster, int node, int number) {
        cluster.callers()
                .call(
                        cluster.node(node),
                        Right.Changing.volume("loop", "v" + number),
                        Duration.ofMillis(100),
                        Duration.ofMillis(10));
    }

    @Test
    void aRightIsGivenBackWhenNoProcessLives() {
        isFound(
                new Mutants.GivesBackAlive(),
                "one call",
                cluster -> {
                    call(cluster, 0, SHORT, SHORT);
                    cluster.runFor(SHORT.dividedBy(2));
                    call(cluster, 1, LONG, SHORT);
                    cluster.runFor(Duration.ofSeconds(6));
                });
    }

    @Test
    void aCallEndsBeforeItsLeaseWhenNobodyRenewsIt() {
        isFound(
                new Mutants.CallsOutliveTheirRight(),
                "one call",
                cluster -> {
                    call(cluster, 0, SHORT, LONG);
                    cluster.runFor(SHORT);
                    cluster.network().isolate(0);
                    call(cluster, 1, LONG, SHORT);
                    cluster.runFor(Duration.ofSeconds(10));
                });
    }

    @Test
    void aLauncherKillsWhenItsAgentIsStopped() {
        isFound(
                new Mutants.LaunchersNeverTire(),
                "one call",
                cluster -> {
                    call(cluster, 0, SHORT, LONG);
                    cluster.runFor(SHORT);
                    cluster.node(0).pause();
                    call(cluster, 1, LONG, SHORT);
                    cluster.runFor(Duration.ofSeconds(10));
                });
    }

    @Test
    void noCallStartsWithoutItsRight() {
        isFound(
                new Mutants.StartsWithoutRight(),
                "one call",
                cluster -> {
                    call(cluster, 0, SHORT, LONG);
                    cluster.runUntil(
                            () ->
                                    cluster.node(0).replies().stream()
                                            .anyMatch(OperatorReply.Obtained.class::isInstance),
                            SHORT);
                    cluster.node(0).pause();
                    call(cluster, 1, LONG, LONG);
                    cluster.runFor(Duration.ofSeconds(8));
                    cluster.node(0).resume();
                    cluster.runFor(Duration.ofSeconds(4));
                });
    }

    /** What they called dies a moment after them; nobody who is back can know that it lives. */
    @Test
    void agentsThatDiedTogetherWaitForTheCallsOfTheirEarlierLives() {
        isFound(
                new Mutants.PromisesObjectsWeakly(),
                "one call",
                cluster -> {
                    call(cluster, 0, SHORT, LONG);
                    cluster.runFor(SHORT);
                    for (int node = 0; node < 3; node++) {
                        cluster.node(node).crash();
                        cluster.node(node).start();
                    }
                    call(cluster, 1, LONG, LONG);
                    cluster.runFor(Duration.ofSeconds(10));
                    assertEquals(3, cluster.callers().calls(), cluster::trace);
                });
    }

    @Test
    void whatOnlyAsksNeedsTheRightToo() {
        isFound(
                new Mutants.AsksWithoutRight(),
                "one call",
                cluster -> {
                    call(cluster, 0, SHORT, LONG);
                    cluster.runFor(SHORT);
                    cluster.network().isolate(0);
                    call(cluster, 1, LONG, LONG);
                    cluster.runFor(Duration.ofSeconds(10));
                });
    }

    /** Node 2 remembers the number, node 1 forgets it; its wall clock is an hour behind. */
    @Test
    void fencesRiseFromCallToCall() {
        isFound(
                SimulationSetup.of(3, 0).withWallsApart(),
                new Mutants.AnyNumber(),
                "fences rise",
                cluster -> {
                    cluster.fencesMustRise();
                    call(cluster, 0, SHORT, SHORT);
                    cluster.runFor(Duration.ofSeconds(3));
                    cluster.node(2).ask(new OperatorCommand.StopNode(new Pnn(2), "test"));
                    cluster.node(0).crash();
                    cluster.node(1).crash();
                    cluster.runFor(Duration.ofSeconds(6));
                    cluster.node(1).start();
                    cluster.runFor(Duration.ofSeconds(12));
                    call(cluster, 1, LONG, SHORT);
                    cluster.runFor(Duration.ofSeconds(6));
                });
    }
}
