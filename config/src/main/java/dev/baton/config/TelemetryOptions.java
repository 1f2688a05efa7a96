package dev.baton.config;

import java.util.Optional;

/**
 * What is told about the cluster to those who watch it.
 *
 * @param cluster label of all meters; the same on all nodes
 * @param tracing where traces go; usually nowhere
 */
public record TelemetryOptions(String cluster, Optional<TracingOptions> tracing) {

    /** One cluster, called baton. */
    public static final TelemetryOptions DEFAULT = new TelemetryOptions("baton", Optional.empty());

    public TelemetryOptions {
        if (NodeName.parse(cluster).isEmpty()) {
            throw new IllegalArgumentException("expected a name as nodes have, got " + cluster);
        }
    }
}
