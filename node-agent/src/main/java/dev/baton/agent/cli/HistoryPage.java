package dev.baton.agent.cli;

import dev.baton.agent.records.SharedHistory.Reading;
import dev.baton.agent.records.ToldFact;
import dev.baton.config.IpAddress;
import dev.baton.config.Pnn;
import dev.baton.monitoring.facts.FactHistory;
import dev.baton.monitoring.facts.FactLevels;
import dev.baton.orchestrator.exchange.Fact;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * What {@code history} answers: facts of this node or of all nodes, oldest first.
 *
 * <p>Bounds: the newest {@value #MOST}; the shared records are waited for as long as {@link
 * dev.baton.agent.records.SharedHistory} says.
 */
final class HistoryPage {

    static final int MOST = 1000;
    private static final String ALL = "all";

    private HistoryPage() {}

    /**
     * Facts that match; an empty text matches all.
     *
     * @param since a span or an instant
     * @param node empty: all that this node told
     */
    static Page of(CliContext context, String since, String node, String ip) {
        Picture picture = Picture.of(context);
        Optional<IpAddress> address =
                ip.isEmpty() ? Optional.empty() : Optional.of(ObjectNames.address(picture, ip));
        FactHistory.Query query =
                new FactHistory.Query(instant(context, since), Optional.empty(), address);
        if (node.isEmpty()) {
            return page(picture, Gathered.own(context, query, _ -> true));
        }
        Predicate<ToldFact> wanted = concerning(picture, node);
        Predicate<Fact> notable = fact -> !FactLevels.isRoutine(fact);
        Reading shared = context.shared().facts();
        return page(picture, Gathered.ofAll(context, query, notable, shared).only(wanted));
    }

    /** {@code --since}; else a {@link Complaint}. */
    static Instant instant(CliContext context, String since) {
        return instant(context.wall(), since);
    }

    /** The same, back from what this clock shows. */
    static Instant instant(Clock wall, String since) {
        return Times.since(since, wall.instant())
                .orElseThrow(
                        () ->
                                Complaint.usage(
                                        "--since expects a span such as 2h or a time such"
                                                + " as 2026-01-31T03:12:00Z, got \""
                                                + since
                                                + "\""));
    }

    private static Predicate<ToldFact> concerning(Picture picture, String node) {
        if (node.equals(ALL)) {
            return _ -> true;
        }
        Pnn pnn = ObjectNames.node(picture, node);
        return fact -> fact.concerns(pnn);
    }

    private static Page page(Picture picture, Gathered gathered) {
        List<ToldFact> shown = gathered.newest(MOST);
        List<String> text =
                shown.isEmpty()
                        ? List.of("no facts; choose an earlier --since, or --node all")
                        : shown.stream().map(fact -> line(picture, fact)).toList();
        return new Page(
                Exit.DONE,
                "FactList",
                Json.object(
                        "complete",
                        gathered.isComplete(),
                        "facts",
                        shown.stream().map(fact -> json(picture, fact)).toList()),
                text,
                shown.stream().map(fact -> name(picture, fact) + "/" + fact.id()).toList(),
                gathered.warnings());
    }

    private static String name(Picture picture, ToldFact fact) {
        return picture.name(fact.teller().node());
    }

    private static String line(Picture picture, ToldFact fact) {
        return Json.time(fact.at()) + "  " + name(picture, fact) + "  " + fact.fields().line();
    }

    private static Map<String, Object> json(Picture picture, ToldFact fact) {
        return Json.object(
                "node",
                name(picture, fact),
                "pnn",
                fact.teller().node().value(),
                "incarnation",
                fact.teller().number(),
                "id",
                fact.id(),
                "time",
                Json.time(fact.at()),
                "fact",
                fact.fields().name(),
                "fields",
                fact.fields().values());
    }
}
