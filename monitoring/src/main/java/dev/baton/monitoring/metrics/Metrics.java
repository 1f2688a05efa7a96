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

    /**
     * Registers everything.
     *
     * @param views the newest published view
     * @param kernel which addresses the kernel carries
     * @param wire what was rejected between agents
     * @param dropped facts that were never told
     * @param storage what was counted of storage operations
     * @param lsm what was counted of libStorageMgmt's clients; names every method from the start
     * @param nanoTime the machine's monotonic clock
     */
    public Metrics(
            ClusterSettings settings,
            Build build,
            Supplier<NodeView> views,
            KernelAddresses kernel,
            Supplier<WireRejections> wire,
            Supplier<DroppedFacts> dropped,
            Supplier<StorageCounts> storage,
            Supplier<LsmCounts> lsm,
            LongSupplier nanoTime) {
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
        counter(MeterCatalog.WIRE_REJECTIONS, wire, WireRejections::garbage, "cause", "garbage");
        counter(MeterCatalog.WIRE_REJECTIONS, wire, WireRejections::refused, "cause", "refused");
        counter(MeterCatalog.DROPPED_FACTS, dropped, DroppedFacts::local, "reader", "local");
        counter(MeterCatalog.DROPPED_FACTS, dropped, DroppedFacts::shared, "reader", "shared");
        registerStorage(storage);
        registerLsm(lsm);
    }

    private void registerLsm(Supplier<LsmCounts> lsm) {
        for (String method : lsm.get().requests().keySet()) {
            counter(
                    MeterCatalog.LSM_REQUESTS,
                    lsm,
                    counts -> counts.done(method),
                    "method",
                    method,
                    "result",
                    "ok");
            counter(
                    MeterCatalog.LSM_REQUESTS,
                    lsm,
                    counts -> counts.refused(method),
                    "method",
                    method,
                    "result",
                    "error");
        }
        counter(MeterCatalog.LSM_MALFORMED, lsm, LsmCounts::malformed);
        ViewMeters.gauge(registry, MeterCatalog.LSM_SESSIONS, () -> lsm.get().sessions());
    }

    private void registerStorage(Supplier<StorageCounts> storage) {
        for (String contract : StorageCounts.CONTRACTS) {
            for (String outcome : StorageCounts.OUTCOMES) {
                counter(
                        MeterCatalog.STORAGE_CALLS,
                        storage,
                        counts -> counts.calls(contract, outcome),
                        "contract",
                        contract,
                        "outcome",
                        outcome);
            }
        }
        for (String state : StorageCounts.STATES) {
            counter(
                    MeterCatalog.STORAGE_JOBS,
                    storage,
                    counts -> counts.jobs(state),
                    "state",
                    state);
        }
        ViewMeters.gauge(registry, MeterCatalog.STORAGE_JOBS_OPEN, () -> storage.get().openJobs());
        ViewMeters.gauge(
                registry, MeterCatalog.PROVIDER_DRIFT, () -> storage.get().driftingProviders());
    }

    /** What others count, asked for at each scrape. */
    private <T> void counter(
            Meter meter, Supplier<T> source, ToDoubleFunction<T> count, String... tags) {
        FunctionCounter.builder(meter.id(), registry, _ -> count.applyAsDouble(source.get()))
                .description(meter.meaning())
                .tags(tags)
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
