package dev.baton.agent.cli;

import dev.baton.config.IpAddress;
import dev.baton.config.Pnn;
import dev.baton.monitoring.facts.FactFields;
import dev.baton.monitoring.facts.FactHistory;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What {@code history} answers: facts of this node, oldest first.
 *
 * <p>Bounds: the newest {@value #MOST}.
 */
final class HistoryPage {

    static final int MOST = 1000;

    private HistoryPage() {}

    /**
     * Facts that match; an empty text matches all.
     *
     * @param since a span or an instant
     */
    static Page of(CliContext context, String since, String node, String ip) {
        Picture picture = Picture.of(context);
        Instant from =
                Times.since(since, context.wall().instant())
                        .orElseThrow(
                                () ->
                                        Complaint.usage(
                                                "--since expects a span such as 2h or a time such"
                                                        + " as 2026-01-31T03:12:00Z, got \""
                                                        + since
                                                        + "\""));
        Optional<Pnn> pnn =
                node.isEmpty() ? Optional.empty() : Optional.of(ObjectNames.node(picture, node));
        Optional<IpAddress> address =
                ip.isEmpty() ? Optional.empty() : Optional.of(ObjectNames.address(picture, ip));
        List<FactHistory.Entry> all =
                context.history().query(new FactHistory.Query(from, pnn, address));
        return page(all.subList(Math.max(0, all.size() - MOST), all.size()));
    }

    private static Page page(List<FactHistory.Entry> entries) {
        List<String> text =
                entries.isEmpty()
                        ? List.of("no facts; choose an earlier --since, or ask another node")
                        : entries.stream().map(HistoryPage::line).toList();
        return new Page(
                Exit.DONE,
                "FactList",
                Json.object("facts", entries.stream().map(HistoryPage::json).toList()),
                text,
                entries.stream().map(entry -> Long.toString(entry.id())).toList());
    }

    private static String line(FactHistory.Entry entry) {
        return Json.time(entry.at()) + "  " + FactFields.of(entry.fact()).line();
    }

    private static Map<String, Object> json(FactHistory.Entry entry) {
        FactFields fields = FactFields.of(entry.fact());
        return Json.object(
                "id",
                entry.id(),
                "time",
                Json.time(entry.at()),
                "fact",
                fields.name(),
                "fields",
                fields.values());
    }
}
