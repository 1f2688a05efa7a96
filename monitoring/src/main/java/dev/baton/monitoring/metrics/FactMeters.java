package dev.baton.monitoring.metrics;

import static dev.baton.monitoring.metrics.MeterCatalog.word;

import dev.baton.config.ClusterSettings;
import dev.baton.config.IpAddress;
import dev.baton.orchestrator.cluster.RunId;
import dev.baton.orchestrator.exchange.Fact;
import dev.baton.orchestrator.node.NodeView;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;

import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * Counts what facts tell, and the time leases had left in each published view. Every series is
 * registered, at 0, before the first scrape.
 *
 * <p>Thread: any.
 */
public final class FactMeters implements Consumer<Fact> {

    private final MeterRegistry registry;
    private final LongSupplier nanoTime;
    private final Duration lease;
    private final SlidingMinimum margin = new SlidingMinimum();

    /** Looked up once: a node with a thousand addresses renews two thousand times a second. */
    private final Map<RenewalResult, Counter> renewals = new EnumMap<>(RenewalResult.class);

    private final Timer runSeconds;

    /** What a round of snapshots may come to. */
    static final List<String> VERDICTS =
            List.of("consistent", "crash_consistent", "incomplete", "not_taken", "skipped", "lost");

    /** Why a round of the calendar was not begun. */
    static final List<String> MISSED = List.of("late", "refused", "under_way");

    private final AtomicLong frozenMillis = new AtomicLong();
    private final AtomicLong spreadMillis = new AtomicLong();
    private volatile RunCause leading = RunCause.OTHER;
    private volatile RunId running = RunId.NONE;

    /**
     * Registers the counters of one node.
     *
     * @param nanoTime the machine's monotonic clock, the one of {@link NodeView#at}
     */
    public FactMeters(MeterRegistry registry, ClusterSettings settings, LongSupplier nanoTime) {
        this.registry = registry;
        this.nanoTime = nanoTime;
        this.lease = settings.timing().lease();
        this.runSeconds =
                Timer.builder(timerId())
                        .description(MeterCatalog.RUN_SECONDS.meaning())
                        .serviceLevelObjectives(MeterCatalog.RUN_BUCKETS.toArray(Duration[]::new))
                        .register(registry);
        for (RenewalResult result : RenewalResult.values()) {
            renewals.put(result, counter(MeterCatalog.RENEWALS, "result", word(result)));
        }
        settings.publicAddresses().addresses().keySet().forEach(this::registerMoves);
        registerClosedSets();
    }

    private static String timerId() {
        return MeterCatalog.RUN_SECONDS.id().replace(".seconds", "");
    }

    private void registerMoves(IpAddress ip) {
        for (MoveCause cause : MoveCause.values()) {
            moves(ip, cause);
        }
    }

    private void registerClosedSets() {
        releases(true);
        releases(false);
        pauses();
        alarms();
        VERDICTS.forEach(this::rounds);
        MISSED.forEach(this::missed);
        ViewMeters.gauge(registry, MeterCatalog.SNAPSHOT_FROZEN, () -> frozenMillis.get() / 1000.0);
        ViewMeters.gauge(registry, MeterCatalog.SNAPSHOT_SPREAD, () -> spreadMillis.get() / 1000.0);
        for (RunCause cause : RunCause.values()) {
            for (RunResult result : RunResult.values()) {
                runs(cause, result);
            }
        }
        for (String event : EventNames.ALL) {
            for (EventResult result : EventResult.values()) {
                eventRuns(event, result);
            }
        }
    }

    @Override
    public void accept(Fact fact) {
        switch (fact) {
            case Fact.TakeoverRunStarted started -> {
                leading = RunCause.of(started.cause());
                running = started.run();
            }
            case Fact.TakeoverRunFinished finished -> finish(finished);
            case Fact.EventEnded ended ->
                    eventRuns(ended.event(), EventResult.of(ended.result().status())).increment();
            case Fact.AddressTaken taken -> moves(taken.ip(), moveCause()).increment();
            case Fact.ReleaseTold release -> releases(release.told()).increment();
            case Fact.RightLost _ -> renewed(RenewalResult.LOST);
            case Fact.Paused _ -> pauses().increment();
            case Fact.SnapshotRoundEnded round -> {
                rounds(round.result()).increment();
                spreadMillis.set(round.spread().toMillis());
            }
            case Fact.SnapshotRoundMissed missed -> missed(missed.cause()).increment();
            case Fact.NodeThawed thawed -> frozenMillis.set(thawed.frozen().toMillis());
            case Fact.FreezeAlarm _ -> alarms().increment();
            default -> {}
        }
    }

    private void finish(Fact.TakeoverRunFinished finished) {
        RunResult result = finished.ok() ? RunResult.OK : RunResult.FAILED;
        runs(RunCause.of(finished.cause()), result).increment();
        runSeconds.record(finished.took());
        running = RunId.NONE;
    }

    private MoveCause moveCause() {
        return running.equals(RunId.NONE) ? MoveCause.ORDERED : MoveCause.of(leading);
    }

    /** Counts one renewal of an address in the kernel. */
    public void renewed(RenewalResult result) {
        Objects.requireNonNull(renewals.get(result)).increment();
    }

    /** Notes how much of its shortest lease a node had left when this view was made. */
    public void viewed(NodeView view) {
        view.leaseEnd()
                .ifPresent(end -> margin.add(view.at().nanos(), end.since(view.at()).toNanos()));
    }

    /** The worst margin of the last minute in seconds; the whole lease when none ran. */
    double marginSeconds() {
        return margin.minimum(nanoTime.getAsLong()).orElse(lease.toNanos()) / 1e9;
    }

    private Counter runs(RunCause cause, RunResult result) {
        return counter(MeterCatalog.RUNS, "cause", word(cause), "result", word(result));
    }

    private Counter eventRuns(String event, EventResult result) {
        return counter(
                MeterCatalog.EVENT_RUNS, "event", EventNames.label(event), "result", word(result));
    }

    private Counter releases(boolean told) {
        return counter(MeterCatalog.RELEASES_TOLD, "result", told ? "told" : "failed");
    }

    private Counter rounds(String verdict) {
        return counter(MeterCatalog.SNAPSHOT_ROUNDS, "result", verdict);
    }

    private Counter missed(String cause) {
        return counter(MeterCatalog.SNAPSHOT_ROUNDS_MISSED, "cause", cause);
    }

    private Counter alarms() {
        return counter(MeterCatalog.FREEZE_ALARMS);
    }

    private Counter pauses() {
        return counter(MeterCatalog.PAUSES);
    }

    private Counter moves(IpAddress ip, MoveCause cause) {
        return counter(MeterCatalog.MOVES, "cause", word(cause), "ip", ip.toString());
    }

    private Counter counter(Meter meter, String... tags) {
        return Counter.builder(meter.id())
                .description(meter.meaning())
                .tags(tags)
                .register(registry);
    }

    /** Where a view is shown, for the gauges. */
    static Optional<NodeView.Peer> self(NodeView view) {
        return Optional.ofNullable(view.peers().get(view.self().node()));
    }
}
