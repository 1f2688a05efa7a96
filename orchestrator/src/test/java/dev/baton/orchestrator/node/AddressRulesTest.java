package dev.baton.orchestrator.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.baton.config.InterfaceName;
import dev.baton.config.Pnn;
import dev.baton.config.Tunables;
import dev.baton.orchestrator.cluster.AddressReport;
import dev.baton.orchestrator.cluster.NodeReport;
import dev.baton.orchestrator.exchange.AddressSeen;
import dev.baton.orchestrator.exchange.Input;
import dev.baton.orchestrator.exchange.OperatorCommand;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;

/** CTDB events contract, sections 13.4, 13.5 and 14.4, on nodes that run. */
class AddressRulesTest {

    private static final Duration SOON = Duration.ofSeconds(2);

    private static SmallCluster running(int nodes, int addresses) {
        SmallCluster cluster = new SmallCluster(nodes, addresses).startAll();
        cluster.run(Duration.ofSeconds(5));
        return cluster;
    }

    private static void set(SmallCluster cluster, String name, int value) {
        for (int node : List.copyOf(cluster.machines.keySet())) {
            cluster.ask(node, new OperatorCommand.SetVariable(new Pnn(node), name, value));
        }
    }

    private static long held(SmallCluster cluster, int node, int addresses) {
        return IntStream.rangeClosed(1, addresses)
                .filter(i -> cluster.serving(SmallCluster.ip(i)).contains(node))
                .count();
    }

    private static boolean told(SmallCluster cluster, String fact) {
        return cluster.facts.stream().anyMatch(line -> line.contains(fact));
    }

    @Test
    @DisplayName("13.5: with NoIPFailback=1 a node that comes back gets nothing for balance")
    void withNoIpFailbackAddressesStayWhereTheyAre() {
        SmallCluster cluster = running(3, 4);
        set(cluster, "NoIPFailback", 1);
        cluster.kill(2);
        cluster.run(Duration.ofSeconds(10));
        assertEquals(4, cluster.served());

        cluster.start(2);
        cluster.run(Duration.ofSeconds(10));
        assertEquals(0, held(cluster, 2, 4), () -> String.join("\n", cluster.facts));

        set(cluster, "NoIPFailback", 0);
        cluster.ask(0, new OperatorCommand.Reallocate());
        cluster.run(SOON);
        assertTrue(held(cluster, 2, 4) > 0);
    }

    @Test
    @DisplayName("13.5: with NoIPFailback=1 unassigned addresses are still placed")
    void withNoIpFailbackADeadNodesAddressesAreTaken() {
        SmallCluster cluster = running(3, 3);
        set(cluster, "NoIPFailback", 1);

        cluster.kill(cluster.serving(SmallCluster.ip(1)).getFirst());
        cluster.run(Duration.ofSeconds(10));

        assertEquals(3, cluster.served());
    }

    @Test
    @DisplayName("13.5: NoIPTakeover=1 gives no address a new owner until it is 0 again")
    void withNoIpTakeoverADeadNodesAddressesAreOnNoNode() {
        SmallCluster cluster = running(3, 3);
        int dead = cluster.serving(SmallCluster.ip(1)).getFirst();
        set(cluster, "NoIPTakeover", 1);

        cluster.kill(dead);
        cluster.run(Duration.ofSeconds(10));
        assertEquals(List.of(), cluster.serving(SmallCluster.ip(1)));
        assertEquals(2, cluster.served());

        set(cluster, "NoIPTakeover", 0);
        cluster.ask((dead + 1) % 3, new OperatorCommand.Reallocate());
        cluster.run(SOON);
        assertEquals(3, cluster.served());
    }

    @Test
    @DisplayName("14.4, 13.4 (1): setifacelink down takes the addresses away, up lets some come")
    void aScriptsWordOnALinkMovesAddresses() {
        SmallCluster cluster = running(2, 2);

        cluster.ask(0, new OperatorCommand.SetLink(new Pnn(0), SmallCluster.ETH, false));
        cluster.run(Duration.ofSeconds(1));
        assertEquals(2, held(cluster, 1, 2));
        assertEquals(List.of(SmallCluster.ETH), down(cluster));

        cluster.ask(0, new OperatorCommand.SetLink(new Pnn(0), SmallCluster.ETH, true));
        cluster.run(Duration.ofSeconds(1));
        assertEquals(1, held(cluster, 0, 2), () -> String.join("\n", cluster.facts));
    }

    private static List<InterfaceName> down(SmallCluster cluster) {
        return Optional.ofNullable(cluster.view(0).peers().get(new Pnn(0)))
                .flatMap(NodeView.Peer::report)
                .map(NodeReport::interfacesDown)
                .orElseThrow();
    }

    @Test
    @DisplayName("13.4 (2): an available address without an owner is taken without being asked for")
    void anAddressWithoutAnOwnerIsTakenOnceItIsAvailable() {
        SmallCluster cluster = running(1, 1);
        cluster.link(0, false);
        cluster.run(SOON);
        assertEquals(0, cluster.served());

        cluster.link(0, true);
        cluster.run(Duration.ofSeconds(1));

        assertEquals(1, cluster.served());
    }

    @Test
    @DisplayName("13.4 (2): what a run gave and its node lost before its end is taken once more")
    void anAddressLostWithinTheRunThatTookItIsTakenAgain() {
        SmallCluster cluster = new SmallCluster(2, 1);
        cluster.rules = NodeRules.DEFAULT.with(Tunables.DEFAULT.with("EventScriptTimeout", 5));
        cluster.startAll().run(Duration.ofSeconds(5));
        cluster.link(0, false);
        cluster.link(1, false);
        cluster.run(SOON);
        cluster.lasts = (node, event) -> node == 1 && event.name().equals("ipreallocated");
        cluster.link(0, true);
        cluster.run(Duration.ofSeconds(1));
        assertEquals(1, cluster.served());

        cluster.give(0, new Input.RenewalFailed(SmallCluster.ip(1), "too late"));
        cluster.run(SOON);
        assertEquals(0, cluster.served());
        cluster.run(Duration.ofSeconds(4));

        assertEquals(1, cluster.served(), () -> String.join("\n", cluster.facts));
    }

    @Test
    @DisplayName("13.4 (3): an own address that is not on the system is taken again")
    void anAddressThatTheKernelLostIsTakenAgain() {
        SmallCluster cluster = running(1, 1);
        cluster.lose(0, SmallCluster.ip(1));

        cluster.give(0, new Input.AddressVanished(SmallCluster.ip(1), SmallCluster.ETH));
        cluster.run(SOON);

        assertTrue(told(cluster, "AddressMissing[ip=10.50.1.1]"));
        assertEquals(1, cluster.served());
        assertTrue(cluster.carries(0, SmallCluster.ip(1)));
    }

    @Test
    @DisplayName("safety, 3: a lifetime is written with every second heartbeat, h = 0.5 s, L = 3 s")
    void aLifetimeIsWrittenWhenItGainsAQuarter() {
        SmallCluster cluster = running(1, 1);
        cluster.renewed.clear();

        cluster.run(Duration.ofSeconds(20));

        assertEquals(20, cluster.renewed.size(), 1);
    }

    @Test
    @DisplayName("safety, 3: a write that was skipped is made with the next heartbeat")
    void aWriteThatWasSkippedIsMadeAgain() {
        SmallCluster cluster = running(1, 1);
        for (int i = 0; i < 10; i++) {
            cluster.renewed.clear();
            cluster.give(0, new Input.RenewalSkipped(SmallCluster.ip(1)));
            cluster.run(Duration.ofMillis(510));

            assertEquals(List.of(SmallCluster.ip(1)), cluster.renewed);
        }
    }

    @Test
    @DisplayName("13.4 (4): an address of another node that is on the system goes")
    void anAddressThatShouldNotBeHereIsRemoved() {
        SmallCluster cluster = running(2, 1);
        int other = 1 - cluster.serving(SmallCluster.ip(1)).getFirst();
        AddressSeen seen = new AddressSeen(SmallCluster.ip(1), 24, SmallCluster.ETH, -1, true);
        cluster.carry(other, seen);

        cluster.give(other, new Input.AddressAppeared(seen));
        cluster.run(SOON);

        assertTrue(told(cluster, "AddressRemoved[ip=10.50.1.1"));
        assertTrue(!cluster.carries(other, SmallCluster.ip(1)));
        assertEquals(List.of(1 - other), cluster.serving(SmallCluster.ip(1)));
    }

    @Test
    @DisplayName("Before its first take an address is looked for on the network, later never again")
    void onlyAnAddressThatNobodyHasCarriedIsProbed() {
        SmallCluster cluster = running(3, 2);
        int atStart = cluster.probed.size();
        assertTrue(atStart >= 2, cluster.probed.toString());

        cluster.kill(cluster.serving(SmallCluster.ip(1)).getFirst());
        cluster.run(Duration.ofSeconds(10));

        assertEquals(2, cluster.served());
        assertEquals(atStart, cluster.probed.size(), cluster.probed.toString());
    }

    @Test
    @DisplayName("A take that is refused for a foreign machine is tried again and blames nobody")
    void anAddressOfAForeignMachineIsTakenOnceThatIsGone() {
        SmallCluster cluster = new SmallCluster(3, 2);
        cluster.foreign.add(SmallCluster.ip(1));
        cluster.startAll().run(Duration.ofSeconds(20));

        assertEquals(List.of(), cluster.serving(SmallCluster.ip(1)));
        assertEquals(1, cluster.serving(SmallCluster.ip(2)).size());
        assertTrue(told(cluster, "ForeignMachine[ip=10.50.1.1, mac=02:00:00:00:00:09]"));
        assertTrue(!told(cluster, "BanCredit"));
        assertTrue(reported(cluster).contains("02:00:00:00:00:09"));

        cluster.foreign.clear();
        cluster.run(SOON);
        assertEquals(2, cluster.served());
        assertEquals(Set.of(""), reported(cluster));
    }

    /** What the nodes say of a machine outside the cluster that uses the first address. */
    private static Set<String> reported(SmallCluster cluster) {
        TreeSet<String> all = new TreeSet<>();
        for (int node = 0; node < 3; node++) {
            AddressReport report =
                    cluster.seen(node, node)
                            .report()
                            .map(own -> own.addresses().get(SmallCluster.ip(1)))
                            .orElseThrow();
            all.add(report.foreign());
        }
        return all;
    }
}
