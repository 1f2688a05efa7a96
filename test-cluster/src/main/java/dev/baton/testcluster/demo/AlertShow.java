package dev.baton.testcluster.demo;

import dev.baton.testcluster.netns.NamespaceProcess;
import dev.baton.testcluster.netns.Network;
import dev.baton.testcluster.prometheus.PrometheusServer;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a Prometheus with the shipped rules made of the steps, and one alert from its beginning to
 * its end: an address is added to a second node by hand.
 */
final class AlertShow {

    /** The alert waits 30 s after a move. */
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private static final String ALERT = "BatonPublicIpHeldTwice";

    private final DemoCluster cluster;
    private final PrometheusServer server;

    private AlertShow(DemoCluster cluster, PrometheusServer server) {
        this.cluster = cluster;
        this.server = server;
    }

    /** Waits until all agents are scraped; throws IllegalStateException if they are not. */
    static AlertShow begin(DemoCluster cluster, PrometheusServer server) {
        int agents = cluster.agents().size();
        if (!DemoCluster.await(LIMIT, () -> server.query("up == 1").size() == agents)) {
            throw new IllegalStateException(
                    "Prometheus does not scrape every agent: " + server.targets() + server.said());
        }
        System.out.printf("Prometheus scrapes %d agents with the shipped rules%n%n", agents);
        return new AlertShow(cluster, server);
    }

    /** To be called after the steps, when nobody counts seconds any more; what went wrong. */
    List<String> perform() {
        System.out.printf(
                "%nalerts that fired during the steps: %s%n",
                words(server.fired().stream().toList()));
        List<String> problems = new ArrayList<>();
        String ip = cluster.publicIps().getFirst();
        AgentNode other = cluster.agent(holds(ip, 0) ? 1 : 0);
        System.out.printf(
                "%s is now also added to %s, by hand, again and again%n", ip, other.name());
        NamespaceProcess adding = cluster.addByHand(other, ip, Network.PUBLIC_1);
        Optional<Double> fires = seconds(true);
        adding.kill();
        Optional<Double> ends = seconds(false);
        report("fires after", fires, problems);
        report("is over after", ends, problems);
        return problems;
    }

    private static String words(List<String> names) {
        return names.isEmpty() ? "none" : String.join(", ", names);
    }

    private boolean holds(String ip, int node) {
        return cluster.observer()
                .holders()
                .getOrDefault(ip, List.of())
                .contains(cluster.agent(node).name());
    }

    /** How long it took until the alert fired, or was over. */
    private Optional<Double> seconds(boolean fires) {
        long begin = System.nanoTime();
        boolean done = DemoCluster.await(LIMIT, () -> server.firing().contains(ALERT) == fires);
        return done ? Optional.of((System.nanoTime() - begin) / 1e9) : Optional.empty();
    }

    private static void report(String what, Optional<Double> seconds, List<String> problems) {
        seconds.ifPresentOrElse(
                each -> System.out.printf("%s %s %.1f s%n", ALERT, what, each),
                () -> problems.add("%s: not \"%s\" within %s".formatted(ALERT, what, LIMIT)));
    }
}
