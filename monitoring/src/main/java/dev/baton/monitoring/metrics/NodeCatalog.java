package dev.baton.monitoring.metrics;

import static dev.baton.monitoring.metrics.Meter.Type.COUNTER;
import static dev.baton.monitoring.metrics.Meter.Type.GAUGE;
import static dev.baton.monitoring.metrics.Meter.Type.INFO;

import dev.baton.monitoring.metrics.Meter.Tag;
import dev.baton.orchestrator.cluster.Runstate;

import java.util.List;

/**
 * The meters of who the nodes are, what they see of each other, and what is promised to clients.
 */
final class NodeCatalog {

    private static final Tag NODE = new Tag("node", "configured nodes, by name");

    /** The first part of a run, in which no node does anything yet. */
    static final String PLAN = "plan";

    /** What nodes do in the stages of a run. Source: CTDB events contract, section 13. */
    static final List<String> STAGES =
            List.of(
                    "ban",
                    "startrecovery",
                    "recovered",
                    "startipreallocate",
                    "releaseip",
                    "takeip",
                    "ipreallocated");

    private static final Tag IP = new Tag("ip", "public addresses of this node");

    static final Meter NODE_INFO =
            Meter.of(
                    "baton_node_info",
                    INFO,
                    "1",
                    "Who the configured nodes are, as this agent knows them.",
                    new Tag("address", "private address"),
                    NODE,
                    new Tag("pnn", "its number"));

    static final Meter TRANSITIONS =
            Meter.of(
                    "baton_node_transitions_total",
                    COUNTER,
                    "transitions",
                    "States this agent saw the node enter (from ok) or leave (to ok); a node may"
                            + " be in several.",
                    new Tag("from", Words.words(NodeState.values())),
                    NODE,
                    new Tag("to", Words.words(NodeState.values())));

    static final Meter DISABLED_SINCE =
            Meter.of(
                    "baton_node_disabled_since_timestamp_seconds",
                    GAUGE,
                    "seconds since 1970",
                    "When this agent first saw the node disabled; 0 when it is not.",
                    NODE);

    static final Meter RUNSTATE =
            Meter.of(
                    "baton_runstate",
                    GAUGE,
                    "0 or 1",
                    "Where this agent is in its life.",
                    new Tag("state", Words.words(Runstate.values())));

    static final Meter INACTIVE =
            Meter.of(
                    "baton_node_inactive",
                    GAUGE,
                    "0 or 1",
                    "Whether this node is stopped, banned or deleted: it is not monitored.");

    static final Meter SERVABLE =
            Meter.of(
                    "baton_servable_nodes",
                    GAUGE,
                    "nodes",
                    "Nodes that may hold addresses, as this agent sees them.");

    static final Meter VIEW_ID =
            Meter.of(
                    "baton_membership_view_id",
                    GAUGE,
                    "checksum",
                    "Of the nodes that are connected, this one included; the same where agents"
                            + " agree.");

    static final Meter LEADER_CHANGES =
            Meter.of(
                    "baton_leader_changes_total",
                    COUNTER,
                    "changes",
                    "Times this agent saw another leader, or none.",
                    new Tag("cause", Words.words(LeaderChange.values())));

    static final Meter LAST_HEARD =
            Meter.of(
                    "baton_peer_last_heard_timestamp_seconds",
                    GAUGE,
                    "seconds since 1970",
                    "When the last heartbeat of the node came; 0 before the first. This node: now.",
                    NODE);

    static final Meter ROUND_TRIP =
            Meter.histogram(
                    "baton_peer_round_trip_seconds",
                    List.of(.001, .005, .02, .1, .5),
                    "From a heartbeat to the node's answer, both agents' work included.",
                    NODE);

    static final Meter LEASE_DURATION =
            Meter.of("baton_lease_duration_seconds", GAUGE, "seconds", "Length of a lease.");

    static final Meter EXPIRATIONS =
            Meter.of(
                    "baton_lease_expirations_total",
                    COUNTER,
                    "leases",
                    "Rights to addresses that ended because their lease was not renewed in time.");

    static final Meter STALLS =
            Meter.of(
                    "baton_stalls_total",
                    COUNTER,
                    "stalls",
                    "Times this agent was held up for longer than it may be.");

    static final Meter STALL_SECONDS =
            Meter.histogram(
                    "baton_stall_seconds",
                    List.of(.1, .25, .5, 1., 2., 5., 30.),
                    "How long this agent was held up.");

    static final Meter IP_INFO =
            Meter.of(
                    "baton_public_ip_info",
                    INFO,
                    "1",
                    "Which public addresses this node may carry.",
                    new Tag("family", "ipv4, ipv6"),
                    new Tag("interface", "configured interfaces, joined by commas"),
                    IP);

    static final Meter UNHOSTED =
            Meter.of(
                    "baton_public_ip_unhosted_seconds_total",
                    COUNTER,
                    "seconds",
                    "Time no node served the address though one could; counted by the leader.",
                    IP);

    static final Meter DOUBLE =
            Meter.of(
                    "baton_public_ip_double_seconds_total",
                    COUNTER,
                    "seconds",
                    "Time two nodes said that they serve the address; counted by the leader.",
                    IP);

    static final Meter ANNOUNCEMENTS =
            Meter.of(
                    "baton_announcements_total",
                    COUNTER,
                    "packets",
                    "Packets that told others where an address is.",
                    new Tag("kind", "arp, nd, tickle"));

    static final Meter RUN_SINCE =
            Meter.of(
                    "baton_takeover_in_progress_since_timestamp_seconds",
                    GAUGE,
                    "seconds since 1970",
                    "When the takeover run began that this node leads now; 0 when none is.");

    static final Meter RUN_FAILURES =
            Meter.of(
                    "baton_reallocation_failures_total",
                    COUNTER,
                    "failures",
                    "Stages of takeover runs this node led in which the node did not do what it was"
                            + " told.",
                    new Tag("event", String.join(", ", STAGES)),
                    NODE);

    static final Meter RUN_RETRIES =
            Meter.of(
                    "baton_takeover_retries_total",
                    COUNTER,
                    "orders",
                    "Orders of runs this node led that were sent again because no answer came.",
                    new Tag("event", String.join(", ", STAGES)),
                    NODE);

    static final Meter STAGE_SECONDS =
            Meter.histogram(
                    "baton_takeover_stage_seconds",
                    List.of(.005, .025, .1, .25, .5, 1., 2., 5., 30.),
                    "How long the stages of takeover runs took that this node led; plan: the work"
                            + " of the node itself before the first.",
                    new Tag("stage", PLAN + ", " + String.join(", ", STAGES)));

    static final Meter CLOCK_OFFSET =
            Meter.of(
                    "baton_peer_clock_offset_seconds",
                    GAUGE,
                    "seconds",
                    "How far the clock of the node is ahead of this one's, within half the time its"
                            + " answer took; 0 before the first.",
                    NODE);

    static final Meter INTERFACE_UP =
            Meter.of(
                    "baton_interface_up",
                    GAUGE,
                    "0 or 1",
                    "Whether the interface has a carrier.",
                    new Tag("interface", "interfaces of public addresses"));

    static final Meter CONFIG_INFO =
            Meter.of(
                    "baton_config_info",
                    INFO,
                    "1",
                    "Which settings that must be equal on all nodes this agent runs with.",
                    new Tag("digest", "first 16 hexadecimal digits of their checksum"));

    static final Meter RELOAD_SUCCESS =
            Meter.of(
                    "baton_config_last_reload_success",
                    GAUGE,
                    "0 or 1",
                    "Whether the files were right when they were last read.");

    static final Meter RELOAD_TIME =
            Meter.of(
                    "baton_config_last_reload_timestamp_seconds",
                    GAUGE,
                    "seconds since 1970",
                    "When files were last read and taken over.");

    static final Meter TUNABLE =
            Meter.of(
                    "baton_tunable",
                    GAUGE,
                    "unit of the tunable",
                    "Value in force on this node.",
                    new Tag("name", "tunables that do something"));

    static final List<Meter> ALL =
            List.of(
                    NODE_INFO,
                    TRANSITIONS,
                    DISABLED_SINCE,
                    RUNSTATE,
                    INACTIVE,
                    SERVABLE,
                    VIEW_ID,
                    LEADER_CHANGES,
                    LAST_HEARD,
                    ROUND_TRIP,
                    CLOCK_OFFSET,
                    LEASE_DURATION,
                    EXPIRATIONS,
                    STALLS,
                    STALL_SECONDS,
                    IP_INFO,
                    UNHOSTED,
                    DOUBLE,
                    ANNOUNCEMENTS,
                    RUN_SINCE,
                    RUN_FAILURES,
                    RUN_RETRIES,
                    STAGE_SECONDS,
                    INTERFACE_UP,
                    CONFIG_INFO,
                    RELOAD_SUCCESS,
                    RELOAD_TIME,
                    TUNABLE);

    private NodeCatalog() {}
}
