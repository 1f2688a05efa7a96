package dev.baton.orchestrator.snapshot;

import dev.baton.config.Pnn;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What a round of a schedule does where.
 *
 * @param schedule its id, which hooks are told
 * @param nodes where hooks run; at least one
 * @param absent nodes that should take part and are not connected
 * @param snapshots taken side by side between freezing and thawing; at least one
 * @param freezeLimit how long a node stays frozen at most, from the start of its presnap
 * @param hookLimit how long a hook may take; a presnap no longer than the freeze limit either
 * @param crashConsistent whether snapshots are taken although a presnap failed
 */
public record RoundPlan(
        String schedule,
        SortedSet<Pnn> nodes,
        SortedSet<Pnn> absent,
        List<Snapshot> snapshots,
        Duration freezeLimit,
        Duration hookLimit,
        boolean crashConsistent) {

    /** For answers under way when a limit has passed. */
    static final Duration GRACE = Duration.ofSeconds(5);

    /**
     * One snapshot of the group.
     *
     * @param on the node that takes it
     * @param target what of; for people and for the call
     */
    public record Snapshot(Pnn on, String target) {}

    /** An order and the node it is for. */
    public record Step(Pnn to, RoundOrder order) {}

    /** All that a round that goes well orders, stage by stage. */
    public List<List<Step>> stages() {
        List<Step> snaps = new ArrayList<>();
        for (int i = 0; i < snapshots.size(); i++) {
            snaps.add(new Step(snapshots.get(i).on(), new RoundOrder.Snap(i)));
        }
        return List.of(
                toAll(new RoundOrder.Prestart()),
                toAll(new RoundOrder.Freeze()),
                snaps,
                toAll(new RoundOrder.Thaw(ThawReason.OK)));
    }

    List<Step> toAll(RoundOrder order) {
        return nodes.stream().map(node -> new Step(node, order)).toList();
    }

    public RoundPlan {
        nodes = Collections.unmodifiableSortedSet(new TreeSet<>(nodes));
        absent = Collections.unmodifiableSortedSet(new TreeSet<>(absent));
        snapshots = List.copyOf(snapshots);
        if (nodes.isEmpty() || snapshots.isEmpty()) {
            throw new IllegalArgumentException("expected nodes and snapshots, got " + schedule);
        }
        if (!freezeLimit.isPositive() || !hookLimit.isPositive()) {
            throw new IllegalArgumentException("expected limits above zero, got " + freezeLimit);
        }
    }
}
