// Longer than 500 lines because every key's reading and every mistake of the files together is told
// from one loader; a table of its own for each room would repeat the files it begins with.

package dev.baton.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

@DisplayName("Operator contract, section 3; CTDB events contract, section 15")
class SettingsLoaderTest {

    private static final FakeHost HOST = new FakeHost(List.of("eth1"), List.of("10.0.0.2"));

    @TempDir Path base;

    @BeforeEach
    void theClusterHasThreeNodes() throws IOException {
        write("etc/nodes", "10.0.0.1\n10.0.0.2\n10.0.0.3\n");
    }

    @Test
    void aNodesFileIsEnough() {
        ClusterSettings settings = settings(load());

        ClusterSettings expected =
                ClusterSettings.withDefaults(
                        Layout.under(base),
                        new NodeName("n2"),
                        new Pnn(1),
                        settings.nodes(),
                        PublicAddressesFile.NONE);
        assertEquals(expected, settings);
        assertEquals(base.resolve("etc/events/legacy"), settings.events().directory());
    }

    @Test
    @DisplayName("Operator contract, section 3 (3): the last file wins, and the origin is told")
    void everySettingHasItsOrigin() throws IOException {
        write("etc/baton.conf", "[cluster]\nwire port = 4500\nhttp port = 4501\n");
        write("etc/conf.d/10.conf", "[cluster]\nhttp port = 4502\n[schedule daily]\nname = d\n");

        List<Setting> all = new SettingsLoader(HOST).survey(Layout.under(base), Map.of());

        assertEquals(List.of("4500 " + base.resolve("etc/baton.conf:2")), told(all, "wire port"));
        assertEquals(
                List.of("4502 " + base.resolve("etc/conf.d/10.conf:2")), told(all, "http port"));
        assertEquals(List.of("127.0.0.1 "), told(all, "http address"));
        assertTrue(all.stream().anyMatch(each -> each.section().equals("schedule daily")));
        assertTrue(all.stream().noneMatch(each -> each.section().equals("schedule ID")));
    }

    private static List<String> told(List<Setting> all, String key) {
        return all.stream()
                .filter(each -> each.key().equals(key))
                .map(each -> each.value() + " " + each.origin())
                .toList();
    }

    @Test
    void everyKeyOfBatonConfIsTaken() throws IOException {
        write("etc/tls/c", "");
        write("etc/tls/k", "");
        write("etc/tls/a", "");
        write("etc/pub", "10.1.0.31/24 eth1\n");
        write(
                "etc/baton.conf",
                """
                [node]
                name = storage-2
                [cluster]
                node address = 10.0.0.2
                nodes list = nodes
                public addresses file = pub
                leader capability = no
                wire port = 1
                hazelcast port = 2
                http port = 3
                http address = private, ::1
                [lease]
                heartbeat = 250ms
                latest = 100ms
                lifetime = 2s
                kernel lateness = 1200ms
                clock rate = 20
                promise = 3400ms
                [tls]
                certificate = tls/c
                key = tls/k
                authority = tls/a
                [event]
                directory = scripts
                debug script = /usr/bin/debug
                [failover]
                disabled = yes
                shutdown extra timeout = 1
                shutdown failover timeout = 20s
                foreign address = refuse
                failback = by hand
                [legacy]
                start as disabled = yes
                start as stopped = yes
                script log level = info
                [logging]
                location = file:/var/log/baton
                log level = debug
                format = json
                """);

        ClusterSettings settings = settings(load());

        assertEquals("storage-2", settings.name().value());
        assertEquals(1, settings.publicAddresses().list().size());
        assertEquals(
                new Endpoints(
                        1, true, 2, 3, List.of(IpAddress.of("10.0.0.2"), IpAddress.of("::1"))),
                settings.endpoints());
        assertEquals(
                new LeaseTiming(
                        Duration.ofMillis(250),
                        Duration.ofMillis(100),
                        Duration.ofSeconds(2),
                        Duration.ofMillis(1200),
                        20,
                        Duration.ofMillis(3400)),
                settings.timing());
        assertEquals(
                Optional.of(new TlsFiles(etc("tls/c"), etc("tls/k"), etc("tls/a"))),
                settings.tls());
        assertEquals(
                new EventOptions(
                        etc("scripts"),
                        Optional.of(Path.of("/usr/bin/debug")),
                        LogLevel.INFO,
                        etc("pub")),
                settings.events());
        assertEquals(
                new FailoverOptions(
                        true,
                        Duration.ofSeconds(1),
                        Duration.ofSeconds(20),
                        ForeignAddress.REFUSE,
                        new FailbackRules(List.of(), new FailbackPolicy.ByHand())),
                settings.failover());
        assertEquals(new StartOptions(true, true, false), settings.start());
        assertEquals(
                new LogOptions("file:/var/log/baton", LogLevel.DEBUG, LogFormat.JSON),
                settings.logging());
    }

    @Test
    void theLastDropInWins() throws IOException {
        write("etc/baton.conf", "[node]\nname = a\n[cluster]\nwire port = 1\n");
        write("etc/conf.d/10-a.conf", "[node]\nname = b\n");
        write("etc/conf.d/20-b.conf", "[node]\nname = c\n");
        write("etc/conf.d/30-c.conf.bak", "[node]\nname = d\n");

        ClusterSettings settings = settings(load());

        assertEquals("c", settings.name().value());
        assertEquals(1, settings.endpoints().wirePort());
    }

    @Test
    void tunablesAreReadFileAfterFile() throws IOException {
        write("etc/ctdb.tunables", "MonitorInterval=1\nTakeoverTimeout=1\n");
        write("etc/tunables.d/a.tunables", "MonitorInterval=2\n");
        write("etc/tunables.d/b.tunables", "MonitorInterval=3\n");

        Tunables tunables = settings(load()).tunables();

        assertEquals("{MonitorInterval=3, TakeoverTimeout=1}", tunables.changed().toString());
    }

    @Test
    @DisplayName("docs/safety.md, Voters: a lock that votes has to be there")
    void aVotingLockNeedsALock() throws IOException {
        write("etc/baton.conf", "[cluster]\nvoters = both\nlock proof = 1s\n");

        assertEquals(
                """
                etc/baton.conf:2 [cluster] voters: there is no cluster lock to vote (set cluster lock to a file all nodes share, or take majority)
                etc/baton.conf:3 [cluster] lock proof: expected a time from 2s to 1m such as 3s, got "1s" (remove the line for the default: 3s)
                """,
                messages(load()));

        write("etc/baton.conf", "[cluster]\nvoters = LOCK\ncluster lock = /shared/lock\n");

        assertEquals(VoteMode.LOCK, settings(load()).votes().mode());
    }

    @Test
    void aCtdbConfCountsWhereThereIsNoBatonConf() throws IOException {
        write(
                "etc/ctdb.conf",
                """
                [cluster]
                recovery lock = !/usr/bin/lock /shared/x
                [legacy]
                start as disabled = true
                lmaster capability = false
                [database]
                volatile database directory = /x
                """);

        Loaded loaded = load();

        assertTrue(settings(loaded).start().disabled());
        assertEquals(
                Optional.of(new ClusterLock.LockCommand(List.of("/usr/bin/lock", "/shared/x"))),
                settings(loaded).clusterLock());
        assertEquals(
                """
                etc/ctdb.conf:2 [cluster] recovery lock: warning: is the old name (write cluster lock)
                etc/ctdb.conf:5 [legacy] lmaster capability: warning: has no effect (it concerns databases, Baton has none)
                etc/ctdb.conf:7 [database] volatile database directory: warning: has no effect (it concerns databases, Baton has none)
                """,
                messages(loaded));
    }

    @Test
    void aCtdbConfBesideABatonConfIsSaidNotToCount() throws IOException {
        write("etc/ctdb.conf", "[legacy]\nstart as disabled = true\n");
        write("etc/baton.conf", "");

        Loaded loaded = load();

        assertEquals(StartOptions.DEFAULT, settings(loaded).start());
        assertEquals(
                "etc/ctdb.conf: warning: is not read, because baton.conf exists"
                        + " (move what it says to baton.conf and remove it)\n",
                messages(loaded));
    }

    @Test
    void theKeysOfBatonAreNotTakenFromACtdbConf() throws IOException {
        write("etc/ctdb.conf", "[node]\nname = a\n[cluster]\nfoo = 1\n");

        assertEquals(
                """
                etc/ctdb.conf:2 [node] name: CTDB does not know this key (move it to a file in conf.d)
                etc/ctdb.conf:4 [cluster] foo: there is no such key (remove it)
                """,
                messages(load()));
    }

    @Test
    void inTestModeAllIsBelowCtdbBaseAndCtdbSocketMayNameTheSocket() {
        Path ctdb = Path.of("/srv/ctdb");
        Layout usual = Layout.system();

        assertEquals(
                new Layout(ctdb, ctdb.resolve("run"), ctdb.resolve("var")),
                usual.withEnvironment(Map.of("CTDB_BASE", "/srv/ctdb", "CTDB_TEST_MODE", "")));
        assertEquals(
                Path.of("/tmp/other"),
                usual.withEnvironment(
                                Map.of(
                                        "CTDB_BASE",
                                        "/srv/ctdb",
                                        "CTDB_TEST_MODE",
                                        "yes",
                                        "CTDB_SOCKET",
                                        "/tmp/other"))
                        .socket());
        assertEquals(
                Path.of("/run/baton/agent.sock"),
                usual.withEnvironment(Map.of("CTDB_BASE", "/srv/ctdb", "CTDB_SOCKET", "/tmp/other"))
                        .socket());
    }

    @Test
    void ctdbBaseIsWhereAdministratorsWrite() throws IOException {
        write("ctdb/nodes", "10.0.0.2\n");
        write("ctdb/ctdb.conf", "[legacy]\nstart as stopped = true\n");
        write("ctdb/baton.conf", "[node]\nname = own\n");

        ClusterSettings settings = settings(load(HOST, env("CTDB_BASE", base + "/ctdb")));

        assertEquals(new Pnn(0), settings.pnn());
        assertTrue(settings.start().stopped());
        assertEquals("own", settings.name().value());
        assertEquals(
                new Layout(base.resolve("ctdb"), base.resolve("run"), base.resolve("var")),
                settings.layout());
    }

    @Test
    void inTestModeAllFilesAreBelowCtdbBaseAndInterfacesAreNotLookedFor() throws IOException {
        write("ctdb/nodes", "10.0.0.2\n");
        write("ctdb/public_addresses", "10.1.0.31/24 eth9\n");
        Map<String, String> environment = env("CTDB_BASE", base + "/ctdb");
        environment.put("CTDB_TEST_MODE", "yes");

        ClusterSettings settings = settings(load(HOST, environment));

        assertEquals(base.resolve("ctdb/run"), settings.layout().run());
        assertEquals(1, settings.publicAddresses().list().size());
        assertEquals(List.of(settings.address()), settings.endpoints().httpAddresses());
    }

    @Test
    void theNodeAddressDecidesWhichOfTwoNodesThisIs() throws IOException {
        FakeHost both = new FakeHost(List.of(), List.of("10.0.0.2", "10.0.0.3"));
        String twoMatches = messages(load(both, env("", "")));
        write("etc/baton.conf", "[cluster]\nnode address = 10.0.0.3\n");

        ClusterSettings settings = settings(load(both, env("", "")));

        assertEquals(
                "etc/nodes: this host has the addresses of the nodes 1, 2"
                        + " (say which is meant with [cluster] node address)\n",
                twoMatches);
        assertEquals(new Pnn(2), settings.pnn());
    }

    @Test
    void aHostThatIsNoNodeDoesNotStart() {
        assertEquals(
                "etc/nodes: none of its 3 addresses is on this host"
                        + " (configure this node's address on an interface, or add it here)\n",
                messages(load(new FakeHost(List.of(), List.of()), env("", ""))));
    }

    @Test
    void aNodeAddressOutsideOfNodesDoesNotStart() throws IOException {
        write("etc/baton.conf", "[cluster]\nnode address = 10.0.0.9\n");

        assertEquals(
                """
                etc/baton.conf:2 [cluster] node address: 10.0.0.9 is not in etc/nodes (add it there, at the same place on every node)
                etc/baton.conf:2 [cluster] node address: this host does not have the address 10.0.0.9 (configure it on an interface, or write the address of this node)
                """,
                messages(load()));
    }

    @Test
    void timesThatBreakTheInequalityAreRefusedWithTheNumbers() throws IOException {
        write("etc/baton.conf", "[lease]\nlifetime = 4s\n");

        assertEquals(
                "etc/baton.conf:2 [lease] lifetime: these times let two nodes have one address:"
                        + " W 0.150 + L 4.000 + K 1.100 = 5.250 s must be at most"
                        + " T 4.300 * (1 - 0.010) = 4.257 s (raise promise or lower lifetime)\n",
                messages(load()));
    }

    @Test
    void aKernelMorePunctualThanMeasuredIsDoubted() throws IOException {
        write("etc/baton.conf", "[lease]\nkernel lateness = 100ms\nheartbeat = 3s\n");

        assertEquals(
                """
                etc/baton.conf:2 [lease] kernel lateness: warning: kernels were measured up to 1.09 s late: W 0.150 + L 3.000 + K 0.100 = 3.250 s must be at most T 4.300 * (1 - 0.010) = 4.257 s (leave kernel lateness at 1100ms)
                etc/baton.conf:3 [lease] heartbeat: an address would expire between two heartbeats: heartbeat 3000ms, lifetime 3000ms (make heartbeat a sixth of lifetime)
                """,
                messages(load()));
    }

    /** CTDB events contract, section 15, "nodes": {@code !command args}. */
    @Test
    void aCommandMayListTheNodes() throws IOException {
        write("etc/baton.conf", "[cluster]\nnodes list = !/usr/bin/nodes 0 10.0.0.1  10.0.0.2\n");

        Loaded loaded = load();

        assertEquals("", messages(loaded));
        assertEquals(2, settings(loaded).nodes().count());
    }

    /** CTDB events contract, section 15, "nodes": only stdout counts, exit status ignored. */
    @Test
    void theExitStatusOfThatCommandIsAWarning() throws IOException {
        write("etc/baton.conf", "[cluster]\nnodes list = !/usr/bin/nodes 3 10.0.0.1 10.0.0.2\n");

        Loaded loaded = load();

        assertEquals(
                "etc/baton.conf:2 [cluster] nodes list: warning: the command ended with 3, but what"
                        + " it printed counts (make it end with 0)\n",
                messages(loaded));
        assertEquals(2, settings(loaded).nodes().count());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "!nodes -a | etc/baton.conf:2 [cluster] nodes list: expected the full path of a"
                        + " command behind !, got \"!nodes -a\" (remove the line for the default:"
                        + " nodes)",
                "!/bin/nodes hangs | etc/baton.conf:2 [cluster] nodes list: the command hangs (mend"
                        + " the command, or write the addresses to a file and name the file)",
                "!/bin/nodes 0 10.0.0.x | !/bin/nodes 0 10.0.0.x:1: expected an address, got"
                        + " \"10.0.0.x\" (write one IPv4 or IPv6 address, nothing else)",
                "!/bin/nodes 1 | !/bin/nodes 1: no node is listed (write one private address per"
                        + " line)"
            })
    void aCommandThatDoesNotListThemStopsAStart(String value, String problem) throws IOException {
        write("etc/baton.conf", "[cluster]\nnodes list = " + value + "\n");

        Loaded loaded = load();

        assertTrue(loaded.settings().isEmpty());
        assertTrue(messages(loaded).contains(problem + "\n"), messages(loaded));
    }

    @Test
    void aTextThatCannotNameAFileIsAProblem() throws IOException {
        write("etc/baton.conf", "[cluster]\nnodes list = a\0b\n");

        assertEquals(
                "etc/baton.conf:2 [cluster] nodes list: expected the path of a file, got \"a?b\""
                        + " (remove the line for the default: nodes)\n",
                messages(load()));
    }

    @Test
    void aFileThatIsMissingOrUnreadableIsAProblem() throws IOException {
        Files.delete(base.resolve("etc/nodes"));
        Files.createDirectories(base.resolve("etc/baton.conf"));
        Files.writeString(base.resolve("etc/public_addresses"), "\u00e9", ISO_8859_1);
        write("etc/home_nodes", "x".repeat((1 << 20) + 1));
        write("etc/tunables.d", "not a directory");

        assertEquals(
                """
                etc/baton.conf: is not a file (replace it by a file)
                etc/home_nodes: is longer than 1048576 bytes (shorten it)
                etc/nodes: the file is missing (create it)
                etc/public_addresses: is not UTF-8 text (save it as UTF-8)
                etc/tunables.d: cannot be listed: java.nio.file.NotDirectoryException: etc/tunables.d (make it a directory the agent can read)
                """,
                messages(load()));
    }

    /** CTDB command contract, section 4: reloadips. */
    @Test
    void publicAddressesCanBeReadAnew() throws IOException {
        write("etc/public_addresses", "10.1.0.31/24 eth1\n");
        SettingsLoader loader = new SettingsLoader(HOST);
        ClusterSettings settings = settings(load());

        write("etc/public_addresses", "10.1.0.32/24 eth1\n");
        Parsed<PublicAddressesFile> changed = loader.publicAddresses(settings, Map.of());
        write("etc/public_addresses", "10.0.0.1/24 eth1\n");
        Parsed<PublicAddressesFile> ofNode = loader.publicAddresses(settings, Map.of());
        Files.delete(base.resolve("etc/public_addresses"));
        Parsed<PublicAddressesFile> missing = loader.publicAddresses(settings, Map.of());

        assertEquals("10.1.0.32/24", changed.value().list().getFirst().toString());
        assertTrue(ofNode.hasErrors());
        assertTrue(missing.hasErrors());
    }

    @Test
    void aHostNameThatCannotNameANodeIsAProblemOnlyWithoutAName() throws IOException {
        SettingsLoader loader = new SettingsLoader(HOST);
        Loaded without = loader.load(Layout.under(base), Map.of(), "h\u00f6st");
        write("etc/baton.conf", "[node]\nname = host\n");

        Loaded with = loader.load(Layout.under(base), Map.of(), "h\u00f6st");

        assertEquals(
                "etc/baton.conf [node] name: the host name \"h\u00f6st\" cannot name a node"
                        + " (set a name of letters, digits, '.', '_' and '-')\n",
                messages(without));
        assertEquals("host", settings(with).name().value());
    }

    private Loaded load() {
        return load(HOST, env("", ""));
    }

    private Loaded load(HostFacts host, Map<String, String> environment) {
        return new SettingsLoader(host).load(Layout.under(base), environment, "n2");
    }

    private static Map<String, String> env(String name, String value) {
        return new TreeMap<>(Map.of(name, value));
    }

    private ClusterSettings settings(Loaded loaded) {
        return loaded.settings().orElseThrow(() -> new AssertionError(messages(loaded)));
    }

    private String messages(Loaded loaded) {
        return Lines.messages(loaded.problems()).replace(base + "/", "");
    }

    private Path etc(String name) {
        return base.resolve("etc").resolve(name);
    }

    private void write(String name, String text) throws IOException {
        Path file = base.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }
}
