package dev.baton.testcluster.bench;

import dev.baton.config.ClusterSettings;
import dev.baton.config.IpAddress;
import dev.baton.config.Layout;
import dev.baton.config.NodeName;
import dev.baton.config.NodesFile;
import dev.baton.monitoring.metrics.Build;
import dev.baton.monitoring.metrics.KernelAddresses;
import dev.baton.monitoring.metrics.Metrics;
import dev.baton.monitoring.metrics.Sources;
import dev.baton.orchestrator.node.NodeView;
import dev.baton.testcluster.simulation.SimulationSetup;
import dev.baton.testcluster.simulation.Simulator;

import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/**
 * A scrape of an agent of 16 nodes with 1000 addresses and 40 scripts, warm, on one core: while
 * nothing changes, and where an address is elsewhere at each scrape. The view is a simulated
 * node's.
 */
final class ScrapeFigures {

    private static final int NODES = 16;
    private static final int ADDRESSES = 1000;
    private static final int SCRIPTS = 40;
    private static final int WARM_UP = 200;
    private static final int SCRAPES = 101;
    private static final double MILLIS = 1e6;
    private static final Duration SETTLES = Duration.ofSeconds(60);

    private ScrapeFigures() {}

    static List<Figure> measure() {
        Simulator cluster = Simulator.unwatched(SimulationSetup.of(NODES, ADDRESSES));
        cluster.startAll();
        cluster.runFor(SETTLES);
        NodeView view = cluster.nodes().getFirst().view().orElseThrow();
        Set<IpAddress> some = new TreeSet<>(cluster.addresses().subList(0, ADDRESSES / NODES));
        Set<IpAddress> fewer = new TreeSet<>(cluster.addresses().subList(1, ADDRESSES / NODES));
        return List.of(
                figure("scrape_16x1000", view, _ -> some),
                figure("scrape_16x1000_moving", view, at -> at % 2 == 0 ? some : fewer));
    }

    private static Figure figure(String name, NodeView view, IntFunction<Set<IpAddress>> hosted) {
        int[] scrapes = new int[1];
        List<Double> millis = new ArrayList<>();
        try (Metrics metrics = metrics(view, () -> hosted.apply(scrapes[0]))) {
            for (int i = -WARM_UP; i < SCRAPES; i++) {
                scrapes[0]++;
                metrics.read();
                long start = System.nanoTime();
                int length = metrics.scrape("").body().length;
                double took = (System.nanoTime() - start) / MILLIS;
                if (length < ADDRESSES) {
                    throw new IllegalStateException("expected all series, got " + length);
                }
                if (i >= 0) {
                    millis.add(took);
                }
            }
        }
        return new Figure(name, "ms", millis, 5.0);
    }

    private static Metrics metrics(NodeView view, KernelAddresses kernel) {
        Sources sources =
                Sources.ofView(() -> view, () -> view.at().nanos(), InstantSource.system())
                        .withKernel(kernel)
                        .withScripts(
                                IntStream.range(0, SCRIPTS).mapToObj(i -> i + ".script").toList());
        List<String> nodes = IntStream.rangeClosed(1, NODES).mapToObj(i -> "10.9.0." + i).toList();
        ClusterSettings settings =
                ClusterSettings.withDefaults(
                        Layout.under(Path.of("base")),
                        new NodeName("n0"),
                        view.self().node(),
                        NodesFile.parse("nodes", nodes).value(),
                        view.addresses());
        Metrics metrics = new Metrics(settings, new Build("1", "c", "25"), sources);
        metrics.facts().viewed(view);
        return metrics;
    }
}
