package dev.baton.orchestrator.cluster;

import dev.baton.config.Pnn;

import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a leader plans from: the connected nodes' own reports, taken at one instant.
 *
 * @param nodeCount lines of the {@code nodes} file, deleted and disconnected ones included
 * @param reports of the connected nodes
 */
public record ClusterSnapshot(int nodeCount, SortedMap<Pnn, NodeReport> reports) {
    public ClusterSnapshot {
        reports = Collections.unmodifiableSortedMap(new TreeMap<>(reports));
    }

    /** Whether a leader sees the same in both; see {@link NodeReport#looksLike}. */
    public boolean looksLike(ClusterSnapshot other) {
        return nodeCount == other.nodeCount
                && (reports.equals(other.reports) || haveReportsLike(other));
    }

    private boolean haveReportsLike(ClusterSnapshot other) {
        return reports.keySet().equals(other.reports.keySet())
                && reports.entrySet().stream().allMatch(other::hasOneLike);
    }

    private boolean hasOneLike(Map.Entry<Pnn, NodeReport> theirs) {
        return Optional.ofNullable(reports.get(theirs.getKey()))
                .filter(theirs.getValue()::looksLike)
                .isPresent();
    }
}
