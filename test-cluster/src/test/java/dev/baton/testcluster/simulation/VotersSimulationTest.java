package dev.baton.testcluster.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.baton.config.Pnn;
import dev.baton.config.VoteMode;
import dev.baton.orchestrator.cluster.Voters;
import dev.baton.orchestrator.exchange.OperatorCommand;
import dev.baton.orchestrator.exchange.OperatorReply;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;

/** Who votes, and how that changes while addresses are served. */
@DisplayName("Safety rule, section 5: voters")
class VotersSimulationTest {

    /** T, the step to both sets and the step to the new one, with the disk. */
    private static final Duration CHANGE = Duration.ofSeconds(6);

    private static Simulator cluster(int nodes, int first, VoteMode mode, boolean lock) {
        return new Simulator(
                SimulationSetup.of(nodes, 3)
                        .withVotes(new SimulationSetup.Votes(first, mode, lock, true)));
    }

    /** Three nodes that have agreed on nothing yet. */
    private static Simulator strangers() {
        return new Simulator(
                SimulationSetup.of(3, 3)
                        .withVotes(new SimulationSetup.Votes(3, VoteMode.MAJORITY, false, false)));
    }

    private static Simulator serving(Simulator cluster) {
        cluster.startAll();
        within(cluster, Duration.ofSeconds(8), cluster::allServed, "all is served");
        cluster.runFor(Duration.ofSeconds(6));
        return cluster;
    }

    private static void within(
            Simulator cluster, Duration limit, BooleanSupplier holds, String what) {
        assertTrue(
                cluster.runUntil(holds, limit).isPresent(),
                () -> what + ", not within " + limit + "\n" + cluster.trace());
    }

    private static Voters voters(Simulator cluster, int node) {
        return cluster.node(node).storedVoters().orElseThrow();
    }

    private static boolean votes(Simulator cluster, int seenBy, int node) {
        Voters now = voters(cluster, seenBy);
        return !now.isJoint() && now.set().voters().contains(new Pnn(node));
    }

    private static boolean isGone(Simulator cluster, int seenBy, int node) {
        return !voters(cluster, seenBy).all().contains(new Pnn(node));
    }

    private static void write(Simulator cluster, int lines, Set<Integer> deleted) {
        cluster.nodes().forEach(node -> node.nodesFile(Simulator.nodesFile(lines, deleted)));
    }

    private static OperatorReply lastReply(Simulator cluster, int node) {
        return cluster.node(node).replies().getLast();
    }

    private static void shutDown(Simulator cluster, int node) {
        cluster.node(node).ask(new OperatorCommand.Shutdown(new Pnn(node)));
        within(
                cluster,
                Duration.ofSeconds(8),
                () -> !cluster.node(node).isAlive(),
                "node " + node + " has ended");
    }

    @Test
    void aNodeThatIsAddedVotesAndServesAndNothingIsDropped() {
        Simulator cluster = serving(cluster(4, 3, VoteMode.MAJORITY, false));
        write(cluster, 4, Set.of());
        cluster.node(1).ask(new OperatorCommand.ReloadNodes());
        within(
                cluster,
                CHANGE,
                () -> !cluster.node(1).replies().isEmpty(),
                "the reload is answered");
        assertEquals(new OperatorReply.Done("Node 3 is NEW"), lastReply(cluster, 1));
        cluster.node(3).start();
        within(cluster, CHANGE.multipliedBy(2), () -> votes(cluster, 0, 3), "node 3 votes");
        cluster.node(0).ask(new OperatorCommand.Move(cluster.addresses().getFirst(), new Pnn(3)));
        within(
                cluster,
                Duration.ofSeconds(4),
                () -> cluster.node(3).carries(cluster.addresses().getFirst()),
                "node 3 serves");
        assertTrue(cluster.allServed());
    }

    @Test
    void aNodeThatEndsIsDeletedAndItsNumberStays() {
        Simulator cluster = serving(cluster(3, 3, VoteMode.MAJORITY, false));
        shutDown(cluster, 1);
        within(cluster, CHANGE, () -> isGone(cluster, 0, 1), "its vote is given back");
        write(cluster, 3, Set.of(1));
        cluster.node(2).ask(new OperatorCommand.ReloadNodes());
        within(cluster, CHANGE, () -> !cluster.node(2).replies().isEmpty(), "it is answered");
        assertEquals(new OperatorReply.Done("Node 1 is DELETED"), lastReply(cluster, 2));
        assertEquals(3, voters(cluster, 0).set().nodes().count());
        assertTrue(voters(cluster, 0).set().nodes().isDeleted(new Pnn(1)));
        assertTrue(cluster.allServed());
    }

    @Test
    @DisplayName("CTDB command contract, section 4, reloadnodes: what cannot be is refused")
    void aReloadThatCannotBeChangesNothing() {
        Simulator cluster = serving(cluster(3, 3, VoteMode.MAJORITY, false));

        refuses(cluster, Set.of(1), 3, "node 1 is deleted in the file but runs");
        refuses(cluster, Set.of(), 2, "the file has 2 lines for nodes, the cluster 3");
        write(cluster, 3, Set.of());
        cluster.node(2).nodesFile(Simulator.nodesFile(4, Set.of()));
        reload(cluster);
        assertRefused(cluster, "the nodes files of node 0 and node 2 differ");
        write(cluster, 3, Set.of());
        reload(cluster);
        assertEquals(
                new OperatorReply.Done("No change in nodes file, skipping unnecessary reload"),
                lastReply(cluster, 0));
        assertEquals(1, voters(cluster, 0).generation());
    }

    private static void refuses(Simulator cluster, Set<Integer> deleted, int lines, String why) {
        write(cluster, lines, deleted);
        reload(cluster);
        assertRefused(cluster, why);
    }

    private static void reload(Simulator cluster) {
        int before = cluster.node(0).replies().size();
        cluster.node(0).ask(new OperatorCommand.ReloadNodes());
        within(
                cluster,
                Duration.ofSeconds(7),
                () -> cluster.node(0).replies().size() > before,
                "the reload is answered");
    }

    private static void assertRefused(Simulator cluster, String why) {
        String reply = lastReply(cluster, 0).toString();
        assertTrue(reply.startsWith("Refused[why=" + why), reply);
    }

    @Test
    void twoOfThreeCanBeEndedOnPurposeAndComeBack() {
        Simulator cluster = serving(cluster(3, 3, VoteMode.MAJORITY, false));
        for (int node : new int[] {2, 0}) {
            shutDown(cluster, node);
            within(cluster, CHANGE, () -> isGone(cluster, 1, node), "the vote is back");
        }
        cluster.runFor(Duration.ofSeconds(20));
        assertTrue(cluster.allServed(), "one of three serves all");
        cluster.node(0).start();
        cluster.node(2).start();
        within(
                cluster,
                CHANGE.multipliedBy(3),
                () -> votes(cluster, 1, 0) && votes(cluster, 1, 2),
                "all three vote");
        cluster.node(1).crash();
        within(cluster, Duration.ofSeconds(8), cluster::allServed, "two of three serve all");
    }

    @Test
    void whereAllEndTogetherEveryVoteStays() {
        Simulator cluster = serving(cluster(3, 3, VoteMode.MAJORITY, false));
        for (int node = 0; node < 3; node++) {
            cluster.node(node).ask(new OperatorCommand.Shutdown(new Pnn(node)));
        }
        cluster.runFor(Duration.ofSeconds(30));
        for (int node = 0; node < 3; node++) {
            assertFalse(cluster.node(node).isAlive());
            assertEquals(3, voters(cluster, node).set().voters().size());
        }
        cluster.node(0).start();
        cluster.node(1).start();
        within(cluster, Duration.ofSeconds(12), cluster::allServed, "any two serve all");
    }

    @Test
    void nothingIsServedBeforeAllNodesHaveAgreedOnceThenTwoSuffice() {
        Simulator cluster = strangers();
        cluster.node(0).start();
        cluster.node(1).start();
        cluster.runFor(Duration.ofSeconds(30));
        assertTrue(cluster.leader().isEmpty(), "two of three that never met the third");
        cluster.node(2).start();
        within(cluster, Duration.ofSeconds(8), cluster::allServed, "all is served");
        cluster.nodes().forEach(SimulatedNode::crash);
        cluster.runFor(Duration.ofSeconds(6));
        cluster.node(0).start();
        cluster.node(1).start();
        within(cluster, Duration.ofSeconds(12), cluster::allServed, "two serve all");
    }

    @Test
    void anOperatorsWordFoundsTheCluster() {
        Simulator cluster = strangers();
        cluster.node(0).start();
        cluster.node(1).start();
        cluster.runFor(Duration.ofSeconds(1));
        cluster.node(0).ask(new OperatorCommand.FoundVoters(new Pnn(0)));
        within(cluster, Duration.ofSeconds(12), cluster::allServed, "two serve all");
    }

    @Test
    void ofTwoNodesWithALockEitherGoesOnAlone() {
        Simulator cluster = serving(cluster(2, 2, VoteMode.MAJORITY, true));
        int leader = cluster.leader().orElseThrow().pnn();
        cluster.node(leader).powerOff();
        within(cluster, Duration.ofSeconds(20), cluster::allServed, "the other serves all");
        cluster.node(leader).start();
        cluster.runFor(Duration.ofSeconds(20));
        cluster.node(1 - leader).powerOff();
        within(cluster, Duration.ofSeconds(20), cluster::allServed, "the first serves all");
    }

    @Test
    void ofTwoNodesWithoutALockNoneGoesOnAlone() {
        Simulator cluster = serving(cluster(2, 2, VoteMode.MAJORITY, false));
        cluster.node(1).powerOff();
        cluster.runFor(Duration.ofSeconds(30));
        assertFalse(cluster.allServed());
    }

    @Test
    void withVotersLockTheHolderOfTheLockServesAlone() {
        Simulator cluster = serving(cluster(3, 3, VoteMode.LOCK, true));
        cluster.node(0).powerOff();
        cluster.node(1).powerOff();
        within(cluster, Duration.ofSeconds(25), cluster::allServed, "one of three serves all");
    }

    @Test
    void withVotersBothAMajorityWithoutTheLockServesNothing() {
        Simulator cluster = serving(cluster(3, 3, VoteMode.BOTH, true));
        cluster.lock().reachable(false);
        cluster.lock().revoke();
        cluster.runFor(Duration.ofSeconds(20));
        assertTrue(cluster.leader().isEmpty());
        cluster.lock().reachable(true);
        within(cluster, Duration.ofSeconds(25), cluster::allServed, "all is served again");
    }

    @Test
    void withVotersBothAMinorityLetsTheLockGo() {
        Simulator cluster = serving(cluster(3, 3, VoteMode.BOTH, true));
        int caster = 0;
        while (!castsLock(cluster, caster)) {
            caster++;
        }
        cluster.network().isolate(caster);
        within(cluster, Duration.ofSeconds(40), cluster::allServed, "the majority serves all");
    }

    private static boolean castsLock(Simulator cluster, int node) {
        return cluster.node(node).view().stream()
                .flatMap(view -> Optional.ofNullable(view.peers().get(new Pnn(node))).stream())
                .flatMap(self -> self.report().stream())
                .anyMatch(report -> report.vote().castsLock());
    }
}
