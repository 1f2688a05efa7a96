package dev.baton.testcluster.demo;

import dev.baton.testcluster.netns.Complaint;
import dev.baton.testcluster.netns.NetnsCluster;
import dev.baton.testcluster.observer.AddressFigures;
import dev.baton.testcluster.prometheus.PrometheusServer;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Runs the demo: exit 0 only if no address was ever answered by two nodes, every address is served
 * at the end, every read that could succeed did and the long download, which a move breaks, went on
 * and had the right content; 1 otherwise; 2 usage; 69 no namespaces here. Repetitions go on after
 * one that failed, each in a fresh cluster.
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
        Interruption interruption = Interruption.watch();
        int code = run(List.of(arguments), interruption);
        interruption.finish();
        System.exit(code);
    }

    private static int run(List<String> arguments, Interruption interruption) {
        DemoOptions options;
        try {
            options = DemoOptions.parse(arguments);
        } catch (IllegalArgumentException e) {
            System.err.println("demo: " + e.getMessage());
            return 2;
        }
        try {
            return begin(options, interruption);
        } catch (IllegalStateException | UncheckedIOException e) {
            interruption.holdIfUnderWay();
            System.err.println("demo: " + Complaint.of(e));
            return 1;
        }
    }

    private static int begin(DemoOptions options, Interruption interruption) {
        if (!NetnsCluster.possible()) {
            System.err.println("demo: this kernel or user may not make network namespaces");
            return 69;
        }
        List<String> swept = NetnsCluster.sweep();
        if (!swept.isEmpty()) {
            System.out.println("removed what was left of " + swept);
        }
        return repeat(options, interruption);
    }

    private static int repeat(DemoOptions options, Interruption interruption) {
        List<Performance> performances = new ArrayList<>();
        boolean written = true;
        for (int run = 1; run <= options.repeat(); run++) {
            if (options.repeat() > 1) {
                System.out.printf("%nrepetition %d of %d%n", run, options.repeat());
            }
            performances.add(perform(options, run, interruption));
            written = write(options, performances);
        }
        if (options.repeat() > 1) {
            System.out.println();
            System.out.print(ClosingTable.of(performances));
        }
        boolean passed = written && performances.stream().allMatch(Performance::passed);
        System.out.println(passed ? "PASSED" : "FAILED");
        return passed ? 0 : 1;
    }

    /** Whether the figures, if wanted, are in their file. What they say was printed before. */
    private static boolean write(DemoOptions options, List<Performance> performances) {
        try {
            options.json().ifPresent(file -> FiguresFile.write(file, options.seed(), performances));
            return true;
        } catch (UncheckedIOException e) {
            System.out.println("PROBLEM " + Complaint.of(e));
            return false;
        }
    }

    private static Performance perform(DemoOptions options, int run, Interruption interruption) {
        try {
            return performInFreshCluster(options, run, interruption);
        } catch (IllegalStateException | UncheckedIOException e) {
            interruption.holdIfUnderWay();
            String problem = "no cluster: " + Complaint.of(e);
            System.out.println("PROBLEM " + problem);
            return new Performance(
                    run, OptionalDouble.empty(), List.of(), List.of(), List.of(problem));
        }
    }

    private static Performance performInFreshCluster(
            DemoOptions options, int run, Interruption interruption) {
        Path home = Path.of(System.getProperty("baton.home", "node-agent/target/baton"));
        Path script =
                Path.of(System.getProperty("baton.observer", "test-cluster/observer/observer.py"));
        long seed = options.seed() + run - 1;
        DemoCluster cluster = DemoCluster.create(home.toAbsolutePath(), script, options, seed);
        Optional<Performance> performed = Optional.empty();
        try {
            performed = Optional.of(perform(options, run, cluster, interruption));
        } finally {
            if (!performed.map(Performance::passed).orElse(false)) {
                cluster.agents().forEach(DemoMain::showLog);
                options.json().ifPresent(file -> saveLogs(cluster, file, run));
            }
            end(options, cluster);
        }
        return performed.orElseThrow();
    }

    /** Whatever stops the steps is a problem; what they gave until then is kept. */
    private static Performance perform(
            DemoOptions options, int run, DemoCluster cluster, Interruption interruption) {
        OptionalDouble started = OptionalDouble.empty();
        List<String> problems = new ArrayList<>();
        Optional<Rehearsal> rehearsal = Optional.empty();
        try {
            started = OptionalDouble.of(start(cluster));
            printMatrix(cluster);
            Optional<AlertShow> alerts = alerts(options, cluster);
            Rehearsal begun = new Rehearsal(cluster, cluster.startClient());
            rehearsal = Optional.of(begun);
            rehearse(options, begun);
            if (!cluster.allServed()) {
                problems.add("not every address is served by one node at the end");
            }
            alerts.ifPresent(show -> problems.addAll(show.perform()));
        } catch (IllegalStateException | UncheckedIOException e) {
            interruption.holdIfUnderWay();
            problems.add(Complaint.of(e));
        }
        problems.addAll(0, rehearsal.map(Rehearsal::problems).orElse(List.of()));
        Performance performance =
                new Performance(
                        run,
                        started,
                        rehearsal.map(Rehearsal::rows).orElse(List.of()),
                        rehearsal.map(Rehearsal::downloads).orElse(List.of()),
                        problems);
        show(cluster, performance);
        return performance;
    }

    private static Optional<AlertShow> alerts(DemoOptions options, DemoCluster cluster) {
        if (!options.prometheus()) {
            return Optional.empty();
        }
        return Optional.of(AlertShow.begin(cluster, cluster.startPrometheus()));
    }

    private static void rehearse(DemoOptions options, Rehearsal rehearsal) {
        DemoCluster.pause(Duration.ofSeconds(1));
        System.out.println(ResultTable.head());
        Steps.all().stream().filter(options::wants).forEach(rehearsal::perform);
        rehearsal.finishDownload();
    }

    private static void show(DemoCluster cluster, Performance performance) {
        System.out.println();
        System.out.print(ResultTable.whole(performance));
        try {
            printMatrix(cluster);
        } catch (IllegalStateException unanswered) {
            System.out.println("the observer does not answer: " + unanswered.getMessage());
        }
        performance.problems().forEach(problem -> System.out.println("PROBLEM " + problem));
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

    /** Beside the figures: what a failure needs is more than the end of a log. */
    private static void saveLogs(DemoCluster cluster, Path figures, int run) {
        try {
            for (AgentNode agent : cluster.agents()) {
                Path copy = Path.of(figures + ".run" + run + "." + agent.name() + ".log");
                if (Files.exists(agent.log())) {
                    Files.copy(agent.log(), copy, StandardCopyOption.REPLACE_EXISTING);
                    System.out.println("whole log of " + agent.name() + ": " + copy);
                }
            }
        } catch (IOException e) {
            System.out.println("cannot save the logs beside " + figures + ": " + e.getMessage());
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
        if (options.prometheus()) {
            System.out.printf(
                    "  ip netns exec %s curl -s http://%s/api/v1/alerts%n",
                    inside, PrometheusServer.DOOR);
        }
    }
}
