package dev.baton.config;

import java.util.Optional;

/** Reads what watchers are told: the name of the cluster, and {@code [tracing]}. */
final class TelemetrySection {

    private static final String SERVICE = "baton";
    private static final String NAME = "a name of letters, digits, '.', '_' and '-'";

    private TelemetrySection() {}

    static TelemetryOptions read(ConfigEntries entries) {
        String cluster =
                entries.value(ConfigKey.CLUSTER_NAME, NAME, NodeName::parse)
                        .map(NodeName::value)
                        .orElse(TelemetryOptions.DEFAULT.cluster());
        return new TelemetryOptions(cluster, tracing(entries));
    }

    private static Optional<TracingOptions> tracing(ConfigEntries entries) {
        double ratio =
                entries.value(
                                ConfigKey.TRACING_RATIO,
                                "a share from 0 to 1 such as 0.1",
                                TracingOptions::ratio)
                        .orElse(1.0);
        String service =
                entries.value(ConfigKey.TRACING_SERVICE, NAME, NodeName::parse)
                        .map(NodeName::value)
                        .orElse(SERVICE);
        return entries.value(
                        ConfigKey.TRACING_ENDPOINT,
                        "http:// or https://, a host and a port such as http://127.0.0.1:4318",
                        TracingOptions::endpoint)
                .map(endpoint -> new TracingOptions(endpoint, ratio, service));
    }
}
