package dev.baton.testcluster.stock;

import dev.baton.testcluster.netns.NetnsCluster;
import dev.baton.testcluster.netns.Network;
import dev.baton.testcluster.netns.ShellCommand.Outcome;

import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;

/**
 * Three nodes with CTDB's own configuration directory, and a client outside.
 *
 * <p>Made with files that a test may change before {@link #start}. Closing ends and removes
 * everything. Failure: {@link #await} throws with the agents' last words.
 */
final class StockCluster implements AutoCloseable {
    static final String FIRST = Network.PUBLIC_1.ipv4(101);
    static final String SECOND = Network.PUBLIC_1.ipv4(102);
    static final String THIRD = Network.PUBLIC_2.ipv4(101);

    /** An address of the client that is reached through a route only. */
    static final String OUTSIDE = "198.51.100.9";

    /** There the client answers with the address it is asked from. */
    static final int ANSWER_PORT = 7001;

    /** There every node keeps connections open. */
    static final int HOLD_PORT = 7000;

    static final List<String> ADDRESSES = List.of(FIRST, SECOND, THIRD);

    private static final int NODES = 3;
    private static final Path TCP = Path.of("stock", "tcp.py").toAbsolutePath();
    private static final Duration START_LIMIT = Duration.ofSeconds(60);
    private static final int LAST_WORDS = 4000;

    private final NetnsCluster namespaces = NetnsCluster.create(NODES);
    private final Path distribution = findDistribution();
    private final List<StockNode> nodes;
    private final List<String> lines =
            new ArrayList<>(
                    List.of(
                            FIRST + "/24 " + Network.PUBLIC_1.interfaceName(),
                            SECOND + "/24 " + Network.PUBLIC_1.interfaceName(),
                            THIRD + "/24 " + Network.PUBLIC_2.interfaceName()));

    /** With these lines more in {@code public_addresses}. */
    StockCluster(String... more) {
        lines.addAll(List.of(more));
        nodes =
                IntStream.range(0, NODES)
                        .mapToObj(index -> new StockNode(namespaces, distribution, index))
                        .toList();
        for (StockNode node : nodes) {
            node.write("/etc/ctdb/nodes", privateAddresses());
            node.write("/etc/ctdb/public_addresses", lines.toArray(String[]::new));
            node.write("/etc/ctdb/ctdb.conf", "[logging]", "  location = file:" + StockNode.LOG);
            node.write("/etc/ctdb/ctdb.tunables", "MonitorInterval=2", "TickleUpdateInterval=2");
        }
    }

    private static Path findDistribution() {
        Path found =
                Path.of(
                                Optional.ofNullable(System.getProperty("baton.distribution"))
                                        .orElse("../node-agent/target/baton"))
                        .toAbsolutePath()
                        .normalize();
        if (!Files.isExecutable(found.resolve("bin/baton"))) {
            throw new IllegalStateException(
                    "no distribution at " + found + "; run mvn -pl node-agent -am package");
        }
        return found;
    }

    NetnsCluster namespaces() {
        return namespaces;
    }

    /** Where Baton is. */
    Path distribution() {
        return distribution;
    }

    List<StockNode> nodes() {
        return nodes;
    }

    StockNode node(int pnn) {
        return nodes.get(pnn);
    }

    /** All private addresses, in the order of the nodes. */
    String[] privateAddresses() {
        return IntStream.range(0, NODES).mapToObj(this::privateAddress).toArray(String[]::new);
    }

    String privateAddress(int pnn) {
        return namespaces.nodeAddress(pnn, Network.PRIVATE);
    }

    /** Where the client is on a public network. */
    String client(Network network) {
        return network.ipv4(201);
    }

    /** Starts all agents and waits until all are well and every address is served. */
    void start() {
        nodes.forEach(StockNode::start);
        awaitWell();
    }

    /** Waits until every node is OK to every node, and every address is on a node. */
    void awaitWell() {
        await(
                "all nodes OK and all addresses served",
                START_LIMIT,
                () -> nodes.stream().allMatch(StockCluster::seesAllWell) && served());
    }

    /** CTDB command contract, section 3.2: the exit code is all flags of all nodes. */
    private static boolean seesAllWell(StockNode node) {
        return node.attempt("nodestatus all").status() == 0;
    }

    private boolean served() {
        return lines.stream()
                .map(line -> line.substring(0, line.indexOf('/')))
                .allMatch(address -> holder(address).isPresent());
    }

    /** The node that says of itself that it holds an address, by {@code ctdb -X ip all}. */
    Optional<StockNode> holder(String address) {
        return holder(address, nodes.getFirst());
    }

    /** The same, as the agent of one node has it. */
    Optional<StockNode> holder(String address, StockNode asked) {
        Outcome all = asked.attempt("-X ip all");
        return all.output()
                .lines()
                .map(line -> Arrays.asList(line.split("\\|")))
                .filter(words -> words.size() == 3 && words.get(1).equals(address))
                .map(words -> Integer.parseInt(words.get(2)))
                .filter(pnn -> pnn >= 0)
                .map(nodes::get)
                .findFirst();
    }

    /** The holder of an address; throws if it has none. */
    StockNode holding(String address) {
        return holder(address)
                .orElseThrow(() -> new IllegalStateException(address + " is not served"));
    }

    /** Another node than this one. */
    StockNode other(StockNode than) {
        return nodes.get((than.pnn() + 1) % NODES);
    }

    /** Starts one of the programs of {@code tcp.py} on a node. */
    Transcript tcpOn(StockNode node, String... words) {
        return node.background("tcp-" + String.join("-", words), tcp(words));
    }

    /** Starts one of the programs of {@code tcp.py} at the client. */
    Transcript tcpOutside(String... words) {
        return Transcript.start(
                namespaces,
                namespaces.clientNamespace(),
                "client-tcp-" + String.join("-", words) + "-" + System.nanoTime() + ".log",
                List.of(tcp(words)));
    }

    private static String[] tcp(String... words) {
        List<String> command = new ArrayList<>(List.of("python3", TCP.toString()));
        command.addAll(List.of(words));
        return command.toArray(String[]::new);
    }

    /** Starts the client's answering server and a server of connections on every node. */
    void holdAndAnswer() {
        namespaces.ip(namespaces.clientNamespace(), "address add " + OUTSIDE + "/32 dev lo");
        tcpOutside("answer", "" + ANSWER_PORT);
        nodes.forEach(node -> tcpOn(node, "hold", "" + HOLD_PORT));
    }

    /** What the answering server at an address outside says a node's connection comes from. */
    String askFrom(StockNode node, String source, String host, int port) {
        return node.shell(String.join(" ", tcp("ask", source, host, "" + port))).strip();
    }

    /** Waits; fails with what was awaited and what the agents said last. */
    void await(String what, Duration limit, BooleanSupplier condition) {
        try {
            Awaitility.await(what)
                    .pollInterval(Duration.ofMillis(150))
                    .atMost(limit)
                    .until(condition::getAsBoolean);
        } catch (ConditionTimeoutException late) {
            throw new AssertionError(what + " within " + limit + lastWords(), late);
        }
    }

    private String lastWords() {
        StringBuilder words = new StringBuilder();
        for (StockNode node : nodes) {
            String said = node.said();
            words.append("\n--- ").append(node.name()).append('\n');
            words.append(said.substring(Math.max(0, said.length() - LAST_WORDS)));
        }
        return words.toString();
    }

    @Override
    public void close() {
        namespaces.close();
    }
}
