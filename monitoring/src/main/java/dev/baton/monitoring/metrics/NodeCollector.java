package dev.baton.monitoring.metrics;

import static dev.baton.monitoring.metrics.Words.word;

import dev.baton.config.ClusterSettings;
import dev.baton.config.InterfaceName;
import dev.baton.config.IpAddress;
import dev.baton.config.Pnn;
import dev.baton.config.Tunable;
import dev.baton.config.TunableCatalog;
import dev.baton.orchestrator.cluster.Moment;
import dev.baton.orchestrator.cluster.NodeFlag;
import dev.baton.orchestrator.cluster.Runstate;
import dev.baton.orchestrator.node.NodeView;

import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot.HistogramDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToDoubleBiFunction;
import java.util.stream.Collectors;
import java.util.zip.CRC32;

/**
 * The nodes of the published view, under the names they have now, and what this one is about.
 *
 * <p>Thread: any. Bounds: reads only what is published.
 */
final class NodeCollector implements MultiCollector {

    private final ClusterSettings settings;
    private final Sources sources;
    private final NodeWatch watch;
    private final Series series;

    NodeCollector(ClusterSettings settings, Sources sources, NodeWatch watch, Series series) {
        this.series = series;
        this.settings = settings;
        this.sources = sources;
        this.watch = watch;
    }

    @Override
    public MetricSnapshots collect() {
        NodeView view = sources.views().get();
        List<MetricSnapshot> all = new ArrayList<>();
        all.add(states(view));
        all.add(nodes(view));
        all.add(transitions(view));
        all.add(perNode(NodeCatalog.DISABLED_SINCE, view, (pnn, _) -> watch.disabledSince(pnn)));
        all.add(perEvent(NodeCatalog.RUN_FAILURES, view, watch::failures));
        all.add(perEvent(NodeCatalog.RUN_RETRIES, view, watch::retries));
        all.add(perNode(NodeCatalog.CLOCK_OFFSET, view, (pnn, _) -> watch.clockAhead(pnn)));
        all.add(perNode(NodeCatalog.LAST_HEARD, view, (pnn, peer) -> heard(view, pnn, peer)));
        all.add(roundTrips(view));
        all.add(runstates(view));
        all.add(one(MeterCatalog.LEADER, bit(leads(view))));
        all.add(one(MeterCatalog.MAJORITY, bit(view.majority())));
        all.add(one(NodeCatalog.INACTIVE, bit(inactive(view))));
        all.add(one(NodeCatalog.SERVABLE, (double) servable(view)));
        all.add(one(NodeCatalog.VIEW_ID, (double) viewId(view)));
        all.add(one(NodeCatalog.RUN_SINCE, watch.runSince()));
        all.add(interfaces(view));
        all.add(tunables(view));
        all.add(budgets(view));
        return new MetricSnapshots(all);
    }

    private MetricSnapshot one(Meter meter, double value) {
        return series.family(meter).add(value).snapshot();
    }

    private MetricSnapshot states(NodeView view) {
        Family family = series.family(MeterCatalog.NODE_STATE);
        view.peers()
                .forEach(
                        (pnn, peer) -> {
                            String node = nodeName(pnn, peer);
                            for (NodeState state : NodeState.values()) {
                                family.add(bit(state.holds(peer)), node, word(state));
                            }
                        });
        return family.snapshot();
    }

    private MetricSnapshot nodes(NodeView view) {
        Family family = series.family(NodeCatalog.NODE_INFO);
        view.peers()
                .forEach(
                        (pnn, peer) ->
                                family.add(
                                        1,
                                        address(view, pnn),
                                        nodeName(pnn, peer),
                                        pnn.toString()));
        return family.snapshot();
    }

    /** Operators may have changed who the nodes are since the start. */
    private String address(NodeView view, Pnn pnn) {
        return view.voters()
                .set()
                .nodes()
                .addressOf(pnn)
                .or(() -> settings.nodes().addressOf(pnn))
                .map(IpAddress::toString)
                .orElse("");
    }

    private MetricSnapshot transitions(NodeView view) {
        Family family = series.family(NodeCatalog.TRANSITIONS);
        view.peers()
                .forEach(
                        (pnn, peer) -> {
                            String node = nodeName(pnn, peer);
                            for (NodeState state : NodeState.values()) {
                                if (state != NodeState.OK) {
                                    family.add(watch.entered(pnn, state), "ok", node, word(state));
                                    family.add(watch.left(pnn, state), word(state), node, "ok");
                                }
                            }
                        });
        return family.snapshot();
    }

    private MetricSnapshot perNode(
            Meter meter, NodeView view, ToDoubleBiFunction<Pnn, NodeView.Peer> value) {
        Family family = series.family(meter);
        view.peers()
                .forEach(
                        (pnn, peer) ->
                                family.add(value.applyAsDouble(pnn, peer), nodeName(pnn, peer)));
        return family.snapshot();
    }

    private MetricSnapshot perEvent(
            Meter meter, NodeView view, ToDoubleBiFunction<Pnn, String> value) {
        Family family = series.family(meter);
        view.peers()
                .forEach(
                        (pnn, peer) -> {
                            String node = nodeName(pnn, peer);
                            NodeCatalog.STAGES.forEach(
                                    event ->
                                            family.add(
                                                    value.applyAsDouble(pnn, event), event, node));
                        });
        return family.snapshot();
    }

    private double heard(NodeView view, Pnn pnn, NodeView.Peer peer) {
        double now = sources.wall().millis() / 1000.0;
        if (pnn.equals(view.self().node())) {
            return now;
        }
        Duration ago = new Moment(sources.nanoTime().getAsLong()).since(peer.lastHeard());
        return peer.lastHeard().equals(Moment.PAST) ? 0 : now - ago.toMillis() / 1000.0;
    }

    /** Counted by number, shown by name. */
    private MetricSnapshot roundTrips(NodeView view) {
        view.peers().keySet().forEach(pnn -> watch.roundTrips().labelValues(pnn.toString()));
        Map<String, String> names =
                view.peers().entrySet().stream()
                        .collect(
                                Collectors.toMap(
                                        each -> each.getKey().toString(),
                                        each -> nodeName(each.getKey(), each.getValue())));
        HistogramSnapshot counted = watch.roundTrips().collect();
        List<HistogramDataPointSnapshot> named = new ArrayList<>();
        for (HistogramDataPointSnapshot each : counted.getDataPoints()) {
            Optional.ofNullable(names.get(each.getLabels().get("node")))
                    .ifPresent(
                            name ->
                                    named.add(
                                            new HistogramDataPointSnapshot(
                                                    each.getClassicBuckets(),
                                                    each.getSum(),
                                                    series.labels(
                                                            NodeCatalog.ROUND_TRIP.labels(), name),
                                                    each.getExemplars(),
                                                    0L)));
        }
        return new HistogramSnapshot(counted.getMetadata(), named);
    }

    private MetricSnapshot runstates(NodeView view) {
        Family family = series.family(NodeCatalog.RUNSTATE);
        for (Runstate state : Runstate.values()) {
            family.add(bit(view.runstate() == state), word(state));
        }
        return family.snapshot();
    }

    private static boolean inactive(NodeView view) {
        return Optional.ofNullable(view.peers().get(view.self().node()))
                .filter(own -> NodeFlag.inactive(own.flags()))
                .isPresent();
    }

    private static long servable(NodeView view) {
        return view.peers().values().stream().filter(NodeState::isServable).count();
    }

    private static long viewId(NodeView view) {
        CRC32 sum = new CRC32();
        view.peers()
                .forEach(
                        (pnn, peer) -> {
                            if (!NodeFlag.DISCONNECTED.in(peer.flags())) {
                                sum.update((pnn + " ").getBytes(StandardCharsets.UTF_8));
                            }
                        });
        return sum.getValue();
    }

    private MetricSnapshot interfaces(NodeView view) {
        List<InterfaceName> down =
                Optional.ofNullable(view.peers().get(view.self().node()))
                        .flatMap(NodeView.Peer::report)
                        .map(report -> report.interfacesDown())
                        .orElseGet(List::of);
        Family family = series.family(NodeCatalog.INTERFACE_UP);
        view.addresses()
                .interfaces()
                .forEach(name -> family.add(bit(!down.contains(name)), name.toString()));
        return family.snapshot();
    }

    private MetricSnapshot tunables(NodeView view) {
        Family family = series.family(NodeCatalog.TUNABLE);
        for (Tunable tunable : TunableCatalog.all()) {
            if (tunable.effect() == Tunable.Effect.ACTIVE) {
                family.add(view.tunables().get(tunable), tunable.name());
            }
        }
        return family.snapshot();
    }

    private MetricSnapshot budgets(NodeView view) {
        double seconds = view.tunables().eventScriptTimeout().toMillis() / 1000.0;
        Family family = series.family(EventCatalog.EVENT_BUDGET);
        EventNames.ALL.forEach(event -> family.add(seconds, event));
        return family.snapshot();
    }

    /** A node that has never reported is called by its private address. */
    private String nodeName(Pnn pnn, NodeView.Peer peer) {
        if (pnn.equals(settings.pnn())) {
            return settings.name().value();
        }
        return peer.report()
                .map(report -> report.name().value())
                .or(() -> settings.nodes().addressOf(pnn).map(IpAddress::toString))
                .orElse("pnn-" + pnn);
    }

    private static boolean leads(NodeView view) {
        return view.leader().filter(view.self().node()::equals).isPresent();
    }

    private static int bit(boolean truth) {
        return truth ? 1 : 0;
    }
}
