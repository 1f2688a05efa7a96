package dev.baton.testcluster.simulation;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.baton.config.InterfaceName;
import dev.baton.config.IpAddress;
import dev.baton.config.Pnn;
import dev.baton.orchestrator.allocation.AllocationPolicy;
import dev.baton.orchestrator.cluster.Incarnation;
import dev.baton.orchestrator.cluster.NodeFlag;
import dev.baton.orchestrator.cluster.RunId;
import dev.baton.orchestrator.exchange.Instruction;
import dev.baton.orchestrator.exchange.Message;
import dev.baton.orchestrator.lease.Clauses;
import dev.baton.orchestrator.node.NodeView;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;

/**
 * Each check of a receiver of orders is left out once, and an order with just that fault must do
 * harm. With the rule as it is the same order does nothing.
 */
@DisplayName("Safety rule, section 4: a missing check of a receiver is found")
class BrokenReceiverSimulationTest {

    private static final Duration TICK = Duration.ofMillis(100);
    private static final Instruction BAN = new Instruction.Ban(600);
    private static final long LIMIT = 1000;

    private static void isFound(Clauses mutant, Predicate<Simulator> harms) {
        isFound(SimulationSetup.of(3, 3), mutant, harms);
    }

    private static void isFound(SimulationSetup setup, Clauses mutant, Predicate<Simulator> harms) {
        Simulator whole = new Simulator(setup);
        assertFalse(harms.test(whole), whole::trace);
        assertTrue(harms.test(new Simulator(setup.withClauses(mutant))), "the mutant survives");
    }

    /** A node that follows, once the first runs are over. */
    private static int follower(Simulator cluster) {
        cluster.startAll();
        cluster.runFor(Duration.ofSeconds(20));
        return (leader(cluster) + 1) % 3;
    }

    private static int leader(Simulator cluster) {
        return cluster.leader().orElseThrow().pnn();
    }

    /** The run after the newest one. */
    private static RunId nextRun(Simulator cluster) {
        RunId last =
                cluster.node(leader(cluster)).view().orElseThrow().lastRun().orElseThrow().id();
        return new RunId(last.leading(), last.counter() + 1);
    }

    private static void order(
            Simulator cluster, int from, RunId run, Incarnation to, Instruction instruction) {
        Message.Order order =
                new Message.Order(
                        cluster.node(from).life(), run, to, 0, LIMIT, List.of(instruction));
        cluster.network().replay(from, to.node().value(), order);
    }

    private static boolean isBanned(Simulator cluster, int node) {
        cluster.runFor(TICK);
        NodeView view = cluster.node(node).view().orElseThrow();
        return Optional.ofNullable(view.peers().get(new Pnn(node)))
                .filter(self -> NodeFlag.BANNED.in(self.flags()))
                .isPresent();
    }

    @Test
    void anOrderWithoutFaultIsObeyed() {
        Simulator cluster = new Simulator(SimulationSetup.of(3, 3));
        int node = follower(cluster);

        order(cluster, leader(cluster), nextRun(cluster), cluster.node(node).life(), BAN);

        assertTrue(isBanned(cluster, node), cluster::trace);
    }

    @Test
    void anOrderForAnEarlierLifeIsNotObeyed() {
        isFound(
                new Mutants.OrdersForAnyLife(),
                cluster -> {
                    int node = follower(cluster);
                    Incarnation earlier = cluster.node(node).life();
                    cluster.node(node).crash();
                    cluster.runFor(TICK);
                    cluster.node(node).start();
                    cluster.runFor(Duration.ofSeconds(12));
                    order(cluster, leader(cluster), nextRun(cluster), earlier, BAN);
                    return isBanned(cluster, node);
                });
    }

    @Test
    void anOrderOfAnEarlierRunIsNotObeyed() {
        isFound(
                new Mutants.OrdersOfOldRuns(),
                cluster -> {
                    int node = follower(cluster);
                    RunId earlier = new RunId(nextRun(cluster).leading(), 0);
                    try {
                        order(cluster, leader(cluster), earlier, cluster.node(node).life(), BAN);
                    } catch (Violation seen) {
                        return seen.rule().equals(ObeyedOrders.RULE);
                    }
                    return isBanned(cluster, node);
                });
    }

    @Test
    void whoIsPromisedToOneLeaderObeysNoOther() {
        isFound(
                new Mutants.OrdersOfAnyLeader(),
                cluster -> {
                    int node = follower(cluster);
                    int stranger = 3 - node - leader(cluster);
                    RunId newer = new RunId(nextRun(cluster).leading() + 1, 1);
                    order(cluster, stranger, newer, cluster.node(node).life(), BAN);
                    return isBanned(cluster, node);
                });
    }

    @Test
    void aLeaderNotHeardWithinTheLengthOfAPromiseIsNotObeyed() {
        isFound(
                new Mutants.OrdersOfSilentLeaders(),
                cluster -> {
                    int node = follower(cluster);
                    int leader = leader(cluster);
                    RunId run = nextRun(cluster);
                    cluster.network().isolate(node);
                    cluster.runFor(Duration.ofSeconds(6));
                    order(cluster, leader, run, cluster.node(node).life(), BAN);
                    return isBanned(cluster, node);
                });
    }

    /** No voter answers until the limit has passed; then they could. */
    @Test
    void theRequestOfATakeDiesWithItsOrder() {
        isFound(
                SimulationSetup.of(3, 3),
                new Mutants.OrdersWithoutEnd(),
                cluster -> {
                    cluster.policy(AllocationPolicy.DEFAULT.with(true, false));
                    int node = follower(cluster);
                    IpAddress ip = cluster.addresses().getFirst();
                    RunId run = nextRun(cluster);
                    int leader = leader(cluster);
                    cluster.network().isolate(node);
                    order(
                            cluster,
                            leader,
                            run,
                            cluster.node(node).life(),
                            new Instruction.Take(ip));
                    cluster.runFor(Duration.ofMillis(LIMIT + 500));
                    cluster.network().heal();
                    return isReached(cluster, () -> cluster.node(node).carries(ip));
                });
    }

    private static boolean isReached(Simulator cluster, BooleanSupplier state) {
        return cluster.runUntil(state, Duration.ofSeconds(4)).isPresent();
    }

    @Test
    void aReleaseEndsOnlyTheHoldItNames() {
        isFound(
                new Mutants.EndsAnyHold(),
                cluster -> {
                    int node = follower(cluster);
                    IpAddress ip = served(cluster, node);
                    Instruction earlier = new Instruction.Release(ip, 1);
                    order(
                            cluster,
                            leader(cluster),
                            nextRun(cluster),
                            cluster.node(node).life(),
                            earlier);
                    return isReached(cluster, () -> !cluster.node(node).carries(ip));
                });
    }

    @Test
    void anUpdateMovesOnlyTheHoldItNames() {
        isFound(
                SimulationSetup.of(3, 3).withLinks(2),
                new Mutants.EndsAnyHold(),
                cluster -> {
                    int node = follower(cluster);
                    IpAddress ip = served(cluster, node);
                    InterfaceName on = cluster.node(node).interfaceOf(ip).orElseThrow();
                    InterfaceName other =
                            cluster.links().stream()
                                    .filter(each -> !each.equals(on))
                                    .findFirst()
                                    .orElseThrow();
                    Instruction earlier = new Instruction.Update(ip, 1, other);
                    order(
                            cluster,
                            leader(cluster),
                            nextRun(cluster),
                            cluster.node(node).life(),
                            earlier);
                    return isReached(
                            cluster,
                            () -> cluster.node(node).interfaceOf(ip).equals(Optional.of(other)));
                });
    }

    private static IpAddress served(Simulator cluster, int node) {
        return cluster.addresses().stream()
                .filter(cluster.node(node)::carries)
                .findFirst()
                .orElseThrow();
    }
}
