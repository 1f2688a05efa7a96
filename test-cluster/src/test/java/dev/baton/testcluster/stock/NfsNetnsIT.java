package dev.baton.testcluster.stock;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.baton.testcluster.netns.Network;

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
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;

/**
 * NFS for real: CTDB's {@code 60.nfs} and {@code 06.nfs} with our call-out, NFS-Ganesha on each
 * node over one directory that all see, and a client of libnfs outside.
 */
@NeedsStock({
    "/usr/share/ctdb/events/legacy/60.nfs.script",
    "/usr/sbin/iptables",
    "/usr/bin/ganesha.nfsd",
    "/usr/lib/MACHINE-linux-gnu/ganesha/libfsalvfs.so",
    "/usr/bin/nfs-cat",
    "/usr/sbin/rpcbind",
    "/usr/sbin/sm-notify",
    "/usr/bin/dbus-daemon",
    "/usr/bin/dbus-send"
})
@EnabledIfSystemProperty(
        named = "baton.long",
        matches = "true",
        disabledReason = "it takes a minute; run test-cluster/long packages")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class NfsNetnsIT {
    private static final Path SLOW = Path.of("stock", "slow.py").toAbsolutePath();
    private static final Duration NOTICE_LIMIT = Duration.ofSeconds(1);
    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final int FILE_BYTES = 24_000_000;
    private static final int BYTES_PER_SECOND = 500_000;
    private static final String GANESHA_LOG = "/var/log/ganesha/ganesha.log";
    private static final String STATD_CALLOUT = "/etc/ctdb/statd-callout";
    private static final String STATD_CALLS = "/var/log/statd";
    private static final String COMPLAINTS = "/var/log/statd-complaints";
    private static final String TOLD = "/var/log/told";

    /** Writes down whom it was to tell, and reaches everybody. */
    private static final String[] SM_NOTIFY = {
        "#!/bin/sh",
        "for directory; do :; done",
        "echo \"$* clients: $(ls \"$directory/sm\")\" >>" + TOLD,
        "rm -f \"$directory\"/sm/*"
    };

    private static final String ORDER = "/var/log/order";

    private final StockCluster cluster = new StockCluster();
    private final List<Integer> logged = new ArrayList<>(List.of(0, 0, 0));
    private String expected = "";

    @BeforeAll
    void start() throws IOException, NoSuchAlgorithmException {
        Path exported = Files.createDirectory(cluster.namespaces().directory().resolve("export"));
        byte[] bytes = new byte[FILE_BYTES];
        new Random(7).nextBytes(bytes);
        Files.write(exported.resolve("big"), bytes);
        byte[] digest = MessageDigest.getInstance("SHA-256").digest(bytes);
        expected = FILE_BYTES + " bytes sha256 " + HexFormat.of().formatHex(digest);
        cluster.nodes().forEach(node -> configure(node, exported));
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

    private void configure(StockNode node, Path exported) {
        node.write(
                "/etc/ganesha/ganesha.conf",
                "NFS_CORE_PARAM {",
                "    Enable_UDP = false;",
                "    Enable_RQUOTA = false;",
                "    mount_path_pseudo = true;",
                "}",
                "NFSV4 { Grace_Period = 3; Lease_Lifetime = 2; }",
                "EXPORT {",
                "    Export_Id = 1;",
                "    Path = " + exported + ";",
                "    Pseudo = /export;",
                "    Access_Type = RO;",
                "    FSAL { Name = VFS; }",
                "}");
        node.write(
                "/etc/ctdb/script.options",
                "CTDB_NFS_CALLOUT=" + cluster.distribution().resolve("share/callouts/nfs-ganesha"),
                "CTDB_NFS_CHECKS_DIR=/etc/ctdb/nfs-checks-enabled.d",
                "CTDB_STATD_CALLOUT_SHARED_STORAGE=shared_dir:" + locks());
        node.write(
                STATD_CALLOUT,
                "#!/bin/sh",
                "echo \"$*\" >>" + STATD_CALLS,
                "exec "
                        + cluster.distribution().resolve("compat/statd_callout")
                        + " \"$@\" 2>>"
                        + COMPLAINTS);
        node.write("/etc/ctdb/sm-notify", SM_NOTIFY);
        node.shell(
                "cd /etc/ctdb",
                "chmod 755 statd-callout sm-notify",
                "mount --bind sm-notify /usr/sbin/sm-notify",
                "mkdir nfs-checks-enabled.d /run/dbus",
                "for check in 00.portmapper 20.nfs 40.mountd; do",
                "    ln -s /etc/ctdb/nfs-checks.d/$check.check nfs-checks-enabled.d",
                "done",
                "dbus-daemon --system --fork",
                "rpcbind -w");
        node.ctdb("event script enable legacy 06.nfs");
        node.ctdb("event script enable legacy 60.nfs");
        node.write(
                "/etc/ctdb/events/legacy/02.order.script",
                "#!/bin/sh",
                "echo \"$(date +%s%N) $*\" >>" + ORDER);
        node.shell("chmod 755 /etc/ctdb/events/legacy/02.order.script");
    }

    private static boolean isInGrace(StockNode node) {
        return node.shell(
                        "dbus-send --system --print-reply --dest=org.ganesha.nfsd"
                                + " /org/ganesha/nfsd/admin org.ganesha.nfsd.admin.get_grace"
                                + " | grep -m 1 boolean")
                .contains("true");
    }

    @Test
    @DisplayName("Events contract 5, 13 step 8 and 14: a long read goes on where its address goes")
    void aLongReadGoesOnThroughAFailoverThatAllNodesWereToldOfBefore() throws IOException {
        String address = StockCluster.FIRST;
        StockNode giver = cluster.holding(address);
        cluster.await(
                "no grace time anywhere",
                LIMIT,
                () -> cluster.nodes().stream().noneMatch(NfsNetnsIT::isInGrace));
        cluster.nodes().forEach(node -> node.write(ORDER));
        cluster.nodes().forEach(node -> logged.set(node.pnn(), node.text(GANESHA_LOG).length()));
        Transcript reader = read(address);
        cluster.await("the read begins", LIMIT, () -> reader.said("reading"));

        giver.ctdb("disable");
        try {
            cluster.await(
                    "the move",
                    LIMIT,
                    () -> cluster.holder(address).filter(it -> it != giver).isPresent());
            StockNode taker = cluster.holding(address);
            assertTrue(isInGrace(taker), "grace on the taker");
            assertFalse(reader.text().contains("sha256"), "the read ended before the move did");
            assertEquals(List.of(taker), nodesToldToTake(address));
        } finally {
            Files.createFile(fast());
            giver.ctdb("enable");
        }

        cluster.await("all is read", LIMIT, () -> reader.text().contains("sha256"));
        assertEquals("reading\n" + expected + "\n", reader.text());
        assertTrue(
                latest("startipreallocate") < first("releaseip"),
                "startipreallocate on all nodes before any releaseip");
        assertTrue(first("releaseip pub1 " + address) < first("takeip pub1 " + address));
    }

    /**
     * Where the server wrote down the event of an address that is taken since the move was asked
     * for.
     */
    private List<StockNode> nodesToldToTake(String address) {
        return cluster.nodes().stream()
                .filter(
                        node ->
                                since(node)
                                        .contains(
                                                "recovery event 5 nodeid -1 ip " + address + "\n"))
                .toList();
    }

    private String since(StockNode node) {
        return node.text(GANESHA_LOG).substring(logged.get(node.pnn()));
    }

    private Transcript read(String address) {
        return Transcript.start(
                cluster.namespaces(),
                cluster.namespaces().clientNamespace(),
                "client-nfs.log",
                List.of(
                        "sh",
                        "-c",
                        "nfs-cat nfs://%s/export/big | python3 %s %d %s"
                                .formatted(address, SLOW, BYTES_PER_SECOND, fast())));
    }

    /** The file that lets the reader read as fast as it can. */
    private Path fast() {
        return cluster.namespaces().directory().resolve("fast");
    }

    /** When the node that came last began this event first. */
    private long latest(String event) {
        return Collections.max(
                cluster.nodes().stream().map(node -> moments(node, event).getFirst()).toList());
    }

    /** When this event began first on any node. */
    private long first(String event) {
        return Collections.min(
                cluster.nodes().stream().flatMap(node -> moments(node, event).stream()).toList());
    }

    private static List<Long> moments(StockNode node, String event) {
        return node.text(ORDER)
                .lines()
                .filter(line -> line.substring(line.indexOf(' ') + 1).startsWith(event))
                .map(line -> Long.valueOf(line.substring(0, line.indexOf(' '))))
                .toList();
    }

    @Test
    @DisplayName(
            "Command contract 6.3: a client with a lock hears from the node that takes its address;"
                    + " 60.nfs")
    void aClientWithALockIsToldByWhoTakesItsAddress() {
        String address = StockCluster.FIRST;
        String client = cluster.client(Network.PUBLIC_1);
        StockNode giver = cluster.holding(address);
        StockNode taker = cluster.other(giver);
        cluster.await("update", LIMIT, () -> giver.text(STATD_CALLS).contains("update\n"));
        giver.shell(STATD_CALLOUT + " add-client " + client); // as rpc.statd does
        Path record = locks().resolve("statd-state@" + address + "@" + client);
        assertTrue(Files.exists(record), record.toString());

        giver.ctdb("moveip " + address + " " + taker.pnn());

        String told = "-v " + address + " ";
        cluster.await(
                "told",
                LIMIT,
                () -> taker.text(TOLD).contains(told) || !taker.text(COMPLAINTS).isEmpty());
        assertEquals("", taker.text(COMPLAINTS));
        assertTrue(taker.text(TOLD).contains("clients: " + client), taker.text(TOLD));
        cluster.await("forgotten", LIMIT, () -> !Files.exists(record));
        assertFalse(giver.text(TOLD).contains(told));
    }

    /** Where the nodes share who locks what. */
    private Path locks() {
        return cluster.namespaces().directory().resolve("locks");
    }

    @Test
    @DisplayName("Events contract 6: CTDB_NFS_CALLOUT starts, checks and stops the server; 60.nfs")
    void aNodeWhoseServerDiesIsUnhealthyAndTheCallOutBringsItBack() {
        StockNode node = cluster.holding(StockCluster.THIRD);

        node.shell("kill -9 $(cat /run/ganesha.pid)");

        cluster.await("unhealthy", LIMIT, () -> node.attempt("nodestatus").status() == 2);
        node.shell("\"$(. /etc/ctdb/script.options; echo \"$CTDB_NFS_CALLOUT\")\" start nfs");
        cluster.await("healthy", LIMIT, () -> node.attempt("nodestatus").status() == 0);
    }

    @Test
    @DisplayName(
            "Events contract 14.2: who takes an address of a dead node tickles; 60.nfs registers")
    void aClientOfANodeThatDiesHearsFromTheNodeThatTakesTheAddress() {
        String address = StockCluster.SECOND;
        StockNode victim = cluster.holding(address);
        StockNode survivor = cluster.other(victim);
        Transcript client = cluster.tcpOutside("stay", address, "2049");
        cluster.await("a connection", LIMIT, () -> client.said("connected"));
        String known = "|" + cluster.client(Network.PUBLIC_1) + "|";
        cluster.await(
                "the connection known elsewhere",
                LIMIT,
                () -> survivor.attempt("-X gettickles " + address).output().contains(known));

        victim.kill();

        cluster.await(
                "another holder",
                LIMIT,
                () -> cluster.holder(address, survivor).filter(it -> it != victim).isPresent());
        cluster.await("the client notices", NOTICE_LIMIT, () -> client.said("reset"));
        victim.start();
    }

    @Test
    @DisplayName("Events contract 7.2: the shutdown event stops the server; 60.nfs")
    void aNodeThatShutsDownStopsItsServerAndStartsItAgain() {
        StockNode node = cluster.node(2);

        node.ctdb("shutdown");

        assertEquals(0, node.awaitEnd());
        assertFalse(hasServer(node));
        node.start();
        cluster.awaitWell();
        assertTrue(hasServer(node));
    }

    private static boolean hasServer(StockNode node) {
        String look = "{ kill -0 \"$(cat /run/ganesha.pid)\"; } 2>/dev/null && echo yes || echo no";
        return node.shell(look).equals("yes\n");
    }
}
