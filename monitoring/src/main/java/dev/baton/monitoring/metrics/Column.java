package dev.baton.monitoring.metrics;

import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/**
 * A meter in a table: each row has one series of it. A meter with a label of its own beside the
 * rows' has several columns.
 *
 * @param labels of the series of a row; without labels it has none
 * @param value of a row, as it is now
 * @param <N> a row as it is now
 * @param <R> a row as it always is
 */
record Column<N, R>(Meter meter, Function<R, Labels> labels, ToDoubleFunction<N> value) {

    /** All values: row by row, each from the first column to the last. */
    static <N, R> double[] values(List<Column<N, R>> columns, List<R> rows, Function<R, N> now) {
        double[] values = new double[columns.size() * rows.size()];
        int at = 0;
        for (R row : rows) {
            N seen = now.apply(row);
            for (Column<N, R> column : columns) {
                values[at++] = column.value().applyAsDouble(seen);
            }
        }
        return values;
    }

    /** The series with these values. */
    static <N, R> List<MetricSnapshot> snapshots(
            Series series, List<Column<N, R>> columns, List<R> rows, double[] values) {
        Map<Meter, Family> families = new LinkedHashMap<>();
        for (int i = 0; i < columns.size(); i++) {
            Column<N, R> column = columns.get(i);
            int at = i;
            Family family = families.computeIfAbsent(column.meter(), series::family);
            for (R row : rows) {
                Labels labels = column.labels().apply(row);
                if (!labels.isEmpty()) {
                    family.add(values[at], labels);
                }
                at += columns.size();
            }
        }
        List<MetricSnapshot> all = new ArrayList<>();
        families.values().forEach(family -> all.add(family.snapshot()));
        return all;
    }
}
