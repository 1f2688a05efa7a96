package dev.baton.testcluster.bench;

import dev.baton.testcluster.netns.NetnsCluster;
import dev.baton.testcluster.netns.Network;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;

/**
 * What three real agents with a thousand addresses need while nothing changes: the processor's time
 * of everything in a node's namespace, monitor events included.
 */
final class IdleFigures {

    private static final int ADDRESSES = 1000;

    /** After the takes: compiled code, caches and the collector settle. */
    private static final Duration SETTLE = Duration.ofSeconds(20);

    /** Two monitor intervals of 15 s. */
    private static final Duration OBSERVED = Duration.ofSeconds(30);

    private static final Duration LIMIT = Duration.ofMinutes(3);

    private final ClusterFigures clusters;

    IdleFigures(Path distribution) {
        this.clusters = new ClusterFigures(distribution);
    }

    /** One value per node. */
    List<Figure> measure() throws IOException {
        try (NetnsCluster cluster = NetnsCluster.create(ClusterFigures.NODES)) {
            List<BenchNode> nodes = clusters.nodes(cluster, lines());
            nodes.forEach(BenchNode::start);
            ClusterFigures.await(
                    LIMIT,
                    "all " + ADDRESSES + " addresses served",
                    () -> held(nodes) == ADDRESSES);
            LockSupport.parkNanos(SETTLE.toNanos());
            return List.of(processorShare(nodes));
        }
    }

    private static Figure processorShare(List<BenchNode> nodes) throws IOException {
        List<Double> before = seconds(nodes);
        long begin = System.nanoTime();
        LockSupport.parkNanos(OBSERVED.toNanos());
        List<Double> after = seconds(nodes);
        double span = (System.nanoTime() - begin) / 1e9;
        List<Double> shares = new ArrayList<>();
        for (int node = 0; node < nodes.size(); node++) {
            shares.add(100 * (after.get(node) - before.get(node)) / span);
        }
        return new Figure("idle_1000_addresses_processor", "% of a core", shares, 1.0);
    }

    private static List<Double> seconds(List<BenchNode> nodes) throws IOException {
        List<Double> all = new ArrayList<>();
        for (BenchNode node : nodes) {
            all.add(node.processorSeconds());
        }
        return all;
    }

    private static long held(List<BenchNode> nodes) {
        return nodes.stream()
                .flatMap(node -> node.addresses().lines())
                .filter(line -> line.contains(" 10.88."))
                .count();
    }

    private static List<String> lines() {
        return IntStream.range(0, ADDRESSES)
                .mapToObj(i -> "10.88." + i / 250 + "." + (i % 250 + 1) + "/16 ")
                .map(address -> address + Network.PUBLIC_1.interfaceName())
                .toList();
    }
}
