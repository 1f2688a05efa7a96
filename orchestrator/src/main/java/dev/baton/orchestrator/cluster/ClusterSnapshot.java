package dev.baton.orchestrator.cluster;

import dev.baton.config.Pnn;

import java.util.Collections;
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
}
