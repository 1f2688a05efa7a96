package dev.baton.monitoring.metrics;

import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Gauge;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.model.snapshots.Labels;

import java.util.Arrays;
import java.util.stream.Stream;

/**
 * Makes meters of the client library beneath Micrometer, whose timers add a maximum nobody asked
 * for. They are in no registry yet, and their series exist from the first {@code labelValues}.
 *
 * <p>Every series has the label {@link #CLUSTER}: rule 7 of monitoring, section 1. None samples
 * exemplars: that wants the library's tracer, which Micrometer leaves out. ADR 0150.
 */
final class Series {

    /** The constant label. */
    static final String CLUSTER = "cluster";

    private final String cluster;
    private final Labels constant;

    /** Series of an agent of the cluster of this name. */
    Series(String cluster) {
        this.cluster = cluster;
        this.constant = Labels.of(CLUSTER, cluster);
    }

    Histogram histogram(Meter meter) {
        return Histogram.builder()
                .name(meter.name())
                .help(meter.meaning())
                .constLabels(constant)
                .labelNames(meter.labels())
                .withoutExemplars()
                .classicOnly()
                .classicUpperBounds(
                        meter.buckets().stream().mapToDouble(Double::doubleValue).toArray())
                .build();
    }

    Counter counter(Meter meter) {
        return Counter.builder()
                .name(meter.stem())
                .help(meter.meaning())
                .constLabels(constant)
                .labelNames(meter.labels())
                .withoutExemplars()
                .build();
    }

    Gauge gauge(Meter meter) {
        return Gauge.builder()
                .name(meter.name())
                .help(meter.meaning())
                .constLabels(constant)
                .labelNames(meter.labels())
                .withoutExemplars()
                .build();
    }

    /** The series of one meter in one scrape. */
    Family family(Meter meter) {
        return new Family(this, meter);
    }

    /** These labels and the constant one; values in the order of the names. */
    Labels labels(String[] names, String... values) {
        String[] all = Arrays.copyOf(values, values.length + 1);
        all[values.length] = cluster;
        return Labels.of(names(names), all);
    }

    private static String[] names(String... names) {
        return Stream.concat(Arrays.stream(names), Stream.of(CLUSTER)).toArray(String[]::new);
    }
}
