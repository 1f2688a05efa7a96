package dev.baton.agent.cli;

import dev.baton.monitoring.facts.FactHistory;
import dev.baton.orchestrator.exchange.Fact;
import dev.baton.orchestrator.node.NodeView;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What {@code status} answers: the answer first, then nodes, addresses and problems. */
final class StatusPage {

    private final CliContext context;
    private final Picture picture;
    private final List<Problems.Problem> problems;

    private StatusPage(CliContext context) {
        this.context = context;
        this.picture = Picture.of(context);
        this.problems = Problems.of(picture);
    }

    static Page of(CliContext context) {
        StatusPage page = new StatusPage(context);
        return new Page(
                page.problems.isEmpty() ? Exit.DONE : Exit.ANSWER_IS_NO,
                "Status",
                page.json(),
                page.text(),
                page.picture.nodes().stream().map(page.picture::name).toList());
    }

    /** {@code 3 of 3 nodes OK, 12 of 12 addresses served, leader n3, last run ...}. */
    private String answer() {
        String nodes = picture.okNodes() + " of " + picture.nodes().size() + " nodes OK";
        String addresses =
                picture.served() + " of " + picture.addresses().size() + " addresses served";
        String leader =
                picture.view()
                        .leader()
                        .map(pnn -> "leader " + picture.name(pnn))
                        .orElse("no leader");
        String majority = picture.view().majority() ? "" : ", NO MAJORITY";
        return nodes + ", " + addresses + ", " + leader + majority + lastRunWords();
    }

    private String lastRunWords() {
        if (picture.view().runInProgress()) {
            return ", a run in progress";
        }
        return picture.view().lastRun().map(this::runWords).orElse("");
    }

    private String runWords(NodeView.RunSummary run) {
        String took = took(run).map(it -> Times.seconds(it.took()) + ", ").orElse("");
        String failed = run.ok() ? "" : "failed, ";
        return ", last run %s ago (%s%s%s)"
                .formatted(Times.words(context.age(run.ended())), failed, took, run.cause());
    }

    private Optional<Fact.TakeoverRunFinished> took(NodeView.RunSummary run) {
        return context.history()
                .newest(
                        fact ->
                                fact instanceof Fact.TakeoverRunFinished f
                                        && f.run().equals(run.id()))
                .map(FactHistory.Entry::fact)
                .map(Fact.TakeoverRunFinished.class::cast);
    }

    private List<String> text() {
        List<String> lines = new ArrayList<>();
        lines.add(answer());
        lines.add("");
        lines.addAll(NodePages.table(picture));
        if (!picture.addresses().isEmpty()) {
            lines.add("");
            lines.addAll(IpPages.table(picture));
        }
        if (!problems.isEmpty()) {
            lines.add("");
            Table table = new Table("PROBLEM", "NEXT");
            problems.forEach(problem -> table.row(problem.what(), problem.next()));
            lines.addAll(table.lines());
        }
        return lines;
    }

    private Map<String, Object> json() {
        return Json.object(
                "time",
                Json.time(context.wall().instant()),
                "answer",
                answer(),
                "self",
                picture.view().name().value(),
                "leader",
                picture.view().leader().map(picture::name).orElse(""),
                "majority",
                picture.view().majority(),
                "run_in_progress",
                picture.view().runInProgress(),
                "nodes_ok",
                picture.okNodes(),
                "addresses_served",
                picture.served(),
                "nodes",
                picture.nodes().stream().map(pnn -> NodePages.json(picture, pnn)).toList(),
                "addresses",
                picture.addresses().stream().map(ip -> IpPages.json(picture, ip)).toList(),
                "last_run",
                picture.view().lastRun().map(this::runJson).orElse(Map.of()),
                "problems",
                problems.stream().map(StatusPage::problemJson).toList());
    }

    private Map<String, Object> runJson(NodeView.RunSummary run) {
        Map<String, Object> json =
                Json.object(
                        "id",
                        run.id().toString(),
                        "ended",
                        Json.time(context.wallOf(run.ended())),
                        "ok",
                        run.ok(),
                        "moved",
                        run.moved(),
                        "cause",
                        run.cause());
        took(run).ifPresent(fact -> json.put("took_seconds", Json.seconds(fact.took())));
        return json;
    }

    private static Map<String, Object> problemJson(Problems.Problem problem) {
        return Json.object("what", problem.what(), "next", problem.next());
    }
}
