package dev.baton.monitoring.metrics;

import io.prometheus.metrics.core.metrics.Gauge;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.model.registry.PrometheusRegistry;

import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;

/**
 * How this agent's clients wait for cluster-wide sections and hold them.
 *
 * <p>Operators name sections as they like, labels are closed: bounded to {@value #MOST} names.
 * Thread: any.
 */
public final class SectionMeters {

    static final int MOST = 20;
    static final String OTHER = "other";

    private final Histogram waited;
    private final Histogram held;
    private final Gauge waiters;
    private final Set<String> names = new TreeSet<>();

    SectionMeters(Series series, PrometheusRegistry registry) {
        waited = series.histogram(EventCatalog.LOCK_WAIT);
        held = series.histogram(EventCatalog.LOCK_HELD);
        waiters = series.gauge(EventCatalog.LOCK_WAITERS);
        meet(OTHER);
        registry.register(waited);
        registry.register(held);
        registry.register(waiters);
    }

    private void meet(String label) {
        waited.labelValues(label);
        held.labelValues(label);
        waiters.labelValues(label);
    }

    private synchronized String label(String section) {
        if (names.contains(section)) {
            return section;
        }
        if (names.size() >= MOST) {
            return OTHER;
        }
        names.add(section);
        meet(section);
        return section;
    }

    /** A client waits. */
    public void asked(String section) {
        waiters.labelValues(label(section)).inc();
    }

    /** It waits no more; whether it is in the section. */
    public void answered(String section, boolean entered, Duration after) {
        waiters.labelValues(label(section)).dec();
        if (entered) {
            waited.labelValues(label(section)).observe(after.toNanos() / 1e9);
        }
    }

    /** It has left the section, or lost it. */
    public void left(String section, Duration after) {
        held.labelValues(label(section)).observe(after.toNanos() / 1e9);
    }
}
