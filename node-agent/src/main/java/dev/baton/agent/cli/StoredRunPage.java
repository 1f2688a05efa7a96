package dev.baton.agent.cli;

import dev.baton.agent.runs.StoredRun;
import dev.baton.config.FailbackNow;
import dev.baton.config.IpAddress;
import dev.baton.config.Pnn;
import dev.baton.monitoring.facts.FactFields;
import dev.baton.orchestrator.cluster.AddressReport;
import dev.baton.orchestrator.cluster.NodeReport;
import dev.baton.orchestrator.exchange.PlanInput;
import dev.baton.orchestrator.exchange.PlanRules;
import dev.baton.orchestrator.exchange.RunEnding;
import dev.baton.orchestrator.exchange.RunOptions;
import dev.baton.orchestrator.exchange.RunRecord;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;

/** What {@code run show} answers, and {@code run list} when no agent runs. */
final class StoredRunPage {

    private static final String UNFINISHED = "unfinished";

    private StoredRunPage() {}

    // ---- the list

    static Page list(StoredRuns.All all, Instant since) {
        List<StoredRun> runs =
                all.runs().stream().filter(each -> !begun(each.run()).isBefore(since)).toList();
        Table table = RunPage.table();
        runs.forEach(
                each -> {
                    RunRecord run = each.run();
                    table.row(
                            run.ending().map(it -> Json.time(ended(run, it))).orElse("-"),
                            each.leaderName(),
                            run.run().toString(),
                            result(run),
                            run.ending().map(it -> "" + it.moved()).orElse("-"),
                            run.ending().map(it -> "" + it.waiting().size()).orElse("-"),
                            run.ending().map(it -> "" + it.failed().size()).orElse("-"),
                            run.ending().map(it -> Times.seconds(it.took())).orElse("-"),
                            "yes",
                            ShownText.of(run.cause()));
                });
        List<String> warnings = new ArrayList<>(all.problems());
        warnings.add("no agent answers; these are the runs this node has stored");
        return new Page(
                Exit.DONE,
                "RunList",
                Json.object(
                        "complete", false, "runs", runs.stream().map(StoredRunPage::row).toList()),
                runs.isEmpty() ? List.of("no runs; choose an earlier --since") : table.lines(),
                runs.stream().map(each -> each.run().run().toString()).toList(),
                warnings);
    }

    /** The fields of {@code run list}; those of the end are missing where there is none. */
    private static Map<String, Object> row(StoredRun stored) {
        RunRecord run = stored.run();
        Map<String, Object> row =
                Json.object(
                        "id", run.run().toString(),
                        "leader", stored.leaderName(),
                        "result", result(run));
        run.ending()
                .ifPresent(
                        it -> {
                            row.put("ended", Json.time(ended(run, it)));
                            row.put("ok", it.how() == RunEnding.How.DONE);
                            row.put("moved", it.moved());
                            row.put("waiting", it.waiting().size());
                            row.put("failed", it.failed().size());
                            row.put("took_seconds", Json.seconds(it.took()));
                        });
        row.put("stored", true);
        row.put("cause", run.cause());
        return row;
    }

    /** In the words of {@code run list}. */
    private static String result(RunRecord run) {
        return run.ending()
                .map(
                        it ->
                                switch (it.how()) {
                                    case DONE -> "ok";
                                    case FAILED -> "failed";
                                    case ABANDONED -> "abandoned";
                                })
                .orElse(UNFINISHED);
    }

    private static Instant begun(RunRecord run) {
        return Instant.ofEpochMilli(run.begunMillis());
    }

    private static Instant ended(RunRecord run, RunEnding ending) {
        return begun(run).plus(ending.took());
    }

    // ---- one run

    static Page show(StoredRuns.Found found) {
        StoredRun stored = found.stored();
        RunRecord run = stored.run();
        List<String> text = new ArrayList<>();
        text.add("run " + run.run() + ": " + result(run));
        text.add("  led by " + stored.leaderName() + " (" + stored.writtenBy() + ")");
        text.add("  begun " + Json.time(begun(run)) + ", because of " + run.cause());
        text.add("  " + found.file());
        text.add("cluster: " + seen(run.input()));
        text.addAll(nodes(run.input().snapshot().reports()));
        text.add("asked for: " + asked(run.input()));
        text.add("plan, addresses taken: " + run.plan().moves());
        run.plan().text().lines().forEach(line -> text.add("  " + line));
        text.addAll(ending(run));
        return new Page(
                Exit.DONE,
                "Run",
                json(found),
                ShownText.lines(text),
                List.of(run.run().toString()));
    }

    private static String seen(PlanInput input) {
        PlanRules rules = input.rules();
        return "%d of %d nodes report; %s%s%s, addresses with a home: %d"
                .formatted(
                        input.snapshot().reports().size(),
                        input.snapshot().nodeCount(),
                        algorithm(rules),
                        rules.noTakeover() ? ", NoIPTakeover" : "",
                        rules.noFailback() ? ", NoIPFailback" : "",
                        rules.homes().size());
    }

    private static String algorithm(PlanRules rules) {
        if (rules.algorithm() == 0) {
            return "deterministic";
        }
        return rules.algorithm() == 1 ? "nondeterministic" : "lcp2";
    }

    private static List<String> nodes(SortedMap<Pnn, NodeReport> reports) {
        Table table =
                new Table("  PNN", "NAME", "RUNSTATE", "FLAGS", "HOLDS", "AVAILABLE", "KNOWN");
        reports.forEach(
                (pnn, report) ->
                        table.row(
                                "  " + pnn,
                                report.name().value(),
                                word(report.runstate()),
                                FactFields.flagWords(report.flags()),
                                "" + count(report, AddressReport::holds),
                                "" + count(report, AddressReport::available),
                                "" + report.addresses().size()));
        return table.lines();
    }

    private static long count(NodeReport report, Predicate<AddressReport> which) {
        return report.addresses().values().stream().filter(which).count();
    }

    /** Everything that is not as in a run that nobody asked for. */
    private static String asked(PlanInput input) {
        RunOptions options = input.options();
        List<String> words = new ArrayList<>();
        if (options.recovery()) {
            words.add("a recovery");
        }
        if (!options.addresses()) {
            words.add("no address to be moved");
        }
        if (!options.bans().isEmpty()) {
            words.add("nodes banned " + options.bans());
        }
        options.pins().forEach((ip, pnn) -> words.add(ip + " to node " + pnn));
        if (!options.force().isEmpty()) {
            words.add("addresses for nodes " + options.force());
        }
        if (options.staying().all()) {
            words.add("nothing moved for balance");
        }
        if (!options.staying().freed().isEmpty()) {
            words.add("spread anew " + options.staying().freed());
        }
        if (!options.staying().failback().equals(FailbackNow.OPEN)) {
            words.add("failback by policies");
        }
        input.only().ifPresent(nodes -> words.add("only nodes " + nodes + ", which failed before"));
        return words.isEmpty() ? "nothing special" : String.join("; ", words);
    }

    private static List<String> ending(RunRecord run) {
        List<String> text = new ArrayList<>();
        if (run.ending().isEmpty()) {
            text.add("ending: none is stored; it runs, or its leader died in it");
            return text;
        }
        RunEnding ending = run.ending().get();
        text.add(
                "ending: %s after %s, addresses taken: %d"
                        .formatted(result(run), Times.seconds(ending.took()), ending.moved()));
        ending.stages().forEach(stage -> text.add("  " + StoredStages.line(stage)));
        ending.failures().forEach((pnn, why) -> text.add("  node " + pnn + " failed: " + why));
        ending.failed().forEach(ip -> text.add("  " + ip + " was not released or not taken"));
        ending.waiting()
                .forEach(
                        (ip, ms) ->
                                text.add(
                                        "  %s is promised to another node for %s more"
                                                .formatted(
                                                        ip, Times.seconds(Duration.ofMillis(ms)))));
        return text;
    }

    private static Map<String, Object> json(StoredRuns.Found found) {
        RunRecord run = found.stored().run();
        Map<String, Object> json = row(found.stored());
        json.put("begun", Json.time(begun(run)));
        json.put("file", found.file().toString());
        json.put("written_by", found.stored().writtenBy());
        json.put("node_count", run.input().snapshot().nodeCount());
        json.put("algorithm", algorithm(run.input().rules()));
        json.put("asked_for", asked(run.input()));
        json.put("moves", run.plan().moves());
        json.put("plan", run.plan().text().lines().toList());
        run.ending()
                .ifPresent(
                        it -> {
                            json.put("stages", StoredStages.json(it.stages()));
                            json.put("failures", failures(it));
                            json.put(
                                    "failed_addresses",
                                    it.failed().stream().map(IpAddress::toString).toList());
                        });
        return json;
    }

    private static Map<String, Object> failures(RunEnding ending) {
        Map<String, Object> failures = new TreeMap<>();
        ending.failures().forEach((pnn, why) -> failures.put(pnn.toString(), why));
        return failures;
    }

    private static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
