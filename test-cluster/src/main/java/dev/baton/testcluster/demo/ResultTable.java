package dev.baton.testcluster.demo;

import dev.baton.testcluster.client.OutsideClient.DownloadFigures;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;

/** The figures for people: one line per window, the worst of its addresses. */
final class ResultTable {
    private static final String FORM = "%-34s %-6s %5s %10s %10s %10s %10s %10s %11s";

    private ResultTable() {}

    static String head() {
        return FORM.formatted(
                "step",
                "victim",
                "moved",
                "taken",
                "silence",
                "on none",
                "on two",
                "conf. two",
                "broke/res.");
    }

    /** One window's line. */
    static String line(String window, List<Row> rows, DownloadRow download) {
        String victim = rows.isEmpty() ? "-" : rows.getFirst().victim();
        return FORM.formatted(
                window,
                victim,
                rows.stream().filter(Row::moved).count(),
                worst(rows.stream().map(Row::takenAfter).toList()),
                worst(rows.stream().map(Row::clientSilence).toList()),
                seconds(rows.stream().mapToDouble(Row::onNoNode).max().orElse(0)),
                seconds(rows.stream().mapToDouble(Row::onTwoNodes).max().orElse(0)),
                seconds(rows.stream().mapToDouble(Row::configuredOnTwo).max().orElse(0)),
                download.seen().broken() + "/" + download.seen().resumed());
    }

    /** The whole table, and what became of the long download. */
    static String whole(Performance performance) {
        Map<String, List<Row>> windows =
                performance.rows().stream().collect(Collectors.groupingBy(Row::window));
        return performance.downloads().stream()
                .filter(download -> windows.containsKey(download.window()))
                .map(
                        download ->
                                line(
                                        download.window(),
                                        windows.getOrDefault(download.window(), List.of()),
                                        download))
                .collect(
                        Collectors.joining(
                                "\n", head() + "\n", "\n" + said(performance.downloads()) + "\n"));
    }

    private static String said(List<DownloadRow> downloads) {
        return "the long download broke %d times and went on %d times; whole files: %d right, %d wrong"
                .formatted(
                        sum(downloads, DownloadFigures::broken),
                        sum(downloads, DownloadFigures::resumed),
                        sum(downloads, DownloadFigures::completed),
                        sum(downloads, DownloadFigures::wrong));
    }

    private static long sum(List<DownloadRow> downloads, ToLongFunction<DownloadFigures> of) {
        return downloads.stream().map(DownloadRow::seen).mapToLong(of).sum();
    }

    private static String worst(List<OptionalDouble> values) {
        OptionalDouble worst =
                values.stream()
                        .filter(OptionalDouble::isPresent)
                        .mapToDouble(OptionalDouble::getAsDouble)
                        .max();
        return worst.isPresent() ? seconds(worst.getAsDouble()) : "-";
    }

    private static String seconds(double value) {
        return String.format(Locale.ROOT, "%.3f s", value);
    }
}
