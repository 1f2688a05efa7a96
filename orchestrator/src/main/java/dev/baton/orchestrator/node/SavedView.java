package dev.baton.orchestrator.node;

import dev.baton.config.NodesFile;
import dev.baton.config.Pnn;
import dev.baton.orchestrator.takeover.Planner;

import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A cluster as one node saw it, and how its nodes answer the stages of takeover runs.
 *
 * @param self the node that saw it; never deleted or disconnected
 * @param file the nodes with their addresses, deleted ones included
 * @param nodes those that are not deleted
 * @param leader empty while nobody led
 * @param planner before any tunable is applied
 * @param failoverDisabled {@code [failover] disabled}
 */
public record SavedView(
        Pnn self,
        NodesFile file,
        SortedMap<Pnn, SavedNode> nodes,
        Optional<Pnn> leader,
        Planner planner,
        boolean failoverDisabled,
        List<SavedAnswer> answers) {

    public SavedView {
        nodes = Collections.unmodifiableSortedMap(new TreeMap<>(nodes));
        answers = List.copyOf(answers);
        if (!nodes.containsKey(self)) {
            throw new IllegalArgumentException("expected node " + self + " among " + nodes);
        }
    }
}
