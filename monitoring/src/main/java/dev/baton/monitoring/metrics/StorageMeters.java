package dev.baton.monitoring.metrics;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;

import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;

/** What was counted of storage operations and of libStorageMgmt's clients. Thread: any. */
final class StorageMeters {

    private final MeterRegistry registry;

    StorageMeters(
            MeterRegistry registry, Supplier<StorageCounts> storage, Supplier<LsmCounts> lsm) {
        this.registry = registry;
        registerCalls(storage);
        registerClients(lsm);
    }

    private void registerCalls(Supplier<StorageCounts> storage) {
        for (String contract : StorageCounts.CONTRACTS) {
            for (String outcome : StorageCounts.OUTCOMES) {
                counter(
                        StorageCatalog.STORAGE_CALLS,
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
                    StorageCatalog.STORAGE_JOBS,
                    storage,
                    counts -> counts.jobs(state),
                    "state",
                    state);
        }
        gauge(StorageCatalog.STORAGE_JOBS_OPEN, () -> storage.get().openJobs());
        gauge(StorageCatalog.PROVIDER_DRIFT, () -> storage.get().driftingProviders());
    }

    private void registerClients(Supplier<LsmCounts> lsm) {
        for (String method : lsm.get().requests().keySet()) {
            requests(lsm, counts -> counts.done(method), method, "ok");
            requests(lsm, counts -> counts.refused(method), method, "error");
        }
        counter(StorageCatalog.LSM_MALFORMED, lsm, LsmCounts::malformed);
        gauge(StorageCatalog.LSM_SESSIONS, () -> lsm.get().sessions());
    }

    private void requests(
            Supplier<LsmCounts> lsm,
            ToDoubleFunction<LsmCounts> count,
            String method,
            String result) {
        counter(StorageCatalog.LSM_REQUESTS, lsm, count, "method", method, "result", result);
    }

    private void gauge(Meter meter, Supplier<Number> value) {
        Gauge.builder(meter.id(), value).description(meter.meaning()).register(registry);
    }

    private <T> void counter(
            Meter meter, Supplier<T> source, ToDoubleFunction<T> count, String... tags) {
        FunctionCounter.builder(meter.id(), registry, _ -> count.applyAsDouble(source.get()))
                .description(meter.meaning())
                .tags(tags)
                .register(registry);
    }
}
