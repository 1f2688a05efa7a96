package dev.baton.monitoring.metrics;

import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.InfoSnapshot;
import io.prometheus.metrics.model.snapshots.InfoSnapshot.InfoDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricMetadata;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;

import java.util.ArrayList;
import java.util.List;

/** The series of one meter in one scrape. Thread: one. */
final class Family {

    private record Point(Labels labels, double value) {}

    private final Series series;
    private final Meter meter;
    private final String[] names;
    private final List<Point> points = new ArrayList<>();

    Family(Series series, Meter meter) {
        this.series = series;
        this.meter = meter;
        this.names = meter.labels();
    }

    /** One series; the values of its labels in the order of the catalogue. */
    Family add(double value, String... labels) {
        points.add(new Point(series.labels(names, labels), value));
        return this;
    }

    /** One series with labels that were made before. */
    Family add(double value, Labels labels) {
        points.add(new Point(labels, value));
        return this;
    }

    MetricSnapshot snapshot() {
        MetricMetadata about = new MetricMetadata(meter.stem(), meter.meaning());
        return switch (meter.type()) {
            case GAUGE ->
                    new GaugeSnapshot(
                            about,
                            points.stream()
                                    .map(
                                            each ->
                                                    new GaugeDataPointSnapshot(
                                                            each.value(), each.labels(), null))
                                    .toList());
            case COUNTER ->
                    new CounterSnapshot(
                            about,
                            points.stream()
                                    .map(
                                            each ->
                                                    new CounterDataPointSnapshot(
                                                            each.value(), each.labels(), null, 0L))
                                    .toList());
            case INFO ->
                    new InfoSnapshot(
                            about,
                            points.stream()
                                    .map(each -> new InfoDataPointSnapshot(each.labels()))
                                    .toList());
            case HISTOGRAM -> throw new IllegalStateException(meter.name() + " is a histogram");
        };
    }
}
