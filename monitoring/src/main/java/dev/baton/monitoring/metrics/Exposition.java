package dev.baton.monitoring.metrics;

import io.micrometer.prometheusmetrics.PrometheusConfig;

import org.jspecify.annotations.Nullable;

import java.util.Properties;

/**
 * How meters are written: exemplars stand at buckets only. Micrometer would put one at the count of
 * a histogram, too, which is no OpenMetrics, and for which Prometheus refuses the whole scrape
 * ("does not support exemplars").
 */
final class Exposition implements PrometheusConfig {

    static final Exposition CONFIG = new Exposition();

    private Exposition() {}

    @Override
    public @Nullable String get(String key) {
        return null;
    }

    @Override
    public Properties prometheusProperties() {
        Properties properties = new Properties();
        properties.setProperty("io.prometheus.exporter.exemplarsOnAllMetricTypes", "false");
        return properties;
    }
}
