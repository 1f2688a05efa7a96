package dev.baton.monitoring.metrics;

import dev.baton.config.Pnn;
import dev.baton.orchestrator.cluster.NodeFlag;
import dev.baton.orchestrator.exchange.RunStage;
import dev.baton.orchestrator.node.NodeView;

import io.prometheus.metrics.core.metrics.Histogram;

import java.time.Duration;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What happened to the nodes, as this one saw it: states entered and left, since when each is
 * disabled, how fast it answers, in how many runs it failed.
 *
 * <p>Thread: any; {@link #viewed} is called by the core at each step and compares numbers only.
 */
final class NodeWatch {

    /** Entered and left, by state. */
    private static final class Node {

        private Set<NodeState> states = EnumSet.noneOf(NodeState.class);
        private int flags = -1;
        private boolean partial;
        private double disabledSince;
        private double ahead;
        private final SortedMap<String, Long> failures = new TreeMap<>();
        private final SortedMap<String, Long> retries = new TreeMap<>();
        private final SortedMap<NodeState, Long> entered = new TreeMap<>();
        private final SortedMap<NodeState, Long> left = new TreeMap<>();
    }

    private final InstantSource wall;
    private final SortedMap<Pnn, Node> nodes = new TreeMap<>();
    private final Histogram roundTrips;
    private final Histogram stages;
    private double runSince;

    NodeWatch(Series series, InstantSource wall) {
        this.wall = wall;
        roundTrips = series.histogram(NodeCatalog.ROUND_TRIP);
        stages = series.histogram(NodeCatalog.STAGE_SECONDS);
        stages.labelValues(NodeCatalog.PLAN);
        NodeCatalog.STAGES.forEach(stages::labelValues);
    }

    synchronized void viewed(NodeView view) {
        view.peers().forEach(this::compare);
        if (!view.runInProgress()) {
            runSince = 0;
        } else if (runSince == 0) {
            runSince = seconds();
        }
    }

    private void compare(Pnn pnn, NodeView.Peer peer) {
        Node node = node(pnn);
        boolean partial =
                peer.report().filter(report -> !report.interfacesDown().isEmpty()).isPresent();
        if (node.flags != peer.flags() || node.partial != partial) {
            boolean first = node.flags == -1;
            node.flags = peer.flags();
            node.partial = partial;
            change(node, peer, first);
        }
    }

    private void change(Node node, NodeView.Peer peer, boolean first) {
        Set<NodeState> now = EnumSet.noneOf(NodeState.class);
        for (NodeState state : NodeState.values()) {
            if (state != NodeState.OK && state.holds(peer)) {
                now.add(state);
            }
        }
        for (NodeState state : NodeState.values()) {
            if (!first && now.contains(state) && !node.states.contains(state)) {
                node.entered.merge(state, 1L, Long::sum);
            } else if (!first && !now.contains(state) && node.states.contains(state)) {
                node.left.merge(state, 1L, Long::sum);
            }
        }
        node.states = now;
        if (!NodeFlag.DISABLED.in(peer.flags())) {
            node.disabledSince = 0;
        } else if (node.disabledSince == 0) {
            node.disabledSince = seconds();
        }
    }

    private double seconds() {
        return wall.millis() / 1000.0;
    }

    /** From a heartbeat to its answer. */
    void answered(Pnn peer, Duration after) {
        roundTrips.labelValues(peer.toString()).observe(after.toNanos() / 1e9);
    }

    /** What became of a stage of a run this node led. */
    synchronized void told(RunStage stage) {
        if (!NodeCatalog.STAGES.contains(stage.name())) {
            throw new IllegalArgumentException("no stage of a run is called " + stage.name());
        }
        stages.labelValues(stage.name()).observe(stage.took().toNanos() / 1e9);
        stage.nodes()
                .forEach(
                        (pnn, part) -> {
                            Node node = node(pnn);
                            long again = Math.max(0, part.sent() - 1);
                            node.retries.merge(stage.name(), again, Long::sum);
                            node.failures.merge(stage.name(), part.failed() ? 1L : 0, Long::sum);
                        });
    }

    void planned(Duration took) {
        stages.labelValues(NodeCatalog.PLAN).observe(took.toNanos() / 1e9);
    }

    Histogram stageSeconds() {
        return stages;
    }

    synchronized void clock(Pnn peer, Duration ahead) {
        node(peer).ahead = ahead.getSeconds() + ahead.getNano() / 1e9;
    }

    /** In seconds; 0 before it was ever seen. */
    synchronized double clockAhead(Pnn peer) {
        return node(peer).ahead;
    }

    synchronized double disabledSince(Pnn pnn) {
        return node(pnn).disabledSince;
    }

    synchronized double failures(Pnn pnn, String event) {
        return (double) node(pnn).failures.getOrDefault(event, 0L);
    }

    synchronized double retries(Pnn pnn, String event) {
        return (double) node(pnn).retries.getOrDefault(event, 0L);
    }

    synchronized double entered(Pnn pnn, NodeState state) {
        return (double) node(pnn).entered.getOrDefault(state, 0L);
    }

    synchronized double left(Pnn pnn, NodeState state) {
        return (double) node(pnn).left.getOrDefault(state, 0L);
    }

    /** When the run began that this node leads now, in seconds since 1970; else 0. */
    synchronized double runSince() {
        return runSince;
    }

    /** By the number of the peer. */
    Histogram roundTrips() {
        return roundTrips;
    }

    private Node node(Pnn pnn) {
        return nodes.computeIfAbsent(pnn, _ -> new Node());
    }
}
