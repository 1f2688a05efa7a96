package dev.baton.testcluster.demo;

import dev.baton.testcluster.netns.NetnsCluster;
import dev.baton.testcluster.observer.AddressFigures;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Runs the demo: exit 0 only if no address was ever answered by two nodes, every address is served
 * at the end and every read that could succeed did; 1 otherwise; 2 usage; 69 no namespaces here.
 *
 * <p>Reads the system properties {@code baton.home} (the distribution) and {@code baton.observer}
 * (the observer's program).
 */
public final class DemoMain {
    private static final Duration START_LIMIT = Duration.ofSeconds(60);
    private static final int TAIL = 25;

    private DemoMain() {}

    /** Runs the demo and ends the JVM with its exit code. */
    public static void main(String[] arguments) {
        Locale.setDefault(Locale.ROOT);
        System.exit(run(List.of(arguments)));
    }

    private static int run(List<String> arguments) {
        DemoOptions options;
        try {
            options = DemoOptions.parse(arguments);
        } catch (IllegalArgumentException e) {
            System.err.println("demo: " + e.getMessage());
            return 2;
        }
        if (!NetnsCluster.possible()) {
            System.err.println("demo: this kernel or user may not make network namespaces");
            return 69;
        }
        List<String> swept = NetnsCluster.sweep();
        if (!swept.isEmpty()) {
            System.out.println("removed what was left of " + swept);
        }
        return rehearse(options);
    }

    private static int rehearse(DemoOptions options) {
        Path home = Path.of(System.getProperty("baton.home", "node-agent/target/baton"));
        Path script =
                Path.of(System.getProperty("baton.observer", "test-cluster/observer/observer.py"));
        DemoCluster cluster = new DemoCluster(home.toAbsolutePath(), script, options.seed());
        boolean passed = false;
        try {
            passed = rehearse(options, cluster);
        } catch (IllegalStateException | UncheckedIOException e) {
            System.err.println("demo: " + e.getMessage());
        } finally {
            if (!passed) {
                cluster.agents().forEach(DemoMain::showLog);
            }
            end(options, cluster);
        }
        System.out.println(passed ? "PASSED" : "FAILED");
        return passed ? 0 : 1;
    }

    private static boolean rehearse(DemoOptions options, DemoCluster cluster) {
        double started = start(cluster);
        printMatrix(cluster);
        Rehearsal rehearsal = new Rehearsal(cluster, cluster.startClient());
        DemoCluster.pause(Duration.ofSeconds(1));
        System.out.println(ResultTable.head());
        try {
            Steps.all().stream().filter(options::wants).forEach(rehearsal::perform);
        } finally {
            options.json()
                    .ifPresent(
                            file ->
                                    FiguresFile.write(
                                            file, options.seed(), started, rehearsal.rows()));
        }
        System.out.println();
        System.out.print(ResultTable.whole(rehearsal.rows()));
        printMatrix(cluster);
        rehearsal.problems().forEach(problem -> System.out.println("PROBLEM " + problem));
        return rehearsal.problems().isEmpty() && cluster.allServed();
    }

    private static double start(DemoCluster cluster) {
        System.out.println("starting three agents");
        cluster.observer().mark("start");
        long begin = System.nanoTime();
        cluster.agents().forEach(AgentNode::start);
        boolean served = DemoCluster.await(START_LIMIT, cluster::allServed);
        double seconds = (System.nanoTime() - begin) / 1e9;
        if (!served || !DemoCluster.await(START_LIMIT, cluster::allHealthy)) {
            throw new IllegalStateException(
                    "not all addresses served and nodes healthy within " + START_LIMIT);
        }
        double twice =
                cluster.observer().figures().values().stream()
                        .mapToDouble(AddressFigures::answeredByTwo)
                        .max()
                        .orElse(0);
        if (twice > 0) {
            throw new IllegalStateException("answered by two nodes while starting: " + twice);
        }
        System.out.printf("all addresses served %.2f s after the start%n", seconds);
        return seconds;
    }

    private static void printMatrix(DemoCluster cluster) {
        Map<String, List<String>> holders = cluster.observer().holders();
        System.out.println();
        for (String ip : cluster.publicIps()) {
            StringBuilder line = new StringBuilder(String.format("%-16s", ip));
            for (AgentNode agent : cluster.agents()) {
                boolean here = holders.getOrDefault(ip, List.of()).contains(agent.name());
                line.append("  ").append(agent.name()).append(here ? " #" : " .");
            }
            System.out.println(line);
        }
        System.out.println();
    }

    private static void showLog(AgentNode agent) {
        try {
            List<String> lines =
                    Files.exists(agent.log()) ? Files.readAllLines(agent.log()) : List.of();
            System.out.println("--- end of the log of " + agent.name());
            lines.stream().skip(Math.max(0, lines.size() - TAIL)).forEach(System.out::println);
        } catch (IOException e) {
            System.out.println("--- no log of " + agent.name() + ": " + e.getMessage());
        }
    }

    private static void end(DemoOptions options, DemoCluster cluster) {
        if (!options.keep()) {
            cluster.close();
            return;
        }
        cluster.keep();
        System.out.println("The cluster is up; the next start of the demo removes it. Try:");
        for (AgentNode agent : cluster.agents()) {
            System.out.println("  " + String.join(" ", agent.baton("status")));
        }
        String inside = cluster.namespaces().nodeNamespace(0);
        System.out.println("  ip netns exec " + inside + " ip address");
    }
}
