package dev.baton.testcluster.demo;

import dev.baton.testcluster.client.OutsideClient;
import dev.baton.testcluster.client.OutsideClient.Reads;
import dev.baton.testcluster.demo.Step.Expectation;
import dev.baton.testcluster.observer.AddressFigures;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Does steps one after the other and collects their rows and what went wrong. */
final class Rehearsal {
    /** More than a monitor interval and a script's run. */
    private static final Duration LEAVE_LIMIT = Duration.ofSeconds(30);

    private static final Duration HEAL_LIMIT = Duration.ofSeconds(40);

    /** For a late second answer or process, and for reads under way: longer than their limit. */
    private static final Duration AFTERMATH = Duration.ofMillis(1200);

    private static final Duration UNNOTICED = Duration.ofSeconds(2);

    private final DemoCluster cluster;
    private final OutsideClient client;
    private final List<Row> rows = new ArrayList<>();
    private final List<String> problems = new ArrayList<>();
    private int followers;

    Rehearsal(DemoCluster cluster, OutsideClient client) {
        this.cluster = cluster;
        this.client = client;
    }

    /** Every row so far. */
    List<Row> rows() {
        return List.copyOf(rows);
    }

    /** Every expectation that was not met, as a sentence. */
    List<String> problems() {
        return List.copyOf(problems);
    }

    /** Does one step; throws if it could not be done or undone. */
    void perform(Step step) {
        int victim = victim(step.role());
        String name = cluster.agent(victim).name();
        begin(step.name());
        Runnable undo = step.fault().strike(cluster, victim);
        boolean met;
        try {
            met = step.expectation() == Expectation.NOTHING_MOVES || left(victim);
            DemoCluster.pause(met && nothing(step) ? UNNOTICED : AFTERMATH);
            collect(step.name(), name, nothing(step) ? List.of(name) : List.of());
        } finally {
            begin(step.name() + "/healed");
            undo.run();
        }
        if (!met) {
            problem(step.name() + ": addresses of " + name + " not served elsewhere in time");
        }
        if (!DemoCluster.await(HEAL_LIMIT, () -> cluster.allServed() && cluster.allHealthy())) {
            problem(step.name() + ": not all healthy and served " + HEAL_LIMIT + " after undoing");
        }
        DemoCluster.pause(AFTERMATH);
        collect(step.name() + "/healed", name, List.of(name));
    }

    private static boolean nothing(Step step) {
        return step.expectation() == Expectation.NOTHING_MOVES;
    }

    private int victim(Step.Role role) {
        int leader = cluster.leader();
        return switch (role) {
            case LEADER -> leader;
            case FOLLOWER -> (leader + 1 + followers++ % 2) % cluster.agents().size();
        };
    }

    private boolean left(int victim) {
        return DemoCluster.await(LEAVE_LIMIT, () -> cluster.allServedWithout(victim));
    }

    private void begin(String window) {
        cluster.observer().mark(window);
        client.mark(window);
    }

    private void collect(String window, String victim, List<String> excused) {
        Map<String, AddressFigures> seen = cluster.observer().figures();
        Map<String, Reads> reads = client.reads();
        List<Row> fresh = new ArrayList<>();
        for (String ip : cluster.publicIps()) {
            AddressFigures figures = require(seen, ip);
            Reads read = require(reads, ip);
            Row row = Row.of(window, victim, ip, figures, read);
            fresh.add(row);
            judge(row, figures, read, excused);
        }
        rows.addAll(fresh);
        System.out.println(ResultTable.line(window, fresh));
    }

    private void judge(Row row, AddressFigures seen, Reads reads, List<String> excused) {
        if (row.onTwoNodes() > 0) {
            problem(
                    "%s: %s was answered by two nodes for %.3f s"
                            .formatted(row.window(), row.address(), row.onTwoNodes()));
        }
        if (row.wrongReads() > 0) {
            problem(row.window() + ": wrong content through " + row.address());
        }
        boolean stayed =
                !row.moved()
                        && !seen.holdersAtMark().contains(row.victim())
                        && seen.holdersAtMark().stream().noneMatch(excused::contains);
        if (stayed && reads.failed() > 0) {
            problem(
                    "%s: %d of %d reads failed through %s, which did not move (%s)"
                            .formatted(
                                    row.window(),
                                    reads.failed(),
                                    reads.failed() + reads.good(),
                                    row.address(),
                                    reads.lastFailure()));
        }
    }

    private void problem(String sentence) {
        problems.add(sentence);
        System.out.println("    PROBLEM " + sentence);
    }

    private static <T> T require(Map<String, T> of, String ip) {
        return Optional.ofNullable(of.get(ip))
                .orElseThrow(() -> new IllegalStateException("no figures of " + ip));
    }
}
