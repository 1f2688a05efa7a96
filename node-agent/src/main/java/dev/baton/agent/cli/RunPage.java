package dev.baton.agent.cli;

import dev.baton.agent.records.ToldFact;
import dev.baton.monitoring.facts.FactHistory;
import dev.baton.orchestrator.exchange.Fact;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

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
        return new Page(
                Exit.DONE,
                "RunList",
                Json.object(
                        "complete",
                        gathered.isComplete(),
                        "runs",
                        runs.stream().map(run -> json(picture, run)).toList()),
                runs.isEmpty()
                        ? List.of("no runs; choose an earlier --since")
                        : table(picture, runs),
                runs.stream().map(run -> text(run, "run")).toList(),
                gathered.warnings());
    }

    private static List<String> table(Picture picture, List<ToldFact> runs) {
        Table table =
                new Table(
                        "ENDED", "LEADER", "RUN", "RESULT", "MOVED", "WAITING", "FAILED", "TOOK",
                        "CAUSE");
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
                    text(run, "cause"));
        }
        return table.lines();
    }

    private static Map<String, Object> json(Picture picture, ToldFact run) {
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
                .map(value -> value.toString().replaceAll("\\p{Cntrl}", "?"))
                .orElse("");
    }
}
