package dev.baton.testcluster.stock;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.baton.testcluster.netns.CableCut;
import dev.baton.testcluster.netns.CutKind;
import dev.baton.testcluster.netns.Network;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;

/**
 * The event scripts and helper scripts of CTDB's package, unmodified, in {@code /etc/ctdb}: what
 * they do to routes, rules, addresses, connections and a service when addresses move.
 */
@NeedsStock({
    "/usr/share/ctdb/events/legacy/10.interface.script",
    "/usr/sbin/iptables",
    "/usr/bin/onnode",
    "/usr/sbin/vsftpd",
    "/usr/sbin/ipvsadm",
    "/usr/sbin/ethtool"
})
@EnabledIfSystemProperty(
        named = "baton.long",
        matches = "true",
        disabledReason = "it takes a minute; run test-cluster/long packages")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class StockScriptsNetnsIT {
    private static final Duration MOVE_LIMIT = Duration.ofSeconds(15);
    private static final Duration NOTICE_LIMIT = Duration.ofSeconds(1);
    private static final String INTERFACE_OPTIONS = "/etc/ctdb/events/legacy/10.interface.options";

    private final StockCluster cluster = new StockCluster();
    private final StockOptions options = new StockOptions(cluster);

    @BeforeAll
    void start() {
        options.enableAll();
        cluster.holdAndAnswer();
        cluster.start();
    }

    @AfterAll
    void close() {
        cluster.close();
    }

    @BeforeEach
    void allIsWell() {
        cluster.awaitWell();
    }

    /** A release counts by what the kernel has afterwards: events contract, section 13.3. */
    @AfterEach
    void noEventFailedButMonitorAndRelease() {
        List<String> failed =
                cluster.nodes().stream()
                        .flatMap(node -> node.said().lines())
                        .filter(line -> line.contains("event_ended "))
                        .filter(line -> !line.contains("status=ok"))
                        .filter(line -> !line.matches(".* event=(monitor|releaseip) .*"))
                        .toList();

        assertEquals(List.of(), failed);
    }

    @Test
    @DisplayName("Events contract 2.1, command contract 5: the package's scripts, linked by us")
    void theScriptsOfThePackageAreLinkedAndAllOfThemPassTheirMonitor() {
        StockNode node = cluster.node(0);

        String listed = node.ctdb("event script list legacy");
        String status = node.ctdb("scriptstatus");

        for (String script : StockOptions.ALL) {
            assertTrue(listed.contains("* " + script + "\n"), listed);
            assertEquals(
                    "/usr/share/ctdb/events/legacy/" + script + ".script\n",
                    node.shell("readlink /etc/ctdb/events/legacy/" + script + ".script"));
            assertTrue(status.matches("(?s).*^?" + script + " +OK .*"), status);
        }
        assertFalse(status.contains("OUTPUT"), status);
    }

    @Test
    @DisplayName(
            "Command contract 3.2 and 6.2: the NAT gateway and LVS lead move, but not to a node"
                    + " that only follows; 11.natgw, 91.lvs")
    void whoLeadsTheGatewayAndTheBalancerMovesWhenItsNodeIsStopped(TestReporter reporter) {
        reporter.publishEntry("91.lvs", options.balancer());
        StockNode follower = cluster.node(0);
        StockNode before = cluster.node(1);
        StockNode after = cluster.node(2);
        assertGatewayIs(before, follower);
        assertEquals("1", follower.ctdb("lvs leader").strip());
        String group = follower.ctdb("natgw list");
        assertTrue(group.matches("(?s)10\\.77\\.0\\.11\\s+follower-only\\n.*"), group);
        assertTrue(group.matches("(?s).*10\\.77\\.0\\.12\\s+LEADER\\n.*"), group);
        assertEquals("lo", interfaceOf(follower, StockOptions.BALANCED));

        before.ctdb("stop");
        try {
            cluster.await("another gateway", MOVE_LIMIT, () -> leads(after));
            assertGatewayIs(after, follower);
            assertGatewayIs(after, before);
            assertFalse(configured(before, options.gatewayAddress()));
            assertEquals("", before.shell("iptables-save -t nat | grep MASQUERADE || true"));
            assertEquals("2", follower.ctdb("lvs leader").strip());
            assertTrue(options.balances(after), options.balancer());
            assertEquals("0 10.77.0.11\n2 10.77.0.13\n", follower.ctdb("lvs list"));
            assertEquals("lo", interfaceOf(follower, StockOptions.BALANCED));
        } finally {
            before.ctdb("continue");
        }
        cluster.await("the first gateway again", MOVE_LIMIT, () -> leads(before));
    }

    private boolean leads(StockNode node) {
        return cluster.node(0).attempt("natgw leader").output().startsWith(node.pnn() + " ")
                && configured(node, options.gatewayAddress());
    }

    /** A follower reaches the world through the leader and comes from the leader's address. */
    private void assertGatewayIs(StockNode leader, StockNode follower) {
        List<String> public1 =
                List.of(
                        options.gatewayAddress(),
                        cluster.namespaces().nodeAddress(leader.pnn(), Network.PUBLIC_1));
        assertEquals(
                "%d %s".formatted(leader.pnn(), cluster.privateAddress(leader.pnn())),
                follower.ctdb("natgw leader").strip());
        String way = "default via " + cluster.privateAddress(leader.pnn());
        cluster.await(
                follower.name() + " has " + way,
                MOVE_LIMIT,
                () -> follower.shell("ip route show default").startsWith(way));
        String comesFrom =
                cluster.askFrom(follower, "-", StockCluster.OUTSIDE, StockCluster.ANSWER_PORT);
        assertTrue(public1.contains(comesFrom), comesFrom);
    }

    /** Where a node has an address; empty where it has not. */
    private static String interfaceOf(StockNode node, String address) {
        String shown = node.shell("ip -o address show to " + address);
        return shown.isEmpty() ? "" : shown.split("\\s+", 3)[1];
    }

    private static boolean configured(StockNode node, String address) {
        return !node.shell("ip -o address show to " + address).isBlank();
    }

    @Test
    @DisplayName(
            "Events contract 5 and 14.3: routes of an address follow it; connections are reset")
    void aMovedAddressTakesItsRoutesAlongAndItsConnectionsAreReset() {
        String address = StockCluster.FIRST;
        StockNode from = cluster.holding(address);
        StockNode to = cluster.other(from);
        assertRoutedOnlyOn(from, address);
        Transcript client = cluster.tcpOutside("stay", address, "" + StockCluster.HOLD_PORT);
        cluster.await("a connection", MOVE_LIMIT, () -> client.said("connected"));

        from.ctdb("moveip " + address + " " + to.pnn());

        cluster.await("the client notices", NOTICE_LIMIT, () -> client.said("reset"));
        cluster.await(
                "the move", MOVE_LIMIT, () -> cluster.holder(address).equals(Optional.of(to)));
        assertRoutedOnlyOn(to, address);
        Transcript again = cluster.tcpOutside("stay", address, "" + StockCluster.HOLD_PORT);
        cluster.await("a new connection", MOVE_LIMIT, () -> again.said("connected"));
        assertEquals("", from.shell("iptables-save | grep " + address + " || true"));
        again.process().kill();
    }

    private void assertRoutedOnlyOn(StockNode holder, String address) {
        for (StockNode node : cluster.nodes()) {
            String rules = node.shell("ip rule show");
            boolean here = node == holder;
            assertEquals(
                    here, rules.contains("from " + address + " lookup ctdb." + address), rules);
        }
        String table = holder.shell("ip route show table ctdb." + address);
        assertTrue(table.contains("default via " + cluster.client(Network.PUBLIC_1)), table);
        assertEquals(
                address,
                cluster.askFrom(holder, address, StockCluster.OUTSIDE, StockCluster.ANSWER_PORT));
    }

    @Test
    @DisplayName("Events contract 5: 11.routing puts its routes back with every ipreallocated")
    void staticRoutesThatWereLostComeBackWithTheNextRun() {
        StockNode node = cluster.node(1);
        node.shell("ip route del " + StockOptions.STATIC_NETWORK);

        node.ctdb("ipreallocate");

        assertTrue(
                node.shell("ip route show " + StockOptions.STATIC_NETWORK)
                        .startsWith(
                                StockOptions.STATIC_NETWORK
                                        + " via "
                                        + cluster.client(Network.PUBLIC_1)));
    }

    @Test
    @DisplayName("Events contract 8: a real server's death makes its node unhealthy; 40.vsftpd")
    void aNodeIsUnhealthyWhileItsServerIsDeadAndHealthyWhenItIsBack() {
        StockNode node = cluster.holding(StockCluster.THIRD);

        node.shell("service vsftpd stop");

        cluster.await("unhealthy", MOVE_LIMIT, () -> isUnhealthy(node));
        assertTrue(node.attempt("scriptstatus").output().matches("(?s).*40.vsftpd +ERROR .*"));
        cluster.await("its address elsewhere", MOVE_LIMIT, () -> left(node));
        node.shell("service vsftpd start");
        cluster.await("healthy", MOVE_LIMIT, () -> state(node).equals("OK"));
        Transcript client = cluster.tcpOutside("ask", "-", StockCluster.SECOND, "21");
        cluster.await("greeting", MOVE_LIMIT, () -> client.text().contains("220 "));
        client.process().kill();
    }

    @Test
    @DisplayName(
            "Events contract 14.4: a dead link makes a node unhealthy or partially online;"
                    + " 10.interface")
    void aNodeWithADeadLinkIsUnhealthyOrPartiallyOnlineAsItsOptionSays() {
        StockNode node = cluster.holding(StockCluster.THIRD);

        CableCut cut =
                cluster.namespaces()
                        .cut(node.pnn(), EnumSet.of(Network.PUBLIC_2), CutKind.PORT_DOWN);
        try {
            cluster.await("unhealthy", MOVE_LIMIT, () -> isUnhealthy(node));
            cluster.await("its address elsewhere", MOVE_LIMIT, () -> left(node));
            assertTrue(node.ctdb("-X ifaces").contains("|pub2|0|"));
            node.write(INTERFACE_OPTIONS, "CTDB_PARTIALLY_ONLINE_INTERFACES=yes");
            cluster.await(
                    "partially online", MOVE_LIMIT, () -> state(node).equals("PARTIALLYONLINE"));
            assertTrue(left(node));
        } finally {
            cut.heal();
            node.shell("rm -f " + INTERFACE_OPTIONS);
        }
        cluster.await("healthy", MOVE_LIMIT, () -> state(node).equals("OK"));
    }

    private static boolean isUnhealthy(StockNode node) {
        return node.attempt("nodestatus").status() == 2;
    }

    /** Whether another node holds the address of the second public network. */
    private boolean left(StockNode node) {
        return cluster.holder(StockCluster.THIRD).filter(it -> it != node).isPresent();
    }

    /** Command contract, section 3.1: the word after the address. */
    private static String state(StockNode node) {
        List<String> words = List.of(node.attempt("nodestatus").output().split("\\s+"));
        return words.size() > 2 ? words.get(2) : "";
    }

    @Test
    @DisplayName(
            "Events contract 6 and 8: a file system that is full makes a node unhealthy; 05.system")
    void aNodeIsUnhealthyWhileAFileSystemIsFull() {
        StockNode node = cluster.node(2);
        node.shell(
                "mkdir /run/small",
                "mount -t tmpfs -o size=1m none /run/small",
                "head -c 950000 /dev/zero >/run/small/full");

        node.write(
                "/etc/ctdb/events/legacy/05.system.options",
                "CTDB_MONITOR_FILESYSTEM_USAGE=/run/small:50:80");

        cluster.await("unhealthy", MOVE_LIMIT, () -> isUnhealthy(node));
        assertTrue(node.attempt("scriptstatus").output().matches("(?s).*05.system +ERROR .*"));
        node.shell("rm /run/small/full");
        cluster.await("healthy", MOVE_LIMIT, () -> state(node).equals("OK"));
    }

    @Test
    @DisplayName("Command contract 6.7: onnode, unmodified, reaches the nodes it is asked for")
    void onnodeKnowsTheNodesAndHowTheyAre() {
        StockNode node = cluster.node(0);
        node.write("/etc/ctdb/ssh", "#!/bin/sh", "echo \"reached $*\"");
        node.shell("chmod 755 /etc/ctdb/ssh");
        StockNode disabled = cluster.node(2);
        disabled.ctdb("disable");
        try {
            assertEquals(List.of(0, 1, 2), reached(node, "all"));
            assertEquals(List.of(0, 1), reached(node, "healthy"));
            assertEquals(List.of(0, 1, 2), reached(node, "connected"));
            assertEquals(List.of(0, 2), reached(node, "0,2"));
        } finally {
            disabled.ctdb("enable");
        }
    }

    /** Whom onnode asks; another program stands for ssh. */
    private List<Integer> reached(StockNode node, String which) {
        String said = node.shell("ONNODE_SSH=/etc/ctdb/ssh onnode -q " + which + " hostname");
        return cluster.nodes().stream()
                .map(StockNode::pnn)
                .filter(pnn -> said.contains(" " + cluster.privateAddress(pnn) + " hostname\n"))
                .toList();
    }

    @Test
    @DisplayName(
            "Events contract 7.2 and 15: a node that was shut down leaves its log, nothing else")
    void aNodeThatWasShutDownLeavesNoAddressRuleOrFilterBehind() {
        StockNode node = cluster.node(1);

        node.ctdb("shutdown");

        assertEquals(0, node.awaitEnd());
        assertTrue(node.text(StockNode.LOG).contains("agent_stops code=0"));
        assertEquals("", node.shell("ip -o -4 address show | grep -E 'dynamic|secondary' || true"));
        assertEquals("", node.shell("ip rule show | grep -vE '^(0|32766|32767):' || true"));
        assertEquals("", node.shell("ip route show | grep default || true"));
        assertEquals("", node.shell("iptables-save | grep -e -A || true"));
        assertFalse(configured(node, StockOptions.BALANCED));
        assertEquals("", node.shell("pgrep -x vsftpd --ns $$ --nslist net || true"));
        cluster.await(
                "all addresses elsewhere",
                MOVE_LIMIT,
                () ->
                        StockCluster.ADDRESSES.stream()
                                .allMatch(it -> cluster.holder(it, cluster.node(2)).isPresent()));
        node.start();
    }
}
