package dev.baton.testcluster.bench;

import dev.baton.testcluster.netns.NetnsCluster;
import dev.baton.testcluster.netns.Network;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;

/** What three real agents take: to start, in memory, and to answer with a peer dead. */
final class ClusterFigures {

    static final int NODES = 3;
    private static final int STATUS_RUNS = 20;
    private static final Duration START_LIMIT = Duration.ofSeconds(40);
    private static final Duration IDLE = Duration.ofSeconds(12);
    private static final Duration POLL = Duration.ofMillis(50);
    static final List<String> IPS =
            List.of(
                    Network.PUBLIC_1.ipv4(101),
                    Network.PUBLIC_1.ipv4(102),
                    Network.PUBLIC_1.ipv6(101),
                    Network.PUBLIC_2.ipv4(101),
                    Network.PUBLIC_2.ipv4(102),
                    Network.PUBLIC_2.ipv6(101));

    private final Path distribution;
    private final List<Double> starts = new ArrayList<>();
    private final List<Double> memory = new ArrayList<>();
    private final List<Double> status = new ArrayList<>();

    ClusterFigures(Path distribution) {
        this.distribution = distribution;
    }

    /** Starts the cluster so many times; the last one is looked at more closely. */
    List<Figure> measure(int runs) throws IOException {
        for (int run = 0; run < runs; run++) {
            try (NetnsCluster cluster = NetnsCluster.create(NODES)) {
                List<BenchNode> nodes = nodes(cluster);
                starts.add(start(nodes));
                if (run + 1 == runs) {
                    lookAt(nodes);
                }
            }
        }
        return List.of(
                new Figure("three_agents_to_all_served", "s", starts, 6.0),
                new Figure("status_with_a_peer_dead", "s", status, 0.030),
                new Figure("idle_agent_memory", "MiB", memory, 180));
    }

    /** Three nodes with their files, not started. */
    List<BenchNode> nodes(NetnsCluster cluster) throws IOException {
        return nodes(cluster, IPS.stream().map(ClusterFigures::line).toList());
    }

    /** The same with these lines in each file {@code public_addresses}. */
    List<BenchNode> nodes(NetnsCluster cluster, List<String> addresses) throws IOException {
        List<String> nodes =
                IntStream.range(0, NODES)
                        .mapToObj(node -> cluster.nodeAddress(node, Network.PRIVATE))
                        .toList();
        Path files = Files.createDirectories(cluster.directory().resolve("files"));
        List<BenchNode> all = new ArrayList<>();
        for (int node = 0; node < NODES; node++) {
            BenchNode made = new BenchNode(cluster, distribution, node);
            made.configure(nodes, addresses, files);
            all.add(made);
        }
        return List.copyOf(all);
    }

    /** As a line of the file {@code public_addresses}. */
    static String line(String ip) {
        Network network =
                ip.equals(Network.PUBLIC_1.ipv4(101))
                                || ip.equals(Network.PUBLIC_1.ipv4(102))
                                || ip.equals(Network.PUBLIC_1.ipv6(101))
                        ? Network.PUBLIC_1
                        : Network.PUBLIC_2;
        return ip + (ip.contains(":") ? "/64 " : "/24 ") + network.interfaceName();
    }

    /**
     * Seconds from the start of the agents until, at one and the same look, every address is in the
     * kernel of one node and every node says that all is well.
     */
    static double start(List<BenchNode> nodes) {
        long begin = System.nanoTime();
        nodes.forEach(BenchNode::start);
        await(
                "all addresses served and all nodes healthy",
                () -> allHeld(nodes) && nodes.stream().allMatch(it -> it.command("status") == 0));
        return (System.nanoTime() - begin) / 1e9;
    }

    private static boolean allHeld(List<BenchNode> nodes) {
        List<String> held = nodes.stream().map(BenchNode::addresses).toList();
        return IPS.stream().allMatch(ip -> holders(held, ip) == 1);
    }

    private static long holders(List<String> held, String ip) {
        return held.stream().filter(addresses -> addresses.contains(" " + ip + "/")).count();
    }

    private void lookAt(List<BenchNode> nodes) throws IOException {
        LockSupport.parkNanos(IDLE.toNanos());
        for (BenchNode node : nodes) {
            memory.add(node.residentMebibytes());
        }
        nodes.get(NODES - 1).kill();
        for (int run = 0; run < STATUS_RUNS; run++) {
            status.add(nodes.getFirst().seconds("status"));
        }
    }

    /** Looks every 50 ms; throws IllegalStateException after 40 s. */
    static void await(String what, BooleanSupplier condition) {
        await(START_LIMIT, what, condition);
    }

    /** Looks every 50 ms; throws IllegalStateException after the limit. */
    static void await(Duration limit, String what, BooleanSupplier condition) {
        long end = System.nanoTime() + limit.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - end > 0) {
                throw new IllegalStateException(
                        "expected within " + limit.toSeconds() + " s: " + what);
            }
            LockSupport.parkNanos(POLL.toNanos());
        }
    }

    /** The first line of a log with this text. */
    static Optional<String> first(Path log, String text) throws IOException {
        return Files.readAllLines(log).stream().filter(it -> it.contains(text)).findFirst();
    }
}
