package dev.baton.monitoring.metrics;

import static dev.baton.monitoring.metrics.Meter.Type.COUNTER;
import static dev.baton.monitoring.metrics.Meter.Type.GAUGE;

import dev.baton.monitoring.metrics.Meter.Tag;

import java.util.List;

/** The meters of events, scripts, sections and of the agent's own doors. */
final class EventCatalog {

    private static final Tag EVENT =
            new Tag("event", String.join(", ", EventNames.ALL) + ", " + EventNames.OTHER);
    private static final Tag SCRIPT = new Tag("script", "event scripts of this node");
    private static final Tag SECTION =
            new Tag("section", "the first 20 names this agent heard of; all further ones: other");

    static final Meter EVENT_SECONDS =
            Meter.histogram(
                    "baton_event_duration_seconds",
                    List.of(.1, .5, 1., 5., 15., 30., 60., 120.),
                    "How long the scripts of an event took together.",
                    EVENT);

    static final Meter EVENT_QUEUE =
            Meter.histogram(
                    "baton_event_queue_seconds",
                    List.of(.1, 1., 5., 30.),
                    "How long an event waited for others before its first script was to run.",
                    EVENT);

    static final Meter EVENT_BUDGET =
            Meter.of(
                    "baton_event_budget_seconds",
                    GAUGE,
                    "seconds",
                    "Limit of all scripts of an event together.",
                    EVENT);

    static final Meter EVENT_LAST_END =
            Meter.of(
                    "baton_event_last_end_timestamp_seconds",
                    GAUGE,
                    "seconds since 1970",
                    "When the event last ended on this node; 0 before the first time.",
                    EVENT);

    static final Meter SCRIPT_RUNS =
            Meter.of(
                    "baton_script_runs_total",
                    COUNTER,
                    "runs",
                    "Scripts that were run, by what came of them.",
                    EVENT,
                    new Tag("result", Words.words(ScriptOutcome.values())),
                    SCRIPT);

    static final Meter SCRIPT_SECONDS =
            Meter.of(
                    "baton_script_seconds_total",
                    COUNTER,
                    "seconds",
                    "How long a script ran, all its runs together.",
                    EVENT,
                    SCRIPT);

    static final Meter SCRIPT_LAST =
            Meter.of(
                    "baton_script_last_duration_seconds",
                    GAUGE,
                    "seconds",
                    "How long its last run took.",
                    EVENT,
                    SCRIPT);

    static final Meter SCRIPT_FAILURES =
            Meter.of(
                    "baton_script_consecutive_failures",
                    GAUGE,
                    "runs",
                    "Runs of monitor that failed in this script one after another.",
                    SCRIPT);

    static final Meter SCRIPT_ENABLED =
            Meter.of(
                    "baton_script_enabled",
                    GAUGE,
                    "0 or 1",
                    "Whether the script was enabled in the last event it belongs to.",
                    SCRIPT);

    static final Meter SCRIPT_REFUSED =
            Meter.of(
                    "baton_script_refused",
                    GAUGE,
                    "0 or 1",
                    "Whether the script could not be run in the last event it belongs to, for"
                            + " example because of its owner or mode.",
                    SCRIPT);

    static final Meter TRUNCATED =
            Meter.of(
                    "baton_script_output_truncated_total",
                    COUNTER,
                    "runs",
                    "Runs of the script of whose output only head and tail were kept.",
                    SCRIPT);

    static final Meter SCRIPTS_RUNNING =
            Meter.of(
                    "baton_scripts_running",
                    GAUGE,
                    "sequences",
                    "Events whose scripts run now; each runs one at a time.");

    static final Meter UNKILLABLE =
            Meter.of(
                    "baton_scripts_unkillable",
                    GAUGE,
                    "events and calls",
                    "Events and storage calls whose processes outlived SIGKILL and still live.");

    static final Meter LOCK_WAIT =
            Meter.histogram(
                    "baton_lock_wait_seconds",
                    List.of(.1, .5, 1., 2., 5., 10., 30.),
                    "How long clients of this agent waited for a cluster-wide section.",
                    SECTION);

    static final Meter LOCK_HELD =
            Meter.histogram(
                    "baton_lock_held_seconds",
                    List.of(.1, .5, 1., 5., 30., 300.),
                    "How long clients of this agent held a cluster-wide section.",
                    SECTION);

    static final Meter LOCK_WAITERS =
            Meter.of(
                    "baton_lock_waiters",
                    GAUGE,
                    "clients",
                    "Clients of this agent that wait for a cluster-wide section.",
                    SECTION);

    static final Meter API_REQUESTS =
            Meter.of(
                    "baton_api_requests_total",
                    COUNTER,
                    "requests",
                    "Requests at the doors of this agent.",
                    new Tag("code", "2xx, 4xx, 5xx"),
                    new Tag("method", "GET, POST, other"),
                    new Tag("route", String.join(", ", ApiMeters.ROUTES)));

    static final Meter API_REFUSED =
            Meter.of(
                    "baton_api_refused_total",
                    COUNTER,
                    "requests",
                    "Calls over HTTP that were not carried out for want of a right.",
                    new Tag("cause", "expired, file, no_token, rate, role, wrong_token"));

    static final Meter API_SECONDS =
            Meter.histogram(
                    "baton_api_request_duration_seconds",
                    List.of(.005, .05, .5, 5.),
                    "How long this agent took to answer; a section: until it is left.",
                    new Tag("route", String.join(", ", ApiMeters.ROUTES)));

    static final Meter TRACES =
            Meter.of(
                    "baton_traces_total",
                    COUNTER,
                    "parts",
                    "Parts of traces - a run, an event of one, a storage job - by what became of"
                            + " them; [tracing].",
                    new Tag("result", "dropped, exported, failed"));

    static final Meter COLLECTOR_SUCCESS =
            Meter.of(
                    "baton_collector_success",
                    GAUGE,
                    "0 or 1",
                    "Whether the part of the agent could be read within the last 5 s.",
                    new Tag("collector", "kernel, lsm, processes, storage"));

    static final Meter COLLECTOR_SECONDS =
            Meter.of(
                    "baton_collector_duration_seconds",
                    GAUGE,
                    "seconds",
                    "How long the last reading took.",
                    new Tag("collector", "kernel, lsm, processes, storage"));

    static final List<Meter> ALL =
            List.of(
                    EVENT_SECONDS,
                    EVENT_QUEUE,
                    EVENT_BUDGET,
                    EVENT_LAST_END,
                    SCRIPT_RUNS,
                    SCRIPT_SECONDS,
                    SCRIPT_LAST,
                    SCRIPT_FAILURES,
                    SCRIPT_ENABLED,
                    SCRIPT_REFUSED,
                    TRUNCATED,
                    SCRIPTS_RUNNING,
                    UNKILLABLE,
                    LOCK_WAIT,
                    LOCK_HELD,
                    LOCK_WAITERS,
                    API_REQUESTS,
                    API_REFUSED,
                    API_SECONDS,
                    TRACES,
                    COLLECTOR_SUCCESS,
                    COLLECTOR_SECONDS);

    private EventCatalog() {}
}
