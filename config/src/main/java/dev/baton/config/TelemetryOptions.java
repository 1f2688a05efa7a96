package dev.baton.config;

/**
 * What is told about the cluster to those who watch it.
 *
 * @param cluster label of all meters; the same on all nodes
 */
public record TelemetryOptions(String cluster) {

    /** One cluster, called baton. */
    public static final TelemetryOptions DEFAULT = new TelemetryOptions("baton");

    public TelemetryOptions {
        if (NodeName.parse(cluster).isEmpty()) {
            throw new IllegalArgumentException("expected a name as nodes have, got " + cluster);
        }
    }
}
