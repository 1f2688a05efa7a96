package dev.baton.orchestrator.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.baton.config.IpAddress;
import dev.baton.config.Pnn;
import dev.baton.orchestrator.allocation.AllocationPolicy;
import dev.baton.orchestrator.allocation.Deterministic;
import dev.baton.orchestrator.exchange.OperatorCommand;
import dev.baton.orchestrator.exchange.OperatorReply;
import dev.baton.orchestrator.takeover.Planner;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;
import java.util.TreeMap;

/**
 * Where an operator wants an address, on nodes that run: moveip (CTDB command contract, section 4)
 * and home_nodes (CTDB ipalloc contract, section 3; CTDB events contract, section 15).
 */
class MovesAndHomesTest {

    private static final Duration SOON = Duration.ofSeconds(2);
    private static final IpAddress FIRST = SmallCluster.ip(1);

    private static SmallCluster running(int nodes, int addresses) {
        SmallCluster cluster = new SmallCluster(nodes, addresses).startAll();
        cluster.run(Duration.ofSeconds(5));
        return cluster;
    }

    private static int holder(SmallCluster cluster, IpAddress ip) {
        return cluster.serving(ip).getFirst();
    }

    private static void move(SmallCluster cluster, int asked, int to) {
        cluster.ran.clear();
        cluster.ask(asked, new OperatorCommand.Move(FIRST, new Pnn(to)));
        cluster.run(SOON);
    }

    private static void setEverywhere(SmallCluster cluster, String name, int value) {
        for (int node : List.copyOf(cluster.machines.keySet())) {
            cluster.ask(node, new OperatorCommand.SetVariable(new Pnn(node), name, value));
        }
        cluster.replies.clear();
    }

    private static String all(SmallCluster cluster) {
        return cluster.ran + "\n" + String.join("\n", cluster.facts);
    }

    @Test
    @DisplayName("moveip: released there, taken here, then ipreallocated on every node (4)")
    void aMoveIsOneReleaseOneTakeAndIpreallocatedEverywhere() {
        SmallCluster cluster = running(3, 6);
        setEverywhere(cluster, "NoIPFailback", 1);
        int from = holder(cluster, FIRST);
        int to = (from + 1) % 3;

        move(cluster, (from + 2) % 3, to);

        assertEquals(List.of(to), cluster.serving(FIRST));
        List<String> events =
                cluster.ran.stream().filter(each -> !each.endsWith(" monitor")).toList();
        assertEquals(
                List.of(
                        "0 startipreallocate",
                        "1 startipreallocate",
                        "2 startipreallocate",
                        from + " releaseip",
                        to + " takeip",
                        "0 ipreallocated",
                        "1 ipreallocated",
                        "2 ipreallocated"),
                events.stream().sorted(MovesAndHomesTest::byStage).toList(),
                () -> all(cluster));
        assertTrue(events.indexOf(from + " releaseip") < events.indexOf(to + " takeip"));
        assertEquals(List.of(new OperatorReply.Done("moved 10.50.1.1")), cluster.replies);
    }

    /** Stages in order, nodes within a stage by number: their messages cross. */
    private static int byStage(String one, String other) {
        List<String> stages = List.of("startipreallocate", "releaseip", "takeip", "ipreallocated");
        int difference = stages.indexOf(one.substring(2)) - stages.indexOf(other.substring(2));
        return difference == 0 ? one.compareTo(other) : difference;
    }

    @Test
    @DisplayName("moveip to the node that has it: no event of the address (4; events, 13.2 (8))")
    void aMoveToWhereItIsDisturbsNobody() {
        SmallCluster cluster = running(3, 3);
        int holder = holder(cluster, FIRST);

        move(cluster, holder, holder);

        assertTrue(cluster.ran.stream().noneMatch(each -> each.endsWith("eip")), all(cluster));
        assertEquals(List.of(new OperatorReply.Done("moved 10.50.1.1")), cluster.replies);
    }

    @Test
    @DisplayName("moveip to a node that may not host it: refused with why, nothing moves (4)")
    void aMoveToADisabledNodeChangesNothing() {
        SmallCluster cluster = running(3, 3);
        int from = holder(cluster, FIRST);
        int to = (from + 1) % 3;
        cluster.ask(to, new OperatorCommand.Disable(new Pnn(to), "firmware"));
        cluster.run(SOON);
        cluster.replies.clear();

        move(cluster, from, to);

        assertEquals(List.of(from), cluster.serving(FIRST));
        OperatorReply.Failed failed =
                assertInstanceOf(OperatorReply.Failed.class, cluster.replies.getFirst());
        assertTrue(failed.toString().contains("the node cannot host it now"), failed::toString);
    }

    @Test
    @DisplayName("moveip is not permanent: what empties a node is filled again by a later run (4)")
    void aLaterRunMayMoveItAgain() {
        SmallCluster cluster = running(2, 2);
        int from = holder(cluster, FIRST);
        int to = 1 - from;

        move(cluster, from, to);
        cluster.run(Duration.ofSeconds(30));
        assertEquals(List.of(to), cluster.serving(FIRST), () -> all(cluster));
        assertEquals(List.of(to), cluster.serving(SmallCluster.ip(2)), () -> all(cluster));

        cluster.ask(from, new OperatorCommand.Reallocate());
        cluster.run(SOON);
        assertEquals(2, cluster.served());
        assertTrue(holder(cluster, FIRST) != holder(cluster, SmallCluster.ip(2)));
    }

    @Test
    @DisplayName("moveip with NoIPFailback: later runs leave it there (4; events, 13.5)")
    void withoutFailbackItStays() {
        SmallCluster cluster = running(2, 2);
        setEverywhere(cluster, "NoIPFailback", 1);
        int from = holder(cluster, FIRST);

        move(cluster, from, 1 - from);
        cluster.ask(from, new OperatorCommand.Reallocate());
        cluster.run(SOON);

        assertEquals(List.of(1 - from), cluster.serving(FIRST), () -> all(cluster));
        assertEquals(List.of(1 - from), cluster.serving(SmallCluster.ip(2)));
    }

    private static Planner withHomes(int... homes) {
        TreeMap<IpAddress, Pnn> map = new TreeMap<>();
        for (int i = 0; i < homes.length; i++) {
            map.put(SmallCluster.ip(i + 1), new Pnn(homes[i]));
        }
        return new Planner(new Deterministic(), AllocationPolicy.DEFAULT.withHomes(map));
    }

    @Test
    @DisplayName("home_nodes: an address is at home while its home can host it (3, step 1)")
    void anAddressLeavesAndReturnsWithItsHome() {
        SmallCluster cluster = new SmallCluster(3, 3);
        cluster.planner = withHomes(2, 2);
        cluster.startAll().run(Duration.ofSeconds(5));
        assertEquals(List.of(2), cluster.serving(FIRST), () -> all(cluster));
        assertEquals(List.of(2), cluster.serving(SmallCluster.ip(2)));
        assertEquals(List.of(0), cluster.serving(SmallCluster.ip(3)), "by its place in the list");

        cluster.ask(2, new OperatorCommand.Disable(new Pnn(2), "firmware"));
        cluster.run(SOON);
        assertEquals(3, cluster.served());
        assertTrue(holder(cluster, FIRST) != 2);

        cluster.ask(2, new OperatorCommand.Enable(new Pnn(2)));
        cluster.run(SOON);
        assertEquals(List.of(2), cluster.serving(FIRST), () -> all(cluster));
        assertEquals(List.of(2), cluster.serving(SmallCluster.ip(2)));
    }

    @Test
    @DisplayName("home_nodes: only the leader's file counts (3)")
    void theLeadersHomesCount() {
        SmallCluster cluster = new SmallCluster(3, 1);
        for (int node = 0; node < 3; node++) {
            cluster.planner = withHomes(node);
            cluster.start(node);
        }
        cluster.run(Duration.ofSeconds(5));
        int leader = cluster.view(0).leader().orElseThrow().value();
        assertEquals(List.of(leader), cluster.serving(FIRST), () -> all(cluster));
    }

    @Test
    @DisplayName("home_nodes: LCP2 takes no notice of them (1, homes)")
    void otherAlgorithmsHaveNoHomes() {
        SmallCluster cluster = new SmallCluster(2, 2);
        cluster.planner = withHomes(0, 0);
        cluster.startAll().run(Duration.ofSeconds(5));
        assertEquals(List.of(0), cluster.serving(FIRST));
        assertEquals(List.of(0), cluster.serving(SmallCluster.ip(2)));

        setEverywhere(cluster, "IPAllocAlgorithm", 2);
        cluster.ask(0, new OperatorCommand.Reallocate());
        cluster.run(SOON);

        assertTrue(holder(cluster, FIRST) != holder(cluster, SmallCluster.ip(2)));
    }

    @Test
    @DisplayName("moveip with algorithm 0: the address goes home with the next run (4)")
    void aHomeWinsOverAMove() {
        SmallCluster cluster = new SmallCluster(2, 1);
        cluster.planner = withHomes(0);
        cluster.startAll().run(Duration.ofSeconds(5));

        move(cluster, 0, 1);
        cluster.ask(0, new OperatorCommand.Reallocate());
        cluster.run(SOON);

        assertEquals(List.of(0), cluster.serving(FIRST), () -> all(cluster));
    }
}
