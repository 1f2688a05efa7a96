package dev.baton.monitoring.metrics;

import dev.baton.monitoring.metrics.Meter.Tag;

import java.util.List;
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
            Meter.of(
                    "baton_node_state",
                    Meter.Type.GAUGE,
                    "0 or 1",
                    "Whether this agent sees the node in the state; a node may be in several.",
                    new Tag("node", "configured nodes, by name"),
                    new Tag("state", Words.words(NodeState.values())));

    static final Meter HOSTED =
            Meter.of(
                    "baton_public_ip_hosted",
                    Meter.Type.GAUGE,
                    "0 or 1",
                    "Whether the kernel of this node carries the public address, read back.",
                    new Tag("ip", "public addresses of this node"));

    static final Meter EXPECTED =
            Meter.of(
                    "baton_public_ip_expected",
                    Meter.Type.GAUGE,
                    "0 or 1",
                    "Whether this node holds the right to the public address and serves it.",
                    new Tag("ip", "public addresses of this node"));

    static final Meter FOREIGN =
            Meter.of(
                    "baton_public_ip_foreign",
                    Meter.Type.GAUGE,
                    "0 or 1",
                    "Whether a machine outside the cluster answered for the public address when"
                            + " this node looked before its last take.",
                    new Tag("ip", "public addresses of this node"));

    static final Meter LEADER =
            Meter.of("baton_leader", Meter.Type.GAUGE, "0 or 1", "Whether this agent leads.");

    static final Meter MAJORITY =
            Meter.of(
                    "baton_majority",
                    Meter.Type.GAUGE,
                    "0 or 1",
                    "Whether more than half of the configured nodes answer this agent.");

    static final Meter LEASE_MARGIN =
            Meter.of(
                    "baton_lease_margin_seconds",
                    Meter.Type.GAUGE,
                    "seconds",
                    "Least time that was left of a lease within 60 s; a whole lease if none ran.");

    static final Meter RENEWALS =
            Meter.of(
                    "baton_lease_renewals_total",
                    Meter.Type.COUNTER,
                    "renewals",
                    "Renewals of addresses in the kernel, by what came of them.",
                    new Tag("result", Words.words(RenewalResult.values())));

    static final Meter RUNS =
            Meter.of(
                    "baton_takeover_runs_total",
                    Meter.Type.COUNTER,
                    "runs",
                    "Takeover runs this node led to their end.",
                    new Tag("cause", Words.words(RunCause.values())),
                    new Tag("result", Words.words(RunResult.values())));

    static final Meter RUN_SECONDS =
            Meter.histogram(
                    "baton_takeover_duration_seconds",
                    List.of(.01, .025, .05, .1, .25, .5, 1., 2., 3., 5., 10., 30.),
                    "How long the takeover runs took that this node led.");

    static final Meter EVENT_RUNS =
            Meter.of(
                    "baton_event_runs_total",
                    Meter.Type.COUNTER,
                    "sequences",
                    "Events run on this node, by what came of them.",
                    new Tag("event", String.join(", ", EventNames.ALL) + ", " + EventNames.OTHER),
                    new Tag("result", Words.words(EventResult.values())));

    static final Meter MOVES =
            Meter.of(
                    "baton_public_ip_moves_total",
                    Meter.Type.COUNTER,
                    "addresses",
                    "Public addresses this node took.",
                    new Tag("cause", Words.words(MoveCause.values())),
                    new Tag("ip", "public addresses of this node"));

    static final Meter RELEASES_TOLD =
            Meter.of(
                    "baton_ctdbd_releases_total",
                    Meter.Type.COUNTER,
                    "addresses",
                    "Released addresses the ctdbd beside was to tell smbd of; [compat] beside.",
                    new Tag("result", "failed, told"));

    static final Meter PAUSES =
            Meter.of(
                    "baton_machine_pauses_total",
                    Meter.Type.COUNTER,
                    "pauses",
                    "Pauses of this machine and its clock that the clocks of its peers showed.");

    static final Meter WIRE_REJECTIONS =
            Meter.of(
                    "baton_wire_rejections_total",
                    Meter.Type.COUNTER,
                    "connections",
                    "Connections between agents that were ended because of what the peer said.",
                    new Tag("cause", "garbage: no agent says this; refused: not of this cluster"));

    static final Meter DROPPED_FACTS =
            Meter.of(
                    "baton_facts_dropped_total",
                    Meter.Type.COUNTER,
                    "facts",
                    "Facts that a reader missed because it could not keep up.",
                    new Tag(
                            "reader",
                            "local: log, history and meters; shared: the records of the cluster"));

    static final Meter BUILD =
            Meter.of(
                    "baton_build_info",
                    Meter.Type.INFO,
                    "1",
                    "Which build runs.",
                    new Tag("java", "feature number of the Java runtime"),
                    new Tag("revision", "commit"),
                    new Tag("version", "of Baton"));

    /** What stands here, in the order of the reference page. */
    private static final List<Meter> FIRST =
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
                    DROPPED_FACTS);

    /** Every meter, in the order of the reference page. */
    public static final List<Meter> ALL =
            Stream.of(FIRST, NodeCatalog.ALL, EventCatalog.ALL, StorageCatalog.ALL, List.of(BUILD))
                    .flatMap(List::stream)
                    .toList();

    private MeterCatalog() {}

    /** The reference page. */
    public static String page() {
        StringBuilder page = new StringBuilder();
        page.append("# Meters\n\n")
                .append("Written by the build from `MeterCatalog`; do not edit.\n\n")
                .append("`GET /metrics` of an agent answers with these. Every series is there from")
                .append(" the first scrape on,\nwith 0 until something happens. Beside them are")
                .append(" the `jvm_` and `process_` meters of Micrometer.\nAll have the label")
                .append(" `cluster` beside those below, which is `[cluster] name`.\n");
        page.append("\n| name | type | unit | meaning |\n| --- | --- | --- | --- |\n");
        ALL.forEach(meter -> page.append(row(meter)));
        page.append("\n## Labels\n\n| name | label | values |\n| --- | --- | --- |\n");
        ALL.forEach(meter -> meter.tags().forEach(tag -> page.append(row(meter, tag))));
        page.append("\n## Buckets of histograms, in seconds\n\n| name | bounds |\n| --- | --- |\n");
        ALL.stream()
                .filter(meter -> meter.type() == Meter.Type.HISTOGRAM)
                .forEach(meter -> page.append(bounds(meter)));
        return page.toString();
    }

    private static String row(Meter meter) {
        return "| `%s` | %s | %s | %s |\n"
                .formatted(meter.name(), Words.word(meter.type()), meter.unit(), meter.meaning());
    }

    private static String row(Meter meter, Tag tag) {
        return "| `%s` | `%s` | %s |\n".formatted(meter.name(), tag.name(), tag.values());
    }

    private static String bounds(Meter meter) {
        return "| `%s` | %s |\n"
                .formatted(
                        meter.name(),
                        meter.buckets().stream().map(String::valueOf).collect(comma()));
    }

    private static Collector<CharSequence, ?, String> comma() {
        return Collectors.joining(", ");
    }
}
