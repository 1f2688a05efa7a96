package dev.baton.testcluster.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.baton.config.IpAddress;
import dev.baton.config.Pnn;
import dev.baton.orchestrator.exchange.OperatorCommand;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** A calm cluster of three nodes, and one thing at a time that happens to it. */
@DisplayName("Safety rule and takeover runs, architecture sections 4, 5 and 6")
class ClusterStartSimulationTest {

    /** T, one heartbeat, and time for the run and its scripts. */
    private static final Duration TAKEOVER = Duration.ofMillis(5100);

    private final Simulator cluster = new Simulator(SimulationSetup.of(3, 6));

    private void isUp() {
        cluster.startAll();
        within(Duration.ofSeconds(6), cluster::allServed, "all is served after the start");
        cluster.runFor(Duration.ofSeconds(5));
    }

    private Duration within(Duration limit, java.util.function.BooleanSupplier holds, String what) {
        Optional<Duration> took = cluster.runUntil(holds, limit);
        assertTrue(took.isPresent(), () -> what + ", not within " + limit + "\n" + cluster.trace());
        return took.orElseThrow();
    }

    private List<IpAddress> servedBy(int pnn) {
        return cluster.addresses().stream().filter(ip -> cluster.node(pnn).carries(ip)).toList();
    }

    private boolean servedElsewhere(List<IpAddress> addresses, int not) {
        return addresses.stream()
                .allMatch(ip -> cluster.server(ip).filter(node -> node.pnn() != not).isPresent());
    }

    @Test
    void threeNodesHaveALeaderWithinASecondAndServeAllAddresses() {
        cluster.startAll();

        within(Duration.ofSeconds(1), () -> cluster.leader().isPresent(), "somebody leads");
        within(Duration.ofSeconds(4), cluster::allServed, "all is served");

        cluster.runFor(Duration.ofSeconds(20));
        for (SimulatedNode node : cluster.nodes()) {
            assertEquals(2, servedBy(node.pnn()).size());
        }
    }

    @Test
    void oneNodeOfThreeAloneServesNothing() {
        cluster.node(0).start();

        cluster.runFor(Duration.ofSeconds(30));

        assertTrue(cluster.leader().isEmpty());
        assertEquals(List.of(), servedBy(0));
    }

    @Test
    void twoNodesOfThreeServeAllAddresses() {
        cluster.node(0).start();
        cluster.node(2).start();

        within(Duration.ofSeconds(12), cluster::allServed, "all is served by two");
    }

    @Test
    void aDisabledNodeGivesItsAddressesAwayAtOnce() {
        isUp();
        List<IpAddress> its = servedBy(1);

        cluster.node(1).ask(new OperatorCommand.Disable(new Pnn(1), "maintenance"));

        within(Duration.ofMillis(600), () -> servedElsewhere(its, 1), "all has moved");
    }

    @Test
    void anAddressMovesWhereAnOperatorWantsIt() {
        isUp();
        IpAddress ip = servedBy(0).getFirst();

        cluster.node(1).ask(new OperatorCommand.Move(ip, new Pnn(2)));

        within(Duration.ofMillis(600), () -> cluster.node(2).carries(ip), "it has moved");
        cluster.runFor(Duration.ofMillis(600));
        assertTrue(cluster.node(1).replies().toString().contains("Done"));
    }

    @Test
    void theCrashOfALeaderDisturbsNobodyElsesAddress() {
        isUp();
        int leader = cluster.leader().orElseThrow().pnn();
        List<IpAddress> its = servedBy(leader);
        List<IpAddress> others =
                cluster.addresses().stream().filter(ip -> !its.contains(ip)).toList();

        cluster.node(leader).crash();

        within(
                TAKEOVER,
                () -> {
                    assertTrue(others.stream().allMatch(ip -> cluster.server(ip).isPresent()));
                    return servedElsewhere(its, leader);
                },
                "its addresses are served again");
        assertNotEquals(leader, cluster.leader().orElseThrow().pnn());
    }

    @Test
    void aNodeThatIsCutOffLosesItsAddressesToTheOthers() {
        isUp();
        int leader = cluster.leader().orElseThrow().pnn();
        int node = (leader + 1) % 3;
        List<IpAddress> its = servedBy(node);

        cluster.network().isolate(node);

        within(TAKEOVER, () -> servedElsewhere(its, node), "its addresses are served again");
        cluster.network().heal();
        cluster.runFor(Duration.ofSeconds(20));
        assertTrue(cluster.allServed());
    }

    @Test
    void aLeaderThatIsCutOffIsReplaced() {
        isUp();
        int leader = cluster.leader().orElseThrow().pnn();
        List<IpAddress> its = servedBy(leader);

        cluster.network().isolate(leader);

        within(TAKEOVER, () -> servedElsewhere(its, leader), "its addresses are served again");
    }

    @Test
    void anAgentStoppedForLongFindsItsAddressesElsewhere() {
        isUp();
        int node = (cluster.leader().orElseThrow().pnn() + 1) % 3;
        List<IpAddress> its = servedBy(node);

        cluster.node(node).pause();
        within(TAKEOVER, () -> servedElsewhere(its, node), "its addresses are served again");
        cluster.node(node).resume();
        cluster.runFor(Duration.ofSeconds(20));

        assertTrue(cluster.allServed());
    }

    @Test
    void aRestartedAgentGetsAddressesAgain() {
        isUp();

        cluster.node(1).crash();
        cluster.runFor(Duration.ofMillis(500));
        cluster.node(1).start();

        within(
                Duration.ofSeconds(20),
                () -> cluster.allServed() && servedBy(1).size() == 2,
                "it has its share");
    }

    @Test
    void aClusterThatLostPowerStartsAgain() {
        isUp();
        cluster.nodes().forEach(SimulatedNode::powerOff);
        cluster.runFor(Duration.ofSeconds(1));

        cluster.startAll();

        within(Duration.ofSeconds(6), cluster::allServed, "all is served again");
    }

    @Test
    void theSameSeedGivesTheSameHistory() {
        SimulationSetup hostile = SimulationSetup.of(4, 5).asHostile().withSeed(42);
        Simulator one = new Simulator(hostile);
        Simulator other = new Simulator(hostile);

        one.startAll();
        other.startAll();
        one.runFor(Duration.ofSeconds(10));
        other.runFor(Duration.ofSeconds(10));

        assertEquals(one.trace(), other.trace());
    }
}
