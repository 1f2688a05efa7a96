package dev.baton.testcluster.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.baton.config.Pnn;
import dev.baton.config.VoteMode;
import dev.baton.orchestrator.exchange.OperatorCommand;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.Set;
import java.util.function.BooleanSupplier;

/** Machines that join a cluster that serves, and one that takes the place of a dead one. */
@DisplayName("Safety rule, section 5: voters, while addresses are served")
class OtherMachinesSimulationTest {

    private static final Duration SETTLED = Duration.ofSeconds(6);

    /** A change of voters, with the start of a node. */
    private static final Duration JOINED = Duration.ofSeconds(14);

    private static Simulator serving(int nodes, int first) {
        Simulator cluster =
                new Simulator(
                        SimulationSetup.of(nodes, 5)
                                .withVotes(
                                        new SimulationSetup.Votes(
                                                first, VoteMode.MAJORITY, false, true)));
        cluster.startAll();
        within(cluster, SETTLED.multipliedBy(2), cluster::allServed, "all is served");
        cluster.runFor(SETTLED);
        return cluster;
    }

    private static void within(
            Simulator cluster, Duration limit, BooleanSupplier holds, String what) {
        assertTrue(
                cluster.runUntil(holds, limit).isPresent(),
                () -> what + ", not within " + limit + "\n" + cluster.trace());
    }

    private static boolean votes(Simulator cluster, int node) {
        return cluster.nodes().stream()
                .filter(SimulatedNode::isAlive)
                .flatMap(each -> each.storedVoters().stream())
                .allMatch(now -> !now.isJoint() && now.set().voters().contains(new Pnn(node)));
    }

    private static boolean serves(Simulator cluster, int node) {
        return cluster.addresses().stream().anyMatch(cluster.node(node)::carries);
    }

    /** What a move may take, and no more, is any address on no node. */
    private static void joins(Simulator cluster, int node) {
        cluster.nodes().forEach(each -> each.nodesFile(Simulator.nodesFile(node + 1, Set.of())));
        cluster.node(0).ask(new OperatorCommand.ReloadNodes());
        cluster.runFor(SETTLED);
        assertEquals(
                "Done[text=Node %d is NEW]".formatted(node),
                cluster.node(0).replies().getLast().toString());
        cluster.node(node).start();
        within(cluster, JOINED, () -> votes(cluster, node), "node " + node + " votes");
        within(cluster, JOINED, () -> serves(cluster, node), "node " + node + " serves");
        within(cluster, Duration.ofSeconds(1), cluster::allServed, "all is served");
    }

    @Test
    void threeNodesBecomeFourAndFive() {
        Simulator cluster = serving(5, 3);

        joins(cluster, 3);
        joins(cluster, 4);

        cluster.node(0).powerOff();
        cluster.node(1).powerOff();
        within(cluster, JOINED, cluster::allServed, "three of five serve all");
    }

    @Test
    void aDeadNodeIsReplacedByAnotherMachineWithItsNumber() {
        replaced(Duration.ZERO);
    }

    @Test
    void aMachineWhoseWallClockIsBehindItsPredecessorsStartsAgainInALaterLife() {
        replaced(Duration.ofHours(10));
    }

    private static void replaced(Duration behind) {
        Simulator cluster = serving(3, 3);
        long before = cluster.node(1).life().number();

        cluster.node(1).replaceMachine(behind);
        within(cluster, JOINED, cluster::allServed, "two of three serve all");
        cluster.node(1).start();

        within(cluster, JOINED, () -> serves(cluster, 1), "the new machine serves");
        assertTrue(cluster.node(1).life().number() > before);
        assertTrue(votes(cluster, 1));
        cluster.node(0).powerOff();
        within(cluster, JOINED, cluster::allServed, "its vote counts");
    }
}
