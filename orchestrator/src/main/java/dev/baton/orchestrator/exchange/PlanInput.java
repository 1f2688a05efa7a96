package dev.baton.orchestrator.exchange;

import dev.baton.config.Pnn;
import dev.baton.orchestrator.cluster.ClusterSnapshot;

import java.util.Collections;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Everything the plan of one run is made from: equal inputs have equal plans.
 *
 * @param only the run is for these nodes alone, because they failed in the one before; empty: for
 *     all
 */
public record PlanInput(
        ClusterSnapshot snapshot,
        PlanRules rules,
        RunOptions options,
        Optional<SortedSet<Pnn>> only) {

    public PlanInput {
        only = only.map(nodes -> Collections.unmodifiableSortedSet(new TreeSet<>(nodes)));
    }
}
