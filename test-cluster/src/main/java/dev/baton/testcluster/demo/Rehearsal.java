package dev.baton.testcluster.demo;

import dev.baton.testcluster.client.OutsideClient;
import dev.baton.testcluster.client.OutsideClient.DownloadFigures;
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

    /** The download gives up a silent answer and an attempt to connect after 1 s each. */
    private static final Duration RESUME_LIMIT = Duration.ofSeconds(5);

    /** More than the whole file takes. */
    private static final Duration WHOLE_FILE_LIMIT = Duration.ofSeconds(30);

    private static final double FLOWING_SECONDS = 0.5;

    private final DemoCluster cluster;
    private final OutsideClient client;
    private final List<Row> rows = new ArrayList<>();
    private final List<DownloadRow> downloads = new ArrayList<>();
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

    /** What each window did to the long download, and how it ended. */
    List<DownloadRow> downloads() {
        return List.copyOf(downloads);
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
            awaitDownload(step.name(), met && !nothing(step));
            collect(step.name(), name, nothing(step) ? List.of(name) : List.of());
        } finally {
            begin(step.name() + "/healed");
            undo.run();
        }
        if (!met) {
            problem(step.name() + ": addresses of " + name + " not served elsewhere in time");
        }
        boolean healed =
                DemoCluster.await(HEAL_LIMIT, () -> cluster.allServed() && cluster.allHealthy());
        if (!healed) {
            problem(step.name() + ": not all healthy and served " + HEAL_LIMIT + " after undoing");
        }
        DemoCluster.pause(AFTERMATH);
        awaitDownload(step.name() + "/healed", healed);
        collect(step.name() + "/healed", name, List.of(name));
    }

    /**
     * Waits for the end of the file that is under way, so that what was put together from the
     * answers of several nodes is compared with what it should be.
     */
    void finishDownload() {
        String window = "last file";
        begin(window);
        DemoCluster.await(
                WHOLE_FILE_LIMIT,
                () -> client.download().completed() + client.download().wrong() > 0);
        DownloadFigures seen = client.download();
        downloads.add(new DownloadRow(window, seen));
        if (seen.completed() == 0) {
            problem(
                    "the download through %s had no whole file of right content %s after the steps"
                            .formatted(cluster.downloadIp(), WHOLE_FILE_LIMIT));
        }
    }

    /** Where every address is served, a broken download must go on. */
    private void awaitDownload(String window, boolean served) {
        if (served && !DemoCluster.await(RESUME_LIMIT, this::downloadFlows)) {
            problem(
                    "%s: the download through %s did not resume within %s although all is served"
                            .formatted(window, cluster.downloadIp(), RESUME_LIMIT));
        }
    }

    private boolean downloadFlows() {
        return client.download().sinceLastByte() < FLOWING_SECONDS;
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
        DownloadFigures download = client.download();
        List<Row> fresh = new ArrayList<>();
        for (String ip : cluster.publicIps()) {
            AddressFigures figures = require(seen, ip);
            Reads read = require(reads, ip);
            Row row = Row.of(window, victim, ip, figures, read);
            fresh.add(row);
            boolean stayed = stayed(row, figures, excused);
            judge(row, read, stayed);
            if (ip.equals(cluster.downloadIp())) {
                judge(row, download, stayed);
            }
        }
        rows.addAll(fresh);
        DownloadRow last = new DownloadRow(window, download);
        downloads.add(last);
        System.out.println(ResultTable.line(window, fresh, last));
    }

    /** Whether whoever held an address before the window held it all the time, and was well. */
    private static boolean stayed(Row row, AddressFigures seen, List<String> excused) {
        return !row.moved()
                && !seen.holdersAtMark().contains(row.victim())
                && seen.holdersAtMark().stream().noneMatch(excused::contains);
    }

    private void judge(Row row, Reads reads, boolean stayed) {
        if (row.onTwoNodes() > 0) {
            problem(
                    "%s: %s was answered by two nodes for %.3f s"
                            .formatted(row.window(), row.address(), row.onTwoNodes()));
        }
        if (row.wrongReads() > 0) {
            problem(row.window() + ": wrong content through " + row.address());
        }
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

    /** A move breaks a download once by nature; one that need not break must not. */
    private void judge(Row row, DownloadFigures download, boolean stayed) {
        if (download.wrong() > 0) {
            problem(row.window() + ": wrong content of a whole file through " + row.address());
        }
        long byNature = row.moved() ? 1 : 0;
        if ((stayed || row.moved()) && download.broken() > byNature) {
            problem(
                    "%s: the download through %s broke %d times, expected %d, because it %s"
                            .formatted(
                                    row.window(),
                                    row.address(),
                                    download.broken(),
                                    byNature,
                                    row.moved() ? "moved" : "did not move"));
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
