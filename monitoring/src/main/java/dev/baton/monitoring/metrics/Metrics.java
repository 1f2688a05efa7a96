package dev.baton.monitoring.metrics;

import dev.baton.config.ClusterSettings;
import dev.baton.orchestrator.node.NodeView;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;

import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;

/**
 * All meters of one agent, and their text.
 *
 * <p>A scrape reads the published view and the kernel read-back; it never touches network, script
 * or lock of the core. Thread: any.
 */
public final class Metrics {

    /** Content type of the classic text. */
    public static final String CLASSIC = "text/plain; version=0.0.4; charset=utf-8";

    /** Content type of OpenMetrics. */
    public static final String OPEN_METRICS =
            "application/openmetrics-text; version=1.0.0; charset=utf-8";

    /**
     * The text of one scrape.
     *
     * @param contentType of the text
     */
    public record Scrape(String contentType, String text) {}

    private final PrometheusMeterRegistry registry =
            new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final FactMeters facts;
    private final ViewMeters gauges;
    private final Supplier<WireRejections> wire;

    /**
     * Registers everything.
     *
     * @param views the newest published view
     * @param kernel which addresses the kernel carries
     * @param wire what was rejected between agents
     * @param nanoTime the machine's monotonic clock
     */
    public Metrics(
            ClusterSettings settings,
            Build build,
            Supplier<NodeView> views,
            KernelAddresses kernel,
            Supplier<WireRejections> wire,
            LongSupplier nanoTime) {
        this.wire = wire;
        this.facts = new FactMeters(registry, settings, nanoTime);
        this.gauges = new ViewMeters(registry, settings, views, kernel);
        ViewMeters.gauge(registry, MeterCatalog.LEASE_MARGIN, facts::marginSeconds);
        ViewMeters.gauge(
                registry,
                MeterCatalog.BUILD,
                () -> 1,
                "java",
                build.java(),
                "revision",
                build.revision(),
                "version",
                build.version());
        rejections("garbage", WireRejections::garbage);
        rejections("refused", WireRejections::refused);
    }

    private void rejections(String cause, ToDoubleFunction<WireRejections> count) {
        FunctionCounter.builder(
                        MeterCatalog.WIRE_REJECTIONS.id(),
                        wire,
                        now -> count.applyAsDouble(now.get()))
                .description(MeterCatalog.WIRE_REJECTIONS.meaning())
                .tags("cause", cause)
                .register(registry);
    }

    /** What facts, views and renewals are told to. */
    public FactMeters facts() {
        return facts;
    }

    /** Answers one scrape: OpenMetrics when {@code accept} asks for it, else classic text. */
    public synchronized Scrape scrape(String accept) {
        gauges.refresh();
        String type = accept.contains("application/openmetrics-text") ? OPEN_METRICS : CLASSIC;
        return new Scrape(type, registry.scrape(type));
    }
}
