package dev.baton.monitoring.metrics;

import dev.baton.orchestrator.exchange.Fact;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;

import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/** Counts rounds of snapshots, and how long nodes were frozen. Thread: any. */
final class SnapshotMeters {

    /** What a round of snapshots may come to. */
    static final List<String> VERDICTS =
            List.of("consistent", "crash_consistent", "incomplete", "not_taken", "skipped", "lost");

    /** Why a round of the calendar was not begun. */
    static final List<String> MISSED = List.of("late", "refused", "under_way");

    private final MeterRegistry registry;
    private final AtomicLong frozenMillis = new AtomicLong();
    private final AtomicLong spreadMillis = new AtomicLong();

    SnapshotMeters(MeterRegistry registry) {
        this.registry = registry;
        VERDICTS.forEach(verdict -> counter(StorageCatalog.SNAPSHOT_ROUNDS, "result", verdict));
        MISSED.forEach(cause -> counter(StorageCatalog.SNAPSHOT_ROUNDS_MISSED, "cause", cause));
        counter(StorageCatalog.FREEZE_ALARMS);
        gauge(StorageCatalog.SNAPSHOT_FROZEN, frozenMillis);
        gauge(StorageCatalog.SNAPSHOT_SPREAD, spreadMillis);
    }

    void ended(Fact.SnapshotRoundEnded round) {
        counter(StorageCatalog.SNAPSHOT_ROUNDS, "result", round.result()).increment();
        spreadMillis.set(round.spread().toMillis());
    }

    void missed(Fact.SnapshotRoundMissed round) {
        counter(StorageCatalog.SNAPSHOT_ROUNDS_MISSED, "cause", round.cause()).increment();
    }

    void thawed(Fact.NodeThawed node) {
        frozenMillis.set(node.frozen().toMillis());
    }

    void alarm() {
        counter(StorageCatalog.FREEZE_ALARMS).increment();
    }

    private void gauge(Meter meter, AtomicLong millis) {
        Gauge.builder(meter.id(), () -> millis.get() / 1000.0)
                .description(meter.meaning())
                .register(registry);
    }

    private Counter counter(Meter meter, String... tags) {
        return Counter.builder(meter.id())
                .description(meter.meaning())
                .tags(tags)
                .register(registry);
    }
}
