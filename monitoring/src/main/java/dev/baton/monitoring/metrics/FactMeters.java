package dev.baton.monitoring.metrics;

import static dev.baton.monitoring.metrics.Words.word;

import dev.baton.config.ClusterSettings;
import dev.baton.config.Pnn;
import dev.baton.orchestrator.cluster.Right;
import dev.baton.orchestrator.cluster.RunId;
import dev.baton.orchestrator.exchange.Fact;
import dev.baton.orchestrator.exchange.RunEnding;
import dev.baton.orchestrator.node.NodeView;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.model.registry.PrometheusRegistry;

import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
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

    private final RunSeconds runSeconds;
    private final Histogram stallSeconds;
    private final SnapshotMeters snapshots;
    private final EventMeters events;
    private final NodeWatch nodes;
    private final Moves moves;
    private volatile RunCause leading = RunCause.OTHER;
    private volatile RunId running = RunId.NONE;

    FactMeters(
            PrometheusMeterRegistry registry,
            Series series,
            ClusterSettings settings,
            Sources sources,
            NodeWatch nodes,
            Moves moves) {
        this.registry = registry;
        this.nanoTime = sources.nanoTime();
        this.lease = settings.timing().lease();
        this.nodes = nodes;
        this.moves = moves;
        PrometheusRegistry direct = registry.getPrometheusRegistry();
        runSeconds = new RunSeconds(series, sources.wall());
        stallSeconds = series.histogram(NodeCatalog.STALL_SECONDS);
        stallSeconds.initLabelValues();
        direct.register(runSeconds);
        direct.register(nodes.stageSeconds());
        direct.register(stallSeconds);
        events = new EventMeters(series, direct, sources.scripts(), sources.wall());
        snapshots = new SnapshotMeters(registry);
        for (RenewalResult result : RenewalResult.values()) {
            renewals.put(result, counter(MeterCatalog.RENEWALS, "result", word(result)));
        }
        registerClosedSets();
    }

    private void registerClosedSets() {
        releases(true);
        releases(false);
        pauses();
        expirations();
        stalls();
        for (LeaderChange cause : LeaderChange.values()) {
            leaderChanges(cause);
        }
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

    /** Series that seldom change. */
    List<KeptSeries> kept() {
        return events.kept();
    }

    @Override
    public void accept(Fact fact) {
        switch (fact) {
            case Fact.TakeoverRunStarted started -> {
                leading = RunCause.of(started.cause());
                running = started.run();
            }
            case Fact.TakeoverRunFinished finished -> finish(finished);
            case Fact.EventEnded ended -> {
                eventRuns(ended.event(), EventResult.of(ended.result().status())).increment();
                events.ended(ended);
            }
            case Fact.AddressTaken taken -> moves.moved(taken.ip(), moveCause());
            case Fact.ReleaseTold release -> releases(release.told()).increment();
            case Fact.RightLost lost -> lose(lost.right());
            case Fact.Paused _ -> pauses().increment();
            case Fact.Stalled stalled -> {
                stalls().increment();
                stallSeconds.observe(stalled.pause().toNanos() / 1e9);
            }
            case Fact.LeaderChanged change -> leaderChanges(LeaderChange.of(change)).increment();
            case Fact.SnapshotRoundEnded round -> snapshots.ended(round);
            case Fact.SnapshotRoundMissed missed -> snapshots.missed(missed);
            case Fact.NodeThawed thawed -> snapshots.thawed(thawed);
            case Fact.FreezeAlarm _ -> snapshots.alarm();
            default -> {}
        }
    }

    private void lose(Right right) {
        renewed(RenewalResult.LOST);
        if (right instanceof Right.Serving) {
            expirations().increment();
            margin.add(nanoTime.getAsLong(), 0); // no view was made in time to show it
        }
    }

    private void finish(Fact.TakeoverRunFinished finished) {
        RunResult result = finished.ok() ? RunResult.OK : RunResult.FAILED;
        runs(RunCause.of(finished.cause()), result).increment();
        runSeconds.took(finished.took().toNanos() / 1e9, finished.run().toString());
        running = RunId.NONE;
    }

    private MoveCause moveCause() {
        return running.equals(RunId.NONE) ? MoveCause.ORDERED : MoveCause.of(leading);
    }

    /** A run this node led is over; what facts tell of it is counted there. */
    public void over(String cause, RunEnding ending) {
        ending.stages().forEach(nodes::told);
        if (ending.how() == RunEnding.How.ABANDONED) {
            runs(RunCause.of(cause), RunResult.SUPERSEDED).increment();
        }
    }

    /** The work of this node before the first stage of a run. */
    public void planned(Duration took) {
        nodes.planned(took);
    }

    /** What a peer's clock showed. */
    public void clock(Pnn peer, Duration ahead) {
        nodes.clock(peer, ahead);
    }

    /** A peer has answered a heartbeat. */
    public void answered(Pnn peer, Duration after) {
        nodes.answered(peer, after);
    }

    /** Counts one renewal of an address in the kernel. */
    public void renewed(RenewalResult result) {
        Objects.requireNonNull(renewals.get(result)).increment();
    }

    /** Notes what a view shows that was just made: leases and nodes. Thread: the core's. */
    public void viewed(NodeView view) {
        view.leaseEnd()
                .ifPresent(end -> margin.add(view.at().nanos(), end.since(view.at()).toNanos()));
        nodes.viewed(view);
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

    private Counter pauses() {
        return counter(MeterCatalog.PAUSES);
    }

    private Counter expirations() {
        return counter(NodeCatalog.EXPIRATIONS);
    }

    private Counter stalls() {
        return counter(NodeCatalog.STALLS);
    }

    private Counter leaderChanges(LeaderChange cause) {
        return counter(NodeCatalog.LEADER_CHANGES, "cause", word(cause));
    }

    private Counter counter(Meter meter, String... tags) {
        return Counter.builder(meter.id())
                .description(meter.meaning())
                .tags(tags)
                .register(registry);
    }
}
