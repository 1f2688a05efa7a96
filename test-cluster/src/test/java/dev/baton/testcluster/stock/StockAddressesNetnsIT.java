package dev.baton.testcluster.stock;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.baton.testcluster.netns.Network;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * The event scripts of CTDB's package, unmodified, with addresses of two interfaces and of IPv6,
 * and with a cluster lock.
 */
@NeedsStock({
    "/usr/share/ctdb/events/legacy/10.interface.script",
    "/usr/libexec/ctdb/ctdb_mutex_fcntl_helper",
    "/usr/sbin/iptables",
    "/usr/sbin/ip6tables",
    "/usr/sbin/ethtool"
})
@EnabledIfSystemProperty(
        named = "baton.long",
        matches = "true",
        disabledReason = "it takes a minute; run test-cluster/long packages")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class StockAddressesNetnsIT {
    private static final Duration MOVE_LIMIT = Duration.ofSeconds(15);
    private static final Duration NOTICE_LIMIT = Duration.ofSeconds(1);
    private static final String PUBLIC = Network.PUBLIC_1.interfaceName();

    /** A second interface on the first public network. */
    private static final String SPARE = "spare1";

    private static final String TWO_WAYS = Network.PUBLIC_1.ipv4(103);
    private static final String IPV6 = Network.PUBLIC_1.ipv6(101);
    private static final String STATIC_NETWORK = "203.0.113.0/24";
    private static final String ORDER = "/var/log/order";
    private static final String INTERFACE_OPTIONS = "/etc/ctdb/events/legacy/10.interface.options";

    private final StockCluster cluster =
            new StockCluster(
                    "%s/24 %s,%s".formatted(TWO_WAYS, SPARE, PUBLIC),
                    "%s/64 %s".formatted(IPV6, PUBLIC));
    private final Path lock = cluster.namespaces().directory().resolve("locks/reclock");

    @BeforeAll
    void start() {
        cluster.nodes().forEach(this::configure);
        cluster.holdAndAnswer();
        cluster.start();
    }

    private void configure(StockNode node) {
        String gateway = cluster.client(Network.PUBLIC_1);
        cluster.namespaces().addCable(node.pnn(), Network.PUBLIC_1, SPARE);
        node.write(
                "/etc/ctdb/ctdb.conf",
                "[logging]",
                "  location = file:" + StockNode.LOG,
                "[cluster]",
                "  recovery lock = " + lock,
                "[event]",
                "  debug script = debug-hung-script.sh");
        node.write("/etc/ctdb/baton.conf", "[cluster]", "voters = both");
        node.write(
                "/etc/ctdb/static-routes", "%s %s %s".formatted(PUBLIC, STATIC_NETWORK, gateway));
        node.write(
                "/etc/ctdb/policy_routing",
                TWO_WAYS + " " + Network.PUBLIC_1.ipv4(0) + "/24",
                TWO_WAYS + " 0.0.0.0/0 " + gateway);
        node.write(
                "/etc/ctdb/events/legacy/13.per_ip_routing.options",
                "CTDB_PER_IP_ROUTING_CONF=/etc/ctdb/policy_routing",
                "CTDB_PER_IP_ROUTING_RULE_PREF=100",
                "CTDB_PER_IP_ROUTING_TABLE_ID_LOW=1000",
                "CTDB_PER_IP_ROUTING_TABLE_ID_HIGH=9000");
        node.write(INTERFACE_OPTIONS, "CTDB_PARTIALLY_ONLINE_INTERFACES=yes");
        node.write(
                "/etc/ctdb/events/legacy/12.order.script",
                "#!/bin/sh",
                "echo \"$* $(ip route show " + STATIC_NETWORK + ")\" >>" + ORDER);
        node.shell("chmod 755 /etc/ctdb/events/legacy/12.order.script");
        node.ctdb("event script enable legacy 11.routing");
        node.ctdb("event script enable legacy 13.per_ip_routing");
    }

    @AfterAll
    void close() {
        cluster.close();
    }

    @BeforeEach
    void allIsWell() {
        cluster.awaitWell();
    }

    @Test
    @DisplayName(
            "Events contract 5, 13.2 (6) and 14.4: a dead link moves an address and its routes to"
                    + " another interface; 10.interface, 11.routing, 13.per_ip_routing")
    void anAddressMovesToTheOtherInterfaceOfItsNodeAndItsRoutesFollow() {
        StockNode node = cluster.holding(TWO_WAYS);
        cluster.await("routes", MOVE_LIMIT, () -> isRoutedBy(node, SPARE));
        node.write(ORDER);
        node.shell("ip route del " + STATIC_NETWORK);

        cluster.namespaces().setCable(node.pnn(), SPARE, false);
        try {
            cluster.await(
                    "the other interface", MOVE_LIMIT, () -> interfaceOf(node).equals(PUBLIC));
            cluster.await("its routes follow", MOVE_LIMIT, () -> isRoutedBy(node, PUBLIC));
            cluster.await("it is served", MOVE_LIMIT, () -> isServed(node, PUBLIC));
            assertEquals(Optional.of(node), cluster.holder(TWO_WAYS));
            cluster.await(
                    "partially online",
                    MOVE_LIMIT,
                    () -> node.attempt("nodestatus").output().contains("PARTIALLYONLINE"));
            assertEquals(
                    TWO_WAYS,
                    cluster.askFrom(
                            node, TWO_WAYS, StockCluster.OUTSIDE, StockCluster.ANSWER_PORT));
            String update = "updateip %s %s %s 24 ".formatted(SPARE, PUBLIC, TWO_WAYS);
            assertTrue(
                    node.text(ORDER).contains(update + STATIC_NETWORK + " via "), node.text(ORDER));
        } finally {
            cluster.namespaces().setCable(node.pnn(), SPARE, true);
        }
        Transcript client = cluster.tcpOutside("stay", TWO_WAYS, "" + StockCluster.HOLD_PORT);
        cluster.await("a connection", MOVE_LIMIT, () -> client.said("connected"));
        client.process().kill();
        cluster.await(
                "whole again",
                MOVE_LIMIT,
                () -> node.attempt("nodestatus").output().contains(" OK"));
    }

    @Test
    @DisplayName("Events contract 13.4 and 14.4: setifacelink alone makes a run that moves it")
    void anInterfaceThatIsSaidToBeDownLosesItsAddress() {
        StockNode node = cluster.holding(TWO_WAYS);
        String from = interfaceOf(node);
        String to = from.equals(SPARE) ? PUBLIC : SPARE;
        node.write(ORDER);

        node.ctdb("setifacelink " + from + " down");

        String update = "updateip %s %s %s 24 ".formatted(from, to, TWO_WAYS);
        cluster.await("updateip", MOVE_LIMIT, () -> node.text(ORDER).contains(update));
        cluster.await(
                "the monitor says that it is up",
                MOVE_LIMIT,
                () -> node.ctdb("-X ifaces").contains("|" + from + "|1|"));
    }

    private static String interfaceOf(StockNode node) {
        String shown = node.shell("ip -o address show to " + TWO_WAYS);
        return shown.isEmpty() ? "" : shown.split("\\s+", 3)[1];
    }

    /** Command contract, section 3.3: the fourth column is where the address is on this node. */
    private static boolean isServed(StockNode node, String on) {
        return node.ctdb("ip -v -X").contains("|%s|%d|%s|".formatted(TWO_WAYS, node.pnn(), on));
    }

    private boolean isRoutedBy(StockNode node, String on) {
        String way = "default via %s dev %s".formatted(cluster.client(Network.PUBLIC_1), on);
        return node.shell("ip route show table ctdb." + TWO_WAYS + " 2>&1 || true").contains(way)
                && interfaceOf(node).equals(on);
    }

    @Test
    @DisplayName("Events contract 5, 14.1 and 14.3: an IPv6 address is taken, moved and released")
    void anIpv6AddressMovesAndItsConnectionsAreReset() {
        StockNode from = cluster.holding(IPV6);
        StockNode to = cluster.other(from);
        Transcript client = cluster.tcpOutside("stay", IPV6, "" + StockCluster.HOLD_PORT);
        cluster.await("a connection", MOVE_LIMIT, () -> client.said("connected"));

        from.ctdb("moveip " + IPV6 + " " + to.pnn());

        cluster.await("the client notices", NOTICE_LIMIT, () -> client.said("reset"));
        cluster.await("the move", MOVE_LIMIT, () -> cluster.holder(IPV6).equals(Optional.of(to)));
        assertEquals("", from.shell("ip -o address show to " + IPV6));
        assertEquals("", from.shell("ip6tables-save | grep " + IPV6 + " || true"));
        Transcript again = cluster.tcpOutside("stay", IPV6, "" + StockCluster.HOLD_PORT);
        cluster.await("a new connection", MOVE_LIMIT, () -> again.said("connected"));

        to.ctdb("stop");
        try {
            cluster.await("reset again", MOVE_LIMIT, () -> again.said("reset"));
            cluster.await(
                    "released",
                    MOVE_LIMIT,
                    () -> to.shell("ip -o address show to " + IPV6).isEmpty());
            cluster.await(
                    "taken elsewhere",
                    MOVE_LIMIT,
                    () -> cluster.holder(IPV6).filter(it -> it != to).isPresent());
        } finally {
            to.ctdb("continue");
        }
    }

    @Test
    @DisplayName("Events contract 12.2: 01.reclock makes the directory of a lock that is held")
    void theLockIsHeldInADirectoryThatTheScriptMade() {
        for (StockNode node : cluster.nodes()) {
            assertEquals(lock + "\n", node.ctdb("getreclock"));
            String init = node.ctdb("scriptstatus init");
            assertTrue(init.matches("(?s).*01\\.reclock +OK .*"), init);
        }
        assertTrue(Files.exists(lock), lock.toString());
        // The helper of CTDB's package says 1 where the lock is taken.
        String contention =
                cluster.node(0)
                        .shell("timeout 5 /usr/libexec/ctdb/ctdb_mutex_fcntl_helper " + lock);
        assertEquals("1", contention.strip());
    }

    @Test
    @DisplayName("Events contract 3.3 (3 and 4): debug-hung-script.sh looks at what hangs")
    void whatHangsIsLookedAtByThePackagesScriptAndThenEnds() {
        StockNode node = cluster.node(1);
        node.write(
                "/etc/ctdb/events/legacy/98.hang.script",
                "#!/bin/sh",
                "test \"$1\" != hang || exec sleep 7777");
        node.shell("chmod 755 /etc/ctdb/events/legacy/98.hang.script");

        assertEquals(110, node.attempt("event run 1 legacy hang").status());

        cluster.await(
                "looked at", MOVE_LIMIT, () -> node.said().contains("hung script debug for PID"));
        assertEquals("", node.shell("pgrep -f '[s]leep 7777' || true"));
        String status = node.attempt("event status legacy hang").output();
        assertTrue(status.matches("(?s).*98\\.hang +TIMEDOUT .*"), status);
    }
}
