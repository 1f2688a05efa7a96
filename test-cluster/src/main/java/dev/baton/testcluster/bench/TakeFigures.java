package dev.baton.testcluster.bench;

import dev.baton.testcluster.netns.NetnsCluster;
import dev.baton.testcluster.netns.Network;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Four addresses taken at once by one node whose script takes a second for each. */
final class TakeFigures {

    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.SSS", Locale.ROOT);
    private static final int STAMP_LENGTH = 23;
    private static final String TAKEN = "address_taken";
    private static final String SLOW = "#!/bin/sh\nif [ \"$1\" = takeip ]; then sleep 1; fi\n";
    private static final List<String> IPS =
            List.of(
                    Network.PUBLIC_1.ipv4(101),
                    Network.PUBLIC_1.ipv4(102),
                    Network.PUBLIC_2.ipv4(101),
                    Network.PUBLIC_2.ipv4(102));

    private final Path distribution;

    TakeFigures(Path distribution) {
        this.distribution = distribution;
    }

    Figure measure(int runs) throws IOException {
        List<Double> seconds = new ArrayList<>();
        for (int run = 0; run < runs; run++) {
            try (NetnsCluster cluster = NetnsCluster.create(1)) {
                seconds.add(once(cluster));
            }
        }
        return new Figure("four_takeips_of_1_s", "s", seconds, 1.3);
    }

    /** From the start of the run that moves them to the last address held. */
    private double once(NetnsCluster cluster) throws IOException {
        BenchNode node = new BenchNode(cluster, distribution, 0);
        List<String> lines = IPS.stream().map(ClusterFigures::line).toList();
        Path files = Files.createDirectories(cluster.directory().resolve("files"));
        node.configure(List.of(cluster.nodeAddress(0, Network.PRIVATE)), lines, files);
        node.addScript(SLOW);
        node.start();
        ClusterFigures.await("four addresses taken", () -> taken(node.log()).size() >= IPS.size());
        String begin =
                ClusterFigures.first(node.log(), "moves=" + IPS.size())
                        .orElseThrow(() -> new IOException("no run of four in " + node.log()));
        String end = taken(node.log()).getLast();
        return Duration.between(stamp(begin), stamp(end)).toNanos() / 1e9;
    }

    private static List<String> taken(Path log) {
        try {
            return Files.readAllLines(log).stream().filter(it -> it.contains(TAKEN)).toList();
        } catch (IOException unreadable) {
            throw new UncheckedIOException("cannot read " + log, unreadable);
        }
    }

    private static LocalDateTime stamp(String line) {
        return LocalDateTime.parse(line.substring(0, STAMP_LENGTH), STAMP);
    }
}
