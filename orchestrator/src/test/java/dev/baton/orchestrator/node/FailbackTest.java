package dev.baton.orchestrator.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.baton.config.AddressRange;
import dev.baton.config.FailbackNow;
import dev.baton.config.IpAddress;
import dev.baton.config.Pnn;
import dev.baton.orchestrator.exchange.Input;
import dev.baton.orchestrator.exchange.OperatorCommand;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Operator documentation, "Failback": always, by hand, in a window; and what stays after a move by
 * hand (CTDB command contract, section 4, {@code moveip}).
 */
class FailbackTest {

    private static final Duration SOON = Duration.ofSeconds(2);
    private static final int ADDRESSES = 4;

    private static SmallCluster running(int nodes) {
        SmallCluster cluster = new SmallCluster(nodes, ADDRESSES).startAll();
        cluster.run(Duration.ofSeconds(5));
        return cluster;
    }

    private static void say(SmallCluster cluster, FailbackNow now) {
        List.copyOf(cluster.machines.keySet())
                .forEach(node -> cluster.give(node, new Input.FailbackChanged(now)));
    }

    private static FailbackNow closed(IpAddress... ips) {
        return new FailbackNow(
                List.of(ips).stream()
                        .map(ip -> new FailbackNow.Rule(new AddressRange(ip, 32), false))
                        .toList(),
                true);
    }

    private static SortedMap<IpAddress, List<Integer>> places(SmallCluster cluster) {
        TreeMap<IpAddress, List<Integer>> places = new TreeMap<>();
        for (int i = 1; i <= ADDRESSES; i++) {
            places.put(SmallCluster.ip(i), cluster.serving(SmallCluster.ip(i)));
        }
        return places;
    }

    private static long held(SmallCluster cluster, int node) {
        return places(cluster).values().stream().filter(List.of(node)::equals).count();
    }

    /** Node 2 dies and comes back while these policies rule. */
    private static SmallCluster afterFailover(FailbackNow policies) {
        SmallCluster cluster = running(3);
        cluster.kill(2);
        cluster.run(Duration.ofSeconds(10));
        assertEquals(ADDRESSES, cluster.served());
        say(cluster, policies);
        cluster.start(2);
        cluster.give(2, new Input.FailbackChanged(policies));
        cluster.run(Duration.ofSeconds(10));
        return cluster;
    }

    private static FailbackNow allButTheLast() {
        return closed(SmallCluster.ip(1), SmallCluster.ip(2), SmallCluster.ip(3));
    }

    @Test
    @DisplayName("By hand: only an address that may move goes back; all fail over all the same")
    void whatIsMovedByHandDoesNotGoBackByItself() {
        SmallCluster cluster = afterFailover(allButTheLast());

        assertEquals(1, held(cluster, 2), () -> places(cluster).toString());
        assertEquals(List.of(2), cluster.serving(SmallCluster.ip(4)));
    }

    @Test
    @DisplayName("ip failback IP: that address is spread anew, the others keep their places")
    void anOperatorFreesOneAddress() {
        SmallCluster cluster = afterFailover(allButTheLast());
        SortedMap<IpAddress, List<Integer>> before = places(cluster);

        cluster.ask(0, new OperatorCommand.Failback(List.of(SmallCluster.ip(2))));
        cluster.run(SOON);

        before.put(SmallCluster.ip(2), List.of(2));
        assertEquals(before, places(cluster));
    }

    @Test
    @DisplayName("ip failback all: everything is spread anew, whatever its policy")
    void anOperatorFreesAllAddresses() {
        SmallCluster cluster = afterFailover(new FailbackNow(List.of(), false));
        assertEquals(0, held(cluster, 2), () -> places(cluster).toString());

        cluster.ask(1, new OperatorCommand.Failback(List.of()));
        cluster.run(SOON);

        assertEquals(1, held(cluster, 2), () -> places(cluster).toString());
        assertTrue(
                cluster.replies.getLast().toString().contains("addresses moved: 1"),
                cluster.replies::toString);
    }

    @Test
    @DisplayName("A window: what it frees is spread anew as soon as it opens, without being asked")
    void aWindowThatOpensFreesItsAddresses() {
        SmallCluster cluster = afterFailover(new FailbackNow(List.of(), false));
        SortedMap<IpAddress, List<Integer>> before = places(cluster);

        say(cluster, allButTheLast());
        cluster.run(SOON);

        before.put(SmallCluster.ip(4), List.of(2));
        assertEquals(before, places(cluster));
        assertTrue(
                cluster.facts.stream().anyMatch(line -> line.contains("failback_window")),
                () -> String.join("\n", cluster.facts));
    }

    @Test
    @DisplayName("A node that cannot host it loses an address whatever its policy")
    void whatStaysLeavesADisabledNode() {
        SmallCluster cluster = running(2);
        say(cluster, new FailbackNow(List.of(), false));

        cluster.ask(1, new OperatorCommand.Disable(new Pnn(1), ""));
        cluster.run(SOON);
        assertEquals(4, held(cluster, 0));

        cluster.ask(1, new OperatorCommand.Enable(new Pnn(1)));
        cluster.run(SOON);
        assertEquals(4, held(cluster, 0));
    }

    @Test
    @DisplayName(
            "Section 4, moveip: the address stays until a later run, also when a node is empty")
    void whatAnOperatorMovedStaysUntilSomethingHappens() {
        SmallCluster cluster = running(2);
        for (int i = 1; i <= ADDRESSES; i++) {
            cluster.ask(0, new OperatorCommand.Move(SmallCluster.ip(i), new Pnn(0)));
            cluster.run(SOON);
        }
        assertEquals(4, held(cluster, 0));
        cluster.run(Duration.ofSeconds(20));
        assertEquals(4, held(cluster, 0));

        cluster.ask(0, new OperatorCommand.Reallocate());
        cluster.run(SOON);
        assertTrue(held(cluster, 1) > 0);
    }

    @Test
    @DisplayName("Section 4, moveip with algorithm 0: stays until a later run, and never longer")
    void aMoveIsUndoneByTheNextRunOfTheDeterministicAlgorithm() {
        SmallCluster cluster = running(2);
        for (int node = 0; node < 2; node++) {
            cluster.ask(
                    node, new OperatorCommand.SetVariable(new Pnn(node), "IPAllocAlgorithm", 0));
        }
        cluster.ask(0, new OperatorCommand.Reallocate());
        cluster.run(SOON);
        SortedMap<IpAddress, List<Integer>> usual = places(cluster);
        int other = 1 - cluster.serving(SmallCluster.ip(1)).getFirst();

        cluster.ask(0, new OperatorCommand.Move(SmallCluster.ip(1), new Pnn(other)));
        cluster.run(Duration.ofSeconds(20));
        assertEquals(List.of(other), cluster.serving(SmallCluster.ip(1)));
        assertNotEquals(usual, places(cluster));

        cluster.ask(0, new OperatorCommand.Reallocate());
        cluster.run(SOON);
        assertEquals(usual, places(cluster));
    }
}
