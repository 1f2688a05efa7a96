package dev.baton.testcluster.stock;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.baton.testcluster.netns.Network;
import dev.baton.testcluster.netns.ShellCommand.Outcome;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;

/**
 * ADR 0031, Samba for real: on each node Debian's ctdbd without failover keeps the databases, smbd
 * with {@code clustering = yes} is started and checked by the stock {@code 50.samba}, and Baton
 * moves the addresses; smbclient reads outside.
 */
@NeedsStock({
    "/usr/share/ctdb/events/legacy/50.samba.script",
    "/usr/sbin/ctdbd",
    "/usr/sbin/iptables",
    "/usr/sbin/smbd",
    "/usr/sbin/tc",
    "/usr/bin/smbclient"
})
@EnabledIfSystemProperty(
        named = "baton.long",
        matches = "true",
        disabledReason = "it takes a minute; run test-cluster/long packages")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SambaNetnsIT {
    private static final Path SMB = Path.of("stock", "smb.py").toAbsolutePath();
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final Duration NOTICE_LIMIT = Duration.ofSeconds(2);
    private static final int FILE_BYTES = 80_000_000;

    /** So slow that a read is not over when its connection breaks, however busy the machine is. */
    private static final String SLOW = "30mbit";

    private static final String QUICK = "200mbit";
    private static final String SMBD_LOG = "/var/log/samba/log.all";
    private static final String CTDBD_PID = "/run/ctdb/ctdbd.pid";
    private static final String CTDBD_LOG = "/var/log/ctdb/log.ctdbd";

    private final StockCluster cluster = new StockCluster();
    private final Path clientSettings = cluster.namespaces().directory().resolve("smbclient.conf");
    private String expected = "";

    @BeforeAll
    void start() throws IOException, NoSuchAlgorithmException {
        Path shared = Files.createDirectory(cluster.namespaces().directory().resolve("shared"));
        byte[] bytes = new byte[FILE_BYTES];
        new Random(11).nextBytes(bytes);
        Files.write(shared.resolve("big"), bytes);
        byte[] digest = MessageDigest.getInstance("SHA-256").digest(bytes);
        expected = FILE_BYTES + " bytes sha256 " + HexFormat.of().formatHex(digest);
        Path own = Files.createDirectory(cluster.namespaces().directory().resolve("smbclient"));
        Files.write(
                clientSettings,
                List.of(
                        "[global]",
                        "lock directory = " + own,
                        "state directory = " + own,
                        "cache directory = " + own,
                        "private dir = " + own));
        for (StockNode node : cluster.nodes()) {
            node.importSettings();
            keepDatabases(node);
            configureSamba(node, shared);
        }
        cluster.nodes().forEach(SambaNetnsIT::startCtdbd);
        cluster.nodes().forEach(this::awaitDatabases);
        cluster.start();
    }

    @AfterAll
    void close() {
        cluster.close();
    }

    @BeforeEach
    void allIsWell() {
        cluster.awaitWell();
        send(SLOW);
    }

    /** What docs/operator/from-ctdb.md tells an administrator to do. */
    private void keepDatabases(StockNode node) {
        node.write(
                "/etc/ctdb/ctdb.conf",
                "[logging]",
                "location = file:" + CTDBD_LOG,
                "[failover]",
                "disabled = true",
                "[legacy]",
                "realtime scheduling = false");
        node.write("/etc/ctdb/ctdb.tunables", "KeepaliveInterval=1", "KeepaliveLimit=3");
        node.shell(
                "rm /etc/ctdb/public_addresses /etc/ctdb/events/legacy/10.interface.script",
                "mkdir -p /run/ctdb /run/samba",
                "printf '[compat]\\nbeside = ctdbd\\n' >>/etc/baton/baton.conf");
        node.ctdb("event script enable legacy 50.samba");
    }

    /** All nodes share one table of processes, so that killing by name would reach the others. */
    private void configureSamba(StockNode node, Path shared) {
        node.shell("mount --bind /bin/false /usr/bin/killall");
        node.write(
                "/etc/samba/smb.conf",
                "[global]",
                "clustering = yes",
                "netbios name = CLUSTER",
                "map to guest = bad user",
                "load printers = no",
                "disable spoolss = yes",
                "log file = " + SMBD_LOG,
                "log level = 10",
                "max log size = 0",
                "[data]",
                "path = " + shared,
                "guest ok = yes",
                "force user = root",
                "read only = yes");
    }

    /** From now on every node sends so much in a second. */
    private void send(String rate) {
        for (StockNode node : cluster.nodes()) {
            for (Network network : Network.PUBLIC) {
                node.shell(
                        "tc qdisc replace dev %s root tbf rate %s burst 256kb latency 100ms"
                                .formatted(network.interfaceName(), rate));
            }
        }
    }

    /** Unless it runs. */
    private static void startCtdbd(StockNode node) {
        node.attemptWithoutBaton("[ -e " + CTDBD_PID + " ] || /usr/sbin/ctdbd");
    }

    private static void killCtdbd(StockNode node) {
        node.withoutBaton("kill -9 $(cat " + CTDBD_PID + ")", "rm " + CTDBD_PID);
    }

    /** A daemon that was killed leaves helpers that keep the next from starting for seconds. */
    private void awaitDatabases(StockNode node) {
        cluster.await(
                "ctdbd with its databases",
                LIMIT,
                () -> {
                    startCtdbd(node);
                    return hasDatabases(node);
                });
    }

    private static boolean hasDatabases(StockNode node) {
        String line =
                "ctdb runstate RUNNING && ctdb getdbmap && ctdb status | grep '^Recovery.*NORMAL'";
        return node.attemptWithoutBaton(line).status() == 0;
    }

    @Test
    @DisplayName(
            "ADR 0031: a long read goes on where its address goes, and smbd hears of the release")
    void aLongReadGoesOnThroughAMoveOfWhichSmbdHears() {
        String address = StockCluster.FIRST;
        StockNode giver = cluster.holding(address);
        StockNode taker = cluster.other(giver);
        String fixed = cluster.namespaces().nodeAddress(giver.pnn(), Network.PUBLIC_1);
        Transcript stayer = connect(fixed);
        cluster.await("a client of the node itself", LIMIT, () -> connections(giver, fixed) == 1);
        Transcript reader = read(address, "move");
        cluster.await("the read begins", LIMIT, () -> reader.said("reading"));
        assertEquals(1, connections(giver, address));

        giver.ctdb("moveip " + address + " " + taker.pnn());

        assertEquals(taker, cluster.holding(address));
        assertEquals(List.of(taker), carriers(address));
        assertFalse(reader.text().contains("sha256"), "the read ended before the move did");
        cluster.await(
                "no connection left there", NOTICE_LIMIT, () -> connections(giver, address) == 0);
        cluster.await(
                "smbd hears of it",
                NOTICE_LIMIT,
                () ->
                        giver.text(SMBD_LOG)
                                .contains(
                                        "Got release IP message for %s, our address is %s"
                                                .formatted(address, fixed)));
        assertEquals(1, connections(giver, fixed), "the client of another address");
        send(QUICK);
        cluster.await("all is read", LIMIT, () -> reader.text().contains("sha256"));
        assertEquals("reading\nbroken yes\n" + expected + "\n", reader.text());
        stayer.process().kill();
        assertFalse(giver.said().contains("told=false"), giver.said());
    }

    @Test
    @DisplayName("ADR 0031: a long read goes on when agent, ctdbd and smbd of its node die")
    void aLongReadGoesOnAfterTheDeathOfANode() {
        String address = StockCluster.SECOND;
        StockNode victim = cluster.holding(address);
        StockNode survivor = cluster.other(victim);
        Transcript reader = read(address, "death");
        cluster.await("the read begins", LIMIT, () -> reader.said("reading"));

        victim.kill();
        assertTrue(victim.ctdb("getdbmap").contains("name:locking.tdb"), "without an agent");
        killCtdbd(victim);
        victim.withoutBaton("kill -9 $(cat /run/samba/smbd.pid)");

        cluster.await(
                "another holder",
                LIMIT,
                () -> cluster.holder(address, survivor).filter(it -> it != victim).isPresent());
        send(QUICK);
        cluster.await("all is read", LIMIT, () -> reader.text().contains("sha256"));
        assertEquals("reading\nbroken yes\n" + expected + "\n", reader.text());
        awaitDatabases(victim);
        victim.start();
        cluster.awaitWell();
    }

    @Test
    @DisplayName("ADR 0031; CTDB command contract 7: commands about databases are CTDB's own")
    void commandsAboutDatabasesAreCtdbsOwnAndAllOthersAreBatons() {
        StockNode node = cluster.node(0);

        String databases = node.ctdb("getdbmap");
        assertEquals(node.withoutBaton("/usr/bin/ctdb getdbmap"), databases);
        assertTrue(databases.contains("name:locking.tdb"), databases);
        assertTrue(node.ctdb("-n 1 -X getdbmap").contains("|secrets.tdb|"));
        assertEquals(1 + StockCluster.ADDRESSES.size(), node.ctdb("-X ip all").lines().count());
        assertNotEquals(node.withoutBaton("/usr/bin/ctdb version"), node.ctdb("version"));
        assertFalse(node.withoutBaton("/usr/bin/ctdb -X ip").contains(StockCluster.FIRST));

        node.ctdb("attach baton-test.tdb persistent");
        node.shell("echo '\"key\" \"value\"' | ctdb ptrans baton-test.tdb");
        assertTrue(cluster.node(1).ctdb("pfetch baton-test.tdb key").contains("value"));
        Outcome unknown = node.attempt("getdbseqnum no-such.tdb");
        assertEquals(node.attemptWithoutBaton("/usr/bin/ctdb getdbseqnum no-such.tdb"), unknown);
        assertNotEquals(0, unknown.status());
    }

    @Test
    @DisplayName(
            "ADR 0031: a node whose ctdbd ends has no smbd, so it is unhealthy and gives its"
                    + " addresses away")
    void aNodeWithoutItsDatabasesGivesItsAddressesAway() {
        String address = StockCluster.THIRD;
        StockNode node = cluster.holding(address);

        killCtdbd(node);

        cluster.await("unhealthy", LIMIT, () -> node.attempt("nodestatus").status() == 2);
        cluster.await(
                "another holder",
                LIMIT,
                () -> cluster.holder(address).filter(it -> it != node).isPresent());
        awaitDatabases(node);
        node.shell("service smbd start");
        cluster.awaitWell();
    }

    /** How many connections smbd has on an address of a node. */
    private static long connections(StockNode node, String address) {
        return node.shell("ss -Htn state established src " + address + ":445").lines().count();
    }

    /** The nodes whose kernel has an address. */
    private List<StockNode> carriers(String address) {
        return cluster.nodes().stream()
                .filter(node -> node.shell("ip -o -4 address").contains(" " + address + "/"))
                .toList();
    }

    /** A client that only stays. */
    private Transcript connect(String address) {
        return outside(
                "client-stays.log",
                "sleep 120 | smbclient -s " + clientSettings + " -N //" + address + "/data");
    }

    private Transcript read(String address, String name) {
        Path copies = cluster.namespaces().directory().resolve(name);
        return outside(
                "client-" + name + ".log",
                "mkdir -p %s; exec python3 %s %s big %d %s %s"
                        .formatted(copies, SMB, address, FILE_BYTES, clientSettings, copies));
    }

    private Transcript outside(String log, String line) {
        return Transcript.start(
                cluster.namespaces(),
                cluster.namespaces().clientNamespace(),
                log,
                List.of("sh", "-c", line));
    }
}
