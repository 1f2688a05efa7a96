package dev.baton.monitoring.metrics;

import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Gauge;
import io.prometheus.metrics.core.metrics.Histogram;

/**
 * Makes meters of the client library beneath Micrometer, whose timers add a maximum nobody asked
 * for. They are in no registry yet, and their series exist from the first {@code labelValues}.
 *
 * <p>None samples exemplars: that wants the library's tracer, which Micrometer leaves out. ADR
 * 0150.
 */
final class Series {

    private Series() {}

    static Histogram histogram(Meter meter) {
        return Histogram.builder()
                .name(meter.name())
                .help(meter.meaning())
                .labelNames(meter.labels())
                .withoutExemplars()
                .classicOnly()
                .classicUpperBounds(
                        meter.buckets().stream().mapToDouble(Double::doubleValue).toArray())
                .build();
    }

    static Counter counter(Meter meter) {
        return Counter.builder()
                .name(meter.stem())
                .help(meter.meaning())
                .labelNames(meter.labels())
                .withoutExemplars()
                .build();
    }

    static Gauge gauge(Meter meter) {
        return Gauge.builder()
                .name(meter.name())
                .help(meter.meaning())
                .labelNames(meter.labels())
                .withoutExemplars()
                .build();
    }
}
