package dev.baton.agent.cli;

import dev.baton.agent.records.SharedHistory.Reading;
import dev.baton.agent.records.ToldFact;
import dev.baton.config.IpAddress;
import dev.baton.config.Pnn;
import dev.baton.monitoring.facts.FactHistory;
import dev.baton.monitoring.facts.FactLevels;
import dev.baton.orchestrator.exchange.Fact;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * What {@code history} answers: facts of this node or of all nodes, oldest first.
 *
 * <p>Bounds: the newest {@value #MOST}; the shared records are waited for as long as {@link
 * dev.baton.agent.records.SharedHistory} says.
 */
final class HistoryPage {

    static final int MOST = 1000;
    private static final String ALL = "all";

    private final Picture picture;
    private final FactHistory.Query query;
    private final List<ToldFact> own;

    private HistoryPage(
            CliContext context, Picture picture, FactHistory.Query query, Predicate<Fact> told) {
        this.picture = picture;
        this.query = query;
        this.own =
                context.history().query(query).stream()
                        .filter(entry -> told.test(entry.fact()))
                        .map(entry -> ToldFact.of(picture.view().self(), entry))
                        .toList();
    }

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
            HistoryPage page = new HistoryPage(context, picture, query, _ -> true);
            return page.page(page.own, List.of());
        }
        Predicate<ToldFact> wanted = concerning(picture, node);
        return new HistoryPage(context, picture, query, fact -> !FactLevels.isRoutine(fact))
                .merged(context.shared().facts(), wanted);
    }

    private static Instant instant(CliContext context, String since) {
        return Times.since(since, context.wall().instant())
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

    private Page merged(Reading reading, Predicate<ToldFact> wanted) {
        return switch (reading) {
            case Reading.Told(List<ToldFact> told) -> page(both(told, wanted), List.of());
            case Reading.Unreadable(String why) ->
                    page(
                            own.stream().filter(wanted).toList(),
                            List.of(
                                    "cannot read the shared records ("
                                            + why
                                            + "); showing this node's own history"));
        };
    }

    /** This life of this node as its memory has it: complete, and fresher than its records. */
    private List<ToldFact> both(List<ToldFact> told, Predicate<ToldFact> wanted) {
        Stream<ToldFact> others =
                told.stream()
                        .filter(fact -> !fact.teller().equals(picture.view().self()))
                        .filter(fact -> !fact.at().isBefore(query.since()))
                        .filter(fact -> query.ip().map(fact::concerns).orElse(true));
        return Stream.concat(own.stream(), others).filter(wanted).sorted().toList();
    }

    private Page page(List<ToldFact> facts, List<String> warnings) {
        List<ToldFact> shown = facts.subList(Math.max(0, facts.size() - MOST), facts.size());
        List<String> text =
                shown.isEmpty()
                        ? List.of("no facts; choose an earlier --since, or --node all")
                        : shown.stream().map(this::line).toList();
        return new Page(
                Exit.DONE,
                "FactList",
                Json.object(
                        "complete",
                        warnings.isEmpty(),
                        "facts",
                        shown.stream().map(this::json).toList()),
                text,
                shown.stream().map(fact -> name(fact) + "/" + fact.id()).toList(),
                warnings);
    }

    private String name(ToldFact fact) {
        return picture.name(fact.teller().node());
    }

    private String line(ToldFact fact) {
        return Json.time(fact.at()) + "  " + name(fact) + "  " + fact.fields().line();
    }

    private Map<String, Object> json(ToldFact fact) {
        return Json.object(
                "node",
                name(fact),
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
