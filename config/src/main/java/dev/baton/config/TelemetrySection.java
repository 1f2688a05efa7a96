package dev.baton.config;

/** Reads what watchers are told: the name of the cluster. */
final class TelemetrySection {

    private TelemetrySection() {}

    static TelemetryOptions read(ConfigEntries entries) {
        TelemetryOptions usual = TelemetryOptions.DEFAULT;
        return new TelemetryOptions(
                entries.value(
                                ConfigKey.CLUSTER_NAME,
                                "a name of letters, digits, '.', '_' and '-'",
                                NodeName::parse)
                        .map(NodeName::value)
                        .orElse(usual.cluster()));
    }
}
