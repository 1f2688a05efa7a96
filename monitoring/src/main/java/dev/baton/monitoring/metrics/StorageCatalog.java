package dev.baton.monitoring.metrics;

import dev.baton.monitoring.metrics.Meter.Tag;

import java.util.List;

/** The meters of storage operations. */
final class StorageCatalog {

    static final Meter STORAGE_CALLS =
            Meter.of(
                    "baton_storage_calls_total",
                    Meter.Type.COUNTER,
                    "calls",
                    "Scripts of storage call-outs that have ended on this node.",
                    new Tag("contract", String.join(", ", StorageCounts.CONTRACTS)),
                    new Tag("outcome", String.join(", ", StorageCounts.OUTCOMES)));

    static final Meter STORAGE_JOBS =
            Meter.of(
                    "baton_storage_jobs_total",
                    Meter.Type.COUNTER,
                    "jobs",
                    "Storage jobs of this node that are over, by what came of them.",
                    new Tag("state", String.join(", ", StorageCounts.STATES)));

    static final Meter STORAGE_JOBS_OPEN =
            Meter.of(
                    "baton_storage_jobs_open",
                    Meter.Type.GAUGE,
                    "jobs",
                    "Storage jobs of this node that wait or run.");

    static final Meter SNAPSHOT_ROUNDS =
            Meter.of(
                    "baton_snapshot_rounds_total",
                    Meter.Type.COUNTER,
                    "rounds",
                    "Rounds of snapshots this node coordinated that are over, by their verdict.",
                    new Tag("result", String.join(", ", SnapshotMeters.VERDICTS)));

    static final Meter SNAPSHOT_ROUNDS_MISSED =
            Meter.of(
                    "baton_snapshot_rounds_missed_total",
                    Meter.Type.COUNTER,
                    "rounds",
                    "Rounds of snapshots the calendar asked for that this node, leading, did not"
                            + " begin.",
                    new Tag("cause", String.join(", ", SnapshotMeters.MISSED)));

    static final Meter SNAPSHOT_SPREAD =
            Meter.of(
                    "baton_snapshot_spread_seconds",
                    Meter.Type.GAUGE,
                    "seconds",
                    "Between the first and the last node that was frozen, in the last round this"
                            + " node coordinated.");

    static final Meter SNAPSHOT_FROZEN =
            Meter.of(
                    "baton_snapshot_frozen_seconds",
                    Meter.Type.GAUGE,
                    "seconds",
                    "How long this node was frozen in its last round.");

    static final Meter FREEZE_ALARMS =
            Meter.of(
                    "baton_freeze_alarms_total",
                    Meter.Type.COUNTER,
                    "alarms",
                    "Rounds after which nobody could thaw this node.");

    static final Meter PROVIDER_DRIFT =
            Meter.of(
                    "baton_provider_drift",
                    Meter.Type.GAUGE,
                    "providers",
                    "Storage providers that are not the same on all nodes, as this node sees it.");

    static final Meter LSM_REQUESTS =
            Meter.of(
                    "baton_lsm_requests_total",
                    Meter.Type.COUNTER,
                    "requests",
                    "Requests of libStorageMgmt's clients that were answered on this node.",
                    new Tag("method", "each method of libStorageMgmt; " + LsmCounts.UNKNOWN),
                    new Tag("result", "error, ok"));

    static final Meter LSM_MALFORMED =
            Meter.of(
                    "baton_lsm_malformed_total",
                    Meter.Type.COUNTER,
                    "frames",
                    "What libStorageMgmt's clients sent that was no request.");

    static final Meter LSM_SESSIONS =
            Meter.of(
                    "baton_lsm_sessions",
                    Meter.Type.GAUGE,
                    "sessions",
                    "Connections of libStorageMgmt's clients to this node.");

    static final List<Meter> ALL =
            List.of(
                    STORAGE_CALLS,
                    STORAGE_JOBS,
                    STORAGE_JOBS_OPEN,
                    SNAPSHOT_ROUNDS,
                    SNAPSHOT_ROUNDS_MISSED,
                    SNAPSHOT_SPREAD,
                    SNAPSHOT_FROZEN,
                    FREEZE_ALARMS,
                    PROVIDER_DRIFT,
                    LSM_REQUESTS,
                    LSM_MALFORMED,
                    LSM_SESSIONS);

    private StorageCatalog() {}
}
