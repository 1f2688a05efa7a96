package dev.baton.monitoring.metrics;

import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.model.registry.Collector;
import io.prometheus.metrics.model.snapshots.Exemplar;
import io.prometheus.metrics.model.snapshots.Exemplars;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot.HistogramDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;

import java.time.InstantSource;
import java.util.Map;
import java.util.TreeMap;

/**
 * How long takeover runs took. Each bucket carries the newest run in it as its exemplar, which
 * OpenMetrics shows: from a slow bucket to {@code baton run show}.
 *
 * <p>Kept here because the client library's own exemplars want its tracer, which Micrometer leaves
 * out. Thread: any.
 */
final class RunSeconds implements Collector {

    private final Histogram seconds;
    private final InstantSource wall;

    /** By the upper bound of their bucket. */
    private final Map<Double, Exemplar> newest = new TreeMap<>();

    RunSeconds(Series series, InstantSource wall) {
        this.wall = wall;
        seconds = series.histogram(MeterCatalog.RUN_SECONDS);
        seconds.initLabelValues();
    }

    synchronized void took(double value, String run) {
        seconds.observe(value);
        double bound =
                MeterCatalog.RUN_SECONDS.buckets().stream()
                        .filter(each -> value <= each)
                        .findFirst()
                        .orElse(Double.POSITIVE_INFINITY);
        newest.put(
                bound,
                Exemplar.builder()
                        .value(value)
                        .labels(Labels.of("run_id", run))
                        .timestampMillis(wall.millis())
                        .build());
    }

    @Override
    public synchronized MetricSnapshot collect() {
        HistogramSnapshot counted = seconds.collect();
        Exemplars exemplars = Exemplars.of(newest.values());
        return new HistogramSnapshot(
                counted.getMetadata(),
                counted.getDataPoints().stream()
                        .map(
                                each ->
                                        new HistogramDataPointSnapshot(
                                                each.getClassicBuckets(),
                                                each.getSum(),
                                                each.getLabels(),
                                                exemplars,
                                                0L))
                        .toList());
    }
}
