package dev.baton.testcluster.demo;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.Collectors;

/** The figures for people: one line per window, the worst of its addresses. */
final class ResultTable {
    private static final String FORM = "%-34s %-6s %5s %10s %10s %10s %10s %10s";

    private ResultTable() {}

    static String head() {
        return FORM.formatted(
                "step", "victim", "moved", "taken", "silence", "on none", "on two", "conf. two");
    }

    /** One window's line. */
    static String line(String window, List<Row> rows) {
        String victim = rows.isEmpty() ? "-" : rows.getFirst().victim();
        return FORM.formatted(
                window,
                victim,
                rows.stream().filter(Row::moved).count(),
                worst(rows.stream().map(Row::takenAfter).toList()),
                worst(rows.stream().map(Row::clientSilence).toList()),
                seconds(rows.stream().mapToDouble(Row::onNoNode).max().orElse(0)),
                seconds(rows.stream().mapToDouble(Row::onTwoNodes).max().orElse(0)),
                seconds(rows.stream().mapToDouble(Row::configuredOnTwo).max().orElse(0)));
    }

    /** The whole table. */
    static String whole(List<Row> rows) {
        Map<String, List<Row>> windows =
                rows.stream()
                        .collect(
                                Collectors.groupingBy(
                                        Row::window, LinkedHashMap::new, Collectors.toList()));
        return windows.entrySet().stream()
                .map(entry -> line(entry.getKey(), entry.getValue()))
                .collect(Collectors.joining("\n", head() + "\n", "\n"));
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
