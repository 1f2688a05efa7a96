package dev.baton.agent.cli;

import dev.baton.agent.records.ToldFact;
import dev.baton.agent.runs.RunFolder;
import dev.baton.monitoring.facts.FactHistory;
import dev.baton.orchestrator.cluster.RunId;
import dev.baton.orchestrator.exchange.Fact;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What {@code run list} answers: the takeover runs of all nodes that led, oldest first.
 *
 * <p>Bounds: the newest {@value #MOST}.
 */
final class RunPage {

    static final int MOST = 200;

    private RunPage() {}

    static Page list(CliContext context, String since) {
        Picture picture = Picture.of(context);
        FactHistory.Query query =
                new FactHistory.Query(
                        HistoryPage.instant(context, since), Optional.empty(), Optional.empty());
        Gathered gathered =
                Gathered.ofAll(
                        context,
                        query,
                        Fact.TakeoverRunFinished.class::isInstance,
                        context.shared().runs());
        List<ToldFact> runs = gathered.newest(MOST);
        Set<String> stored = stored(context);
        return new Page(
                Exit.DONE,
                "RunList",
                Json.object(
                        "complete",
                        gathered.isComplete(),
                        "runs",
                        runs.stream().map(run -> json(picture, run, stored)).toList()),
                runs.isEmpty()
                        ? List.of("no runs; choose an earlier --since")
                        : table(picture, runs, stored),
                runs.stream().map(run -> text(run, "run")).toList(),
                gathered.warnings());
    }

    /** Without a row yet. */
    static Table table() {
        return new Table(
                "ENDED", "LEADER", "RUN", "RESULT", "MOVED", "WAITING", "FAILED", "TOOK", "STORED",
                "CAUSE");
    }

    /** The ids of the runs whose files are on this node; none where they cannot be seen. */
    private static Set<String> stored(CliContext context) {
        try {
            return new RunFolder(context.settings().layout().runs())
                    .ids().stream().map(RunId::toString).collect(Collectors.toSet());
        } catch (IOException unreadable) {
            return Set.of();
        }
    }

    private static List<String> table(Picture picture, List<ToldFact> runs, Set<String> stored) {
        Table table = table();
        for (ToldFact run : runs) {
            table.row(
                    Json.time(run.at()),
                    picture.name(run.teller().node()),
                    text(run, "run"),
                    isOk(run) ? "ok" : "failed",
                    text(run, "moved"),
                    text(run, "waiting"),
                    text(run, "failed"),
                    Times.seconds(took(run)),
                    stored.contains(text(run, "run")) ? "yes" : "-",
                    text(run, "cause"));
        }
        return table.lines();
    }

    private static Map<String, Object> json(Picture picture, ToldFact run, Set<String> stored) {
        return Json.object(
                "id",
                text(run, "run"),
                "leader",
                picture.name(run.teller().node()),
                "ended",
                Json.time(run.at()),
                "ok",
                isOk(run),
                "moved",
                number(run, "moved"),
                "waiting",
                number(run, "waiting"),
                "failed",
                number(run, "failed"),
                "took_seconds",
                Json.seconds(took(run)),
                "stored",
                stored.contains(text(run, "run")),
                "cause",
                text(run, "cause"));
    }

    private static boolean isOk(ToldFact run) {
        return Boolean.TRUE.equals(run.fields().values().get("ok"));
    }

    private static Duration took(ToldFact run) {
        return Duration.ofMillis(number(run, "took_ms"));
    }

    /** 0 for what another release does not tell. */
    private static long number(ToldFact run, String field) {
        return run.fields().values().get(field) instanceof Long number ? number : 0;
    }

    /** Empty for what another release does not tell; without what a terminal would obey. */
    private static String text(ToldFact run, String field) {
        return Optional.ofNullable(run.fields().values().get(field))
                .map(value -> ShownText.of(value.toString()))
                .orElse("");
    }
}
