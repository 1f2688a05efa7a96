package dev.baton.testcluster.demo;

import com.fasterxml.jackson.databind.JsonNode;

import dev.baton.testcluster.client.OutsideClient;
import dev.baton.testcluster.client.OutsideClient.LongDownload;
import dev.baton.testcluster.netns.NamespaceProcess;
import dev.baton.testcluster.netns.NetnsCluster;
import dev.baton.testcluster.netns.Network;
import dev.baton.testcluster.observer.Observer;
import dev.baton.testcluster.prometheus.PrometheusServer;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;

/** Three agents, six public addresses, an outside client and an outside observer. */
final class DemoCluster implements AutoCloseable {
    private static final int NODES = 3;
    private static final int PORT = 8080;
    private static final long DOWNLOAD_BYTES_PER_SECOND = 1 << 20;
    private static final Duration POLL = Duration.ofMillis(20);

    private final NetnsCluster namespaces;
    private final Path distribution;
    private final List<AgentNode> agents;
    private final Map<String, Network> addresses = addresses();
    private final Observer observer;
    private final ServedFiles files;
    private Optional<OutsideClient> client = Optional.empty();
    private Optional<PrometheusServer> prometheus = Optional.empty();

    private DemoCluster(
            NetnsCluster namespaces,
            Path distribution,
            Path observerScript,
            DemoOptions options,
            long seed) {
        this.namespaces = namespaces;
        this.distribution = distribution;
        agents =
                IntStream.range(0, NODES)
                        .mapToObj(index -> new AgentNode(namespaces, distribution, index))
                        .toList();
        files = ServedFiles.create(namespaces.directory().resolve("files"), seed);
        List<String> more = options.prometheus() ? PrometheusServer.SETTINGS : List.of();
        agents.forEach(
                agent -> agent.configure(nodes(), publicAddresses(), files.directory(), more));
        observer = Observer.start(namespaces, observerScript, addresses);
    }

    /** Makes the namespaces and files and starts the observer; leaves nothing where that fails. */
    static DemoCluster create(
            Path distribution, Path observerScript, DemoOptions options, long seed) {
        NetnsCluster namespaces = NetnsCluster.create(NODES);
        try {
            return new DemoCluster(namespaces, distribution, observerScript, options, seed);
        } catch (IllegalStateException | UncheckedIOException e) {
            namespaces.close();
            throw e;
        }
    }

    private static Map<String, Network> addresses() {
        Map<String, Network> addresses = new LinkedHashMap<>();
        for (Network network : Network.PUBLIC) {
            addresses.put(network.ipv4(101), network);
            addresses.put(network.ipv4(102), network);
            addresses.put(network.ipv6(101), network);
        }
        return Collections.unmodifiableMap(addresses);
    }

    private List<String> nodes() {
        return IntStream.range(0, NODES)
                .mapToObj(node -> namespaces.nodeAddress(node, Network.PRIVATE))
                .toList();
    }

    private List<String> publicAddresses() {
        return addresses.entrySet().stream()
                .map(
                        entry ->
                                entry.getKey()
                                        + (entry.getKey().contains(":") ? "/64 " : "/24 ")
                                        + entry.getValue().interfaceName())
                .toList();
    }

    /** The namespaces and cables. */
    NetnsCluster namespaces() {
        return namespaces;
    }

    /** All agents, by number. */
    List<AgentNode> agents() {
        return agents;
    }

    /** One agent. */
    AgentNode agent(int node) {
        return agents.get(node);
    }

    /** The outside observer. */
    Observer observer() {
        return observer;
    }

    /** The public addresses, in order. */
    List<String> publicIps() {
        return List.copyOf(addresses.keySet());
    }

    /** The address of the long download. */
    String downloadIp() {
        return publicIps().getFirst();
    }

    /** Starts a Prometheus with the shipped rules on the first node. */
    PrometheusServer startPrometheus() {
        PrometheusServer server = PrometheusServer.start(namespaces, 0, distribution);
        prometheus = Optional.of(server);
        return server;
    }

    /** Adds an address as somebody does who knows no better; the agent deletes it each time. */
    NamespaceProcess addByHand(AgentNode where, String ip, Network network) {
        return namespaces.start(
                namespaces.nodeNamespace(agents.indexOf(where)),
                namespaces.directory().resolve("by-hand.log"),
                List.of(
                        "sh",
                        "-c",
                        "i=0; while [ $i -lt 9000 ]; do ip addr add $0/24 dev $1 2>/dev/null;"
                                + " sleep 0.005; i=$((i + 1)); done",
                        ip,
                        network.interfaceName()));
    }

    /** Starts the clients: a GET every 10 ms through every address, and a long download. */
    OutsideClient startClient() {
        LongDownload download =
                new LongDownload(downloadIp(), files.large(), DOWNLOAD_BYTES_PER_SECOND);
        OutsideClient started =
                OutsideClient.start(
                        namespaces, publicIps(), PORT, files.small(), Optional.of(download));
        client = Optional.of(started);
        return started;
    }

    /** Makes the file service's monitor fail on a node; what is returned lets it succeed again. */
    Runnable failService(int node) {
        Path mark = agent(node).failMark();
        try {
            Files.createFile(mark);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot make " + mark, e);
        }
        return () -> {
            try {
                Files.delete(mark);
            } catch (IOException e) {
                throw new UncheckedIOException("cannot remove " + mark, e);
            }
        };
    }

    /** Number of the leader, as the first node says that answers; throws if nobody knows one. */
    int leader() {
        for (AgentNode agent : agents) {
            String named = agent.status().map(status -> status.path("leader").asText()).orElse("");
            for (int node = 0; node < NODES; node++) {
                if (agents.get(node).name().equals(named)) {
                    return node;
                }
            }
        }
        throw new IllegalStateException("no node names a leader");
    }

    /** Whether all nodes are OK in every node's own picture and no run is under way. */
    boolean allHealthy() {
        return agents.stream().allMatch(agent -> agent.status().filter(this::healthy).isPresent());
    }

    private boolean healthy(JsonNode status) {
        return status.path("nodes_ok").asInt() == NODES
                && !status.path("run_in_progress").asBoolean(true);
    }

    /** A public segment on which this node answers for an address; the first if for none. */
    Network publicNetworkOf(int node) {
        Map<String, List<String>> holders = observer.holders();
        return addresses.entrySet().stream()
                .filter(
                        entry ->
                                holders.getOrDefault(entry.getKey(), List.of())
                                        .contains(agent(node).name()))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse(Network.PUBLIC_1);
    }

    /** Whether every address is answered by exactly one node. */
    boolean allServed() {
        return servedBy(observer.holders()).isPresent();
    }

    /** Whether every address is answered by exactly one node, and none by this one. */
    boolean allServedWithout(int node) {
        return servedBy(observer.holders())
                .filter(holders -> !holders.containsValue(agent(node).name()))
                .isPresent();
    }

    private Optional<Map<String, String>> servedBy(Map<String, List<String>> holders) {
        Map<String, String> single = new LinkedHashMap<>();
        for (String address : addresses.keySet()) {
            List<String> nodes = holders.getOrDefault(address, List.of());
            if (nodes.size() != 1) {
                return Optional.empty();
            }
            single.put(address, nodes.getFirst());
        }
        return Optional.of(single);
    }

    /** Waits until it holds, looking every 20 ms; whether it did within the limit. */
    static boolean await(Duration limit, BooleanSupplier condition) {
        long end = System.nanoTime() + limit.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - end > 0) {
                return false;
            }
            pause(POLL);
        }
        return true;
    }

    /** Lets time pass. */
    static void pause(Duration span) {
        try {
            Thread.sleep(span);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    /** Ends client and observer and leaves the rest up. */
    void keep() {
        client.ifPresent(OutsideClient::close);
        observer.close();
        namespaces.keep();
    }

    @Override
    public void close() {
        prometheus.ifPresent(PrometheusServer::close);
        namespaces.close();
    }
}
