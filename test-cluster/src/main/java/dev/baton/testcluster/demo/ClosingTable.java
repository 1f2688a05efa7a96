package dev.baton.testcluster.demo;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;
import java.util.stream.DoubleStream;

/**
 * All repetitions in one table: for each window the median, the least and the most of what its
 * worst address showed in each repetition.
 */
final class ClosingTable {
    private static final String FORM = "%-37s %3s  %-23s  %-23s  %-23s  %7s%n";

    /** The rows of one window, by repetition. */
    private record Window(List<List<Row>> repetitions) {

        private Optional<Spread> worst(Function<Row, OptionalDouble> figure) {
            return Spread.of(
                    repetitions.stream()
                            .map(rows -> rows.stream().flatMapToDouble(it -> stream(figure, it)))
                            .flatMapToDouble(values -> values.max().stream())
                            .toArray());
        }

        private static DoubleStream stream(Function<Row, OptionalDouble> figure, Row row) {
            return figure.apply(row).stream();
        }
    }

    private ClosingTable() {}

    static String of(List<Performance> performances) {
        StringBuilder text = new StringBuilder();
        text.append(format("seconds, worst address of each step", "n", "taken: median min max"));
        windows(performances).forEach((name, window) -> text.append(line(name, window)));
        double twice =
                performances.stream()
                        .flatMap(performance -> performance.rows().stream())
                        .mapToDouble(Row::onTwoNodes)
                        .max()
                        .orElse(0);
        long passed = performances.stream().filter(Performance::passed).count();
        text.append(String.format(Locale.ROOT, "answered by two nodes, at worst: %.3f s%n", twice));
        return text.append(passed + " of " + performances.size() + " repetitions passed\n")
                .toString();
    }

    private static String format(String name, String n, String taken) {
        return String.format(
                Locale.ROOT,
                FORM,
                name,
                n,
                taken,
                taken.replace("taken", "silence"),
                taken.replace("taken", "on none"),
                "on two");
    }

    private static Map<String, Window> windows(List<Performance> performances) {
        Map<String, Window> windows = new LinkedHashMap<>();
        for (Performance performance : performances) {
            Map<String, List<Row>> own = new LinkedHashMap<>();
            performance
                    .rows()
                    .forEach(
                            row ->
                                    own.computeIfAbsent(row.window(), _ -> new ArrayList<>())
                                            .add(row));
            own.forEach(
                    (name, rows) ->
                            windows.computeIfAbsent(name, _ -> new Window(new ArrayList<>()))
                                    .repetitions()
                                    .add(rows));
        }
        return windows;
    }

    private static String line(String name, Window window) {
        return String.format(
                Locale.ROOT,
                FORM,
                name,
                window.repetitions().size(),
                spread(window.worst(Row::takenAfter)),
                spread(window.worst(Row::clientSilence)),
                spread(window.worst(row -> OptionalDouble.of(row.onNoNode()))),
                window.worst(row -> OptionalDouble.of(row.onTwoNodes()))
                        .map(all -> String.format(Locale.ROOT, "%.3f", all.max()))
                        .orElse("-"));
    }

    private static String spread(Optional<Spread> figure) {
        return figure.map(
                        all ->
                                String.format(
                                        Locale.ROOT,
                                        "%7.3f %7.3f %7.3f",
                                        all.median(),
                                        all.min(),
                                        all.max()))
                .orElse("      -");
    }
}
