package dev.baton.monitoring.metrics;

import dev.baton.monitoring.metrics.Meter.Tag;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collector;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Every meter of an agent, once. Registration, the reference page and the test of a scrape read it.
 *
 * <p>Names are an interface: one that goes stays two minor versions. Source: monitoring, section 2.
 */
public final class MeterCatalog {

    static final Meter NODE_STATE =
            meter(
                    "baton_node_state",
                    Meter.Type.GAUGE,
                    "0 or 1",
                    "Whether this agent sees the node in the state; a node may be in several.",
                    new Tag("node", "configured nodes, by name"),
                    new Tag("state", words(NodeState.values())));

    static final Meter HOSTED =
            meter(
                    "baton_public_ip_hosted",
                    Meter.Type.GAUGE,
                    "0 or 1",
                    "Whether the kernel of this node carries the public address, read back.",
                    new Tag("ip", "public addresses of this node"));

    static final Meter EXPECTED =
            meter(
                    "baton_public_ip_expected",
                    Meter.Type.GAUGE,
                    "0 or 1",
                    "Whether this node holds the right to the public address and serves it.",
                    new Tag("ip", "public addresses of this node"));

    static final Meter FOREIGN =
            meter(
                    "baton_public_ip_foreign",
                    Meter.Type.GAUGE,
                    "0 or 1",
                    "Whether a machine outside the cluster answered for the public address when"
                            + " this node looked before its last take.",
                    new Tag("ip", "public addresses of this node"));

    static final Meter LEADER =
            meter("baton_leader", Meter.Type.GAUGE, "0 or 1", "Whether this agent leads.");

    static final Meter MAJORITY =
            meter(
                    "baton_majority",
                    Meter.Type.GAUGE,
                    "0 or 1",
                    "Whether more than half of the configured nodes answer this agent.");

    static final Meter LEASE_MARGIN =
            meter(
                    "baton_lease_margin_seconds",
                    Meter.Type.GAUGE,
                    "seconds",
                    "Least time that was left of a lease within 60 s; a whole lease if none ran.");

    static final Meter RENEWALS =
            meter(
                    "baton_lease_renewals_total",
                    Meter.Type.COUNTER,
                    "renewals",
                    "Renewals of addresses in the kernel, by what came of them.",
                    new Tag("result", words(RenewalResult.values())));

    static final Meter RUNS =
            meter(
                    "baton_takeover_runs_total",
                    Meter.Type.COUNTER,
                    "runs",
                    "Takeover runs this node led to their end.",
                    new Tag("cause", words(RunCause.values())),
                    new Tag("result", words(RunResult.values())));

    static final Meter RUN_SECONDS =
            meter(
                    "baton_takeover_duration_seconds",
                    Meter.Type.HISTOGRAM,
                    "seconds",
                    "How long the takeover runs took that this node led.");

    static final Meter EVENT_RUNS =
            meter(
                    "baton_event_runs_total",
                    Meter.Type.COUNTER,
                    "sequences",
                    "Events run on this node, by what came of them.",
                    new Tag("event", String.join(", ", EventNames.ALL) + ", " + EventNames.OTHER),
                    new Tag("result", words(EventResult.values())));

    static final Meter MOVES =
            meter(
                    "baton_public_ip_moves_total",
                    Meter.Type.COUNTER,
                    "addresses",
                    "Public addresses this node took.",
                    new Tag("cause", words(MoveCause.values())),
                    new Tag("ip", "public addresses of this node"));

    static final Meter RELEASES_TOLD =
            meter(
                    "baton_ctdbd_releases_total",
                    Meter.Type.COUNTER,
                    "addresses",
                    "Released addresses the ctdbd beside was to tell smbd of; [compat] beside.",
                    new Tag("result", "failed, told"));

    static final Meter PAUSES =
            meter(
                    "baton_machine_pauses_total",
                    Meter.Type.COUNTER,
                    "pauses",
                    "Pauses of this machine and its clock that the clocks of its peers showed.");

    static final Meter WIRE_REJECTIONS =
            meter(
                    "baton_wire_rejections_total",
                    Meter.Type.COUNTER,
                    "connections",
                    "Connections between agents that were ended because of what the peer said.",
                    new Tag("cause", "garbage: no agent says this; refused: not of this cluster"));

    static final Meter DROPPED_FACTS =
            meter(
                    "baton_facts_dropped_total",
                    Meter.Type.COUNTER,
                    "facts",
                    "Facts that a reader missed because it could not keep up.",
                    new Tag(
                            "reader",
                            "local: log, history and meters; shared: the records of the cluster"));

    static final Meter STORAGE_CALLS =
            meter(
                    "baton_storage_calls_total",
                    Meter.Type.COUNTER,
                    "calls",
                    "Scripts of storage call-outs that have ended on this node.",
                    new Tag("contract", String.join(", ", StorageCounts.CONTRACTS)),
                    new Tag("outcome", String.join(", ", StorageCounts.OUTCOMES)));

    static final Meter STORAGE_JOBS =
            meter(
                    "baton_storage_jobs_total",
                    Meter.Type.COUNTER,
                    "jobs",
                    "Storage jobs of this node that are over, by what came of them.",
                    new Tag("state", String.join(", ", StorageCounts.STATES)));

    static final Meter STORAGE_JOBS_OPEN =
            meter(
                    "baton_storage_jobs_open",
                    Meter.Type.GAUGE,
                    "jobs",
                    "Storage jobs of this node that wait or run.");

    static final Meter SNAPSHOT_ROUNDS =
            meter(
                    "baton_snapshot_rounds_total",
                    Meter.Type.COUNTER,
                    "rounds",
                    "Rounds of snapshots this node coordinated that are over, by their verdict.",
                    new Tag("result", String.join(", ", FactMeters.VERDICTS)));

    static final Meter SNAPSHOT_ROUNDS_MISSED =
            meter(
                    "baton_snapshot_rounds_missed_total",
                    Meter.Type.COUNTER,
                    "rounds",
                    "Rounds of snapshots the calendar asked for that this node, leading, did not"
                            + " begin.",
                    new Tag("cause", String.join(", ", FactMeters.MISSED)));

    static final Meter SNAPSHOT_SPREAD =
            meter(
                    "baton_snapshot_spread_seconds",
                    Meter.Type.GAUGE,
                    "seconds",
                    "Between the first and the last node that was frozen, in the last round this"
                            + " node coordinated.");

    static final Meter SNAPSHOT_FROZEN =
            meter(
                    "baton_snapshot_frozen_seconds",
                    Meter.Type.GAUGE,
                    "seconds",
                    "How long this node was frozen in its last round.");

    static final Meter FREEZE_ALARMS =
            meter(
                    "baton_freeze_alarms_total",
                    Meter.Type.COUNTER,
                    "alarms",
                    "Rounds after which nobody could thaw this node.");

    static final Meter PROVIDER_DRIFT =
            meter(
                    "baton_provider_drift",
                    Meter.Type.GAUGE,
                    "providers",
                    "Storage providers that are not the same on all nodes, as this node sees it.");

    static final Meter LSM_REQUESTS =
            meter(
                    "baton_lsm_requests_total",
                    Meter.Type.COUNTER,
                    "requests",
                    "Requests of libStorageMgmt's clients that were answered on this node.",
                    new Tag("method", "each method of libStorageMgmt; " + LsmCounts.UNKNOWN),
                    new Tag("result", "error, ok"));

    static final Meter LSM_MALFORMED =
            meter(
                    "baton_lsm_malformed_total",
                    Meter.Type.COUNTER,
                    "frames",
                    "What libStorageMgmt's clients sent that was no request.");

    static final Meter LSM_SESSIONS =
            meter(
                    "baton_lsm_sessions",
                    Meter.Type.GAUGE,
                    "sessions",
                    "Connections of libStorageMgmt's clients to this node.");

    static final Meter BUILD =
            meter(
                    "baton_build_info",
                    Meter.Type.INFO,
                    "1",
                    "Which build runs.",
                    new Tag("java", "feature number of the Java runtime"),
                    new Tag("revision", "commit"),
                    new Tag("version", "of Baton"));

    /** Every meter, in the order of the reference page. */
    public static final List<Meter> ALL =
            List.of(
                    NODE_STATE,
                    HOSTED,
                    EXPECTED,
                    FOREIGN,
                    LEADER,
                    MAJORITY,
                    LEASE_MARGIN,
                    RENEWALS,
                    RUNS,
                    RUN_SECONDS,
                    EVENT_RUNS,
                    MOVES,
                    RELEASES_TOLD,
                    PAUSES,
                    WIRE_REJECTIONS,
                    DROPPED_FACTS,
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
                    LSM_SESSIONS,
                    BUILD);

    /** Upper bounds of the buckets of a run's duration. Source: monitoring, section 2. */
    static final List<Duration> RUN_BUCKETS =
            Stream.of(10, 25, 50, 100, 250, 500, 1000, 2000, 3000, 5000, 10_000, 30_000)
                    .map(Duration::ofMillis)
                    .toList();

    private MeterCatalog() {}

    /** The reference page. */
    public static String page() {
        StringBuilder page = new StringBuilder();
        page.append("# Meters\n\n")
                .append("Written by the build from `MeterCatalog`; do not edit.\n\n")
                .append("`GET /metrics` of an agent answers with these. Every series is there from")
                .append(" the first scrape on,\nwith 0 until something happens.");
        page.append(" Buckets of histograms: ")
                .append(RUN_BUCKETS.stream().map(MeterCatalog::seconds).collect(comma()))
                .append(" s.\n\n| name | type | unit | meaning |\n| --- | --- | --- | --- |\n");
        ALL.forEach(meter -> page.append(row(meter)));
        page.append("\n## Labels\n\n| name | label | values |\n| --- | --- | --- |\n");
        ALL.forEach(meter -> meter.tags().forEach(tag -> page.append(row(meter, tag))));
        return page.toString();
    }

    static String words(Enum<?>[] values) {
        return Arrays.stream(values).map(MeterCatalog::word).collect(comma());
    }

    static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    private static String row(Meter meter) {
        return "| `%s` | %s | %s | %s |\n"
                .formatted(meter.name(), word(meter.type()), meter.unit(), meter.meaning());
    }

    private static String row(Meter meter, Tag tag) {
        return "| `%s` | `%s` | %s |\n".formatted(meter.name(), tag.name(), tag.values());
    }

    private static String seconds(Duration bound) {
        return Double.toString(bound.toMillis() / 1000.0);
    }

    private static Collector<CharSequence, ?, String> comma() {
        return Collectors.joining(", ");
    }

    private static Meter meter(
            String name, Meter.Type type, String unit, String meaning, Tag... tags) {
        return new Meter(name, type, unit, List.of(tags), meaning);
    }
}
