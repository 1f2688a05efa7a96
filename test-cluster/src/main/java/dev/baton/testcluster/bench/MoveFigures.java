package dev.baton.testcluster.bench;

import dev.baton.testcluster.client.OutsideClient;
import dev.baton.testcluster.client.OutsideClient.ServedFile;
import dev.baton.testcluster.netns.NetnsCluster;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;

/**
 * How long a client gets no answer while an operator takes nodes out of service and back: three
 * agents that have run for a while, six addresses, a read every 10 ms through each of them.
 */
final class MoveFigures {

    private static final int NODES = 3;
    private static final int PORT = 8080;

    /** Moves of the first rounds are not counted: every node has been left and come back once. */
    private static final int WARM_UP = NODES;

    /** For reads under way when the last address has moved, and for what the run does after it. */
    private static final Duration AFTERMATH = Duration.ofMillis(700);

    private static final String FILE = "small.txt";

    private final ClusterFigures clusters;
    private final List<Double> silences = new ArrayList<>();

    MoveFigures(Path distribution) {
        this.clusters = new ClusterFigures(distribution);
    }

    /** Each node in turn leaves and comes back, so many times in all. */
    Figure measure(int rounds) throws IOException {
        try (NetnsCluster cluster = NetnsCluster.create(NODES)) {
            List<BenchNode> nodes = clusters.nodes(cluster);
            ServedFile file = write(cluster.directory().resolve("files").resolve(FILE));
            ClusterFigures.start(nodes);
            try (OutsideClient client =
                    OutsideClient.start(
                            cluster, ClusterFigures.IPS, PORT, file, Optional.empty())) {
                for (int round = 0; round < WARM_UP + rounds; round++) {
                    move(nodes, client, round, "disable");
                    move(nodes, client, round, "enable");
                }
            }
        }
        return new Figure("planned_move_client_silence", "s", silences, 0.060);
    }

    private void move(List<BenchNode> nodes, OutsideClient client, int round, String verb) {
        BenchNode node = nodes.get(round % NODES);
        Map<String, String> before = holders(nodes);
        client.mark(verb + "-" + round);
        if (node.command("node", verb, node.toString()) != 0) {
            throw new IllegalStateException("expected success of: node " + verb + " " + node);
        }
        boolean leaves = verb.equals("disable");
        ClusterFigures.await(
                "all addresses served " + (leaves ? "without " : "again with ") + node,
                () -> {
                    Map<String, String> now = holders(nodes);
                    return now.size() == ClusterFigures.IPS.size()
                            && leaves != now.containsValue(node.toString());
                });
        LockSupport.parkNanos(AFTERMATH.toNanos());
        Map<String, String> after = holders(nodes);
        if (round >= WARM_UP) {
            client.reads()
                    .forEach(
                            (ip, reads) -> {
                                if (!after.getOrDefault(ip, "").equals(before.get(ip))) {
                                    silences.add(reads.longestSilence());
                                }
                            });
        }
    }

    /** Which node's kernel carries each address that exactly one carries. */
    private static Map<String, String> holders(List<BenchNode> nodes) {
        List<String> held = nodes.stream().map(BenchNode::addresses).toList();
        Map<String, String> holders = new TreeMap<>();
        for (String ip : ClusterFigures.IPS) {
            List<String> names =
                    IntStream.range(0, nodes.size())
                            .filter(node -> held.get(node).contains(" " + ip + "/"))
                            .mapToObj(node -> nodes.get(node).toString())
                            .toList();
            if (names.size() == 1) {
                holders.put(ip, names.getFirst());
            }
        }
        return holders;
    }

    private static ServedFile write(Path file) throws IOException {
        byte[] content = "a file of the bench\n".repeat(200).getBytes(StandardCharsets.UTF_8);
        Files.write(file, content);
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(content);
            return new ServedFile("/" + FILE, HexFormat.of().formatHex(digest));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
