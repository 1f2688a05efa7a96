package dev.baton.agent.control;

import static dev.baton.agent.control.Form.FLAG;
import static dev.baton.agent.control.Form.NAME;
import static dev.baton.agent.control.Form.NUMBER;
import static dev.baton.agent.control.Form.SPAN;
import static dev.baton.agent.control.Form.TEXT;
import static dev.baton.agent.control.Form.WORD;

import dev.baton.config.Role;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Everything the HTTP port answers, once. */
final class Routes {

    private static final String API = "/api/v1/";
    private static final Given NODE =
            Given.required("node", WORD, "Name, pnn or private address of a node.");
    private static final Given OF_NODE =
            Given.optional("node", WORD, "Of which node (default: this one).");
    private static final Given IP = Given.required("ip", WORD, "A public address.");
    private static final Given SINCE =
            Given.usually("since", WORD, "24h", "A span such as 2h, or a time.");
    private static final Given REASON =
            Given.optional("reason", TEXT, "Why; told in status and history.");
    private static final Given WAIT =
            Given.optional("wait", SPAN, "Wait so long for the effect, up to 10m (default 30s).");
    private static final Given NO_WAIT =
            Given.optional("no_wait", FLAG, "Answer once the change is accepted.");

    static final List<Route> ALL =
            Stream.of(own(), readings(), nodes(), others()).flatMap(List::stream).toList();

    /**
     * A path that is served.
     *
     * @param routes that have it, one for each method
     * @param values of its places
     */
    record Found(List<Route> routes, Map<String, String> values) {
        Optional<Route> with(String method) {
            return routes.stream().filter(each -> each.method().equals(method)).findFirst();
        }

        String methods() {
            return String.join(", ", routes.stream().map(Route::method).toList());
        }
    }

    private Routes() {}

    /** What is at a path; empty for nothing. */
    static Optional<Found> at(String path) {
        Optional<List<String>> segments = segments(path);
        List<Route> routes = new ArrayList<>();
        Map<String, String> values = Map.of();
        for (Route route : segments.isEmpty() ? List.<Route>of() : ALL) {
            Optional<Map<String, String>> match = route.match(segments.get());
            if (match.isPresent()) {
                routes.add(route);
                values = match.get();
            }
        }
        return routes.isEmpty() ? Optional.empty() : Optional.of(new Found(routes, values));
    }

    private static Optional<List<String>> segments(String path) {
        try {
            return Optional.of(
                    Arrays.stream(path.replace("+", "%2B").split("/", -1))
                            .map(each -> URLDecoder.decode(each, StandardCharsets.UTF_8))
                            .toList());
        } catch (IllegalArgumentException badEscape) {
            return Optional.empty();
        }
    }

    private static List<Route> own() {
        return List.of(
                own("/", "console", "The console.", Work.Own.CONSOLE),
                own("/metrics", "metrics", "All meters, for Prometheus.", Work.Own.METRICS),
                own("/healthz", "healthz", "Whether the agent lives.", Work.Own.ALIVE),
                own("/readyz", "readyz", "Whether the node takes part.", Work.Own.READY),
                own(API + "view", "view", "What status says.", Work.Own.VIEW),
                own(
                        API + "events",
                        "events",
                        "The view as server-sent events: view when it has changed and every 5 s,"
                                + " beat between.",
                        Work.Own.EVENTS),
                own(API + "runbooks", "runbooks", "Every alert.", Work.Own.RUNBOOKS),
                get(
                        API + "runbooks/{alert}",
                        "runbook",
                        "What to do about an alert.",
                        List.of(Given.required("alert", NAME, "Such as BatonNodeDown.")),
                        List.of(),
                        Work.Own.RUNBOOK),
                own(API + "meters", "meters", "Every meter there is.", Work.Own.METERS),
                own(API + "openapi.json", "openapi", "This description.", Work.Own.DOCUMENT),
                own(API + "session", "session", "Who the token says one is.", Work.Own.SESSION));
    }

    private static List<Route> readings() {
        return List.of(
                reads(
                        "history",
                        "FactList",
                        "Facts of all nodes, with cause and actor.",
                        List.of(
                                Given.usually("node", WORD, "all", "A node, or all."),
                                SINCE,
                                Given.optional("ip", WORD, "Only facts about this address.")),
                        "history"),
                reads("runs", "RunList", "Takeover runs.", List.of(SINCE), "run", "list"),
                get(
                        API + "runs/{id}",
                        "run",
                        "One run, as the node that led it has stored it: cause, plan, ending.",
                        List.of(Given.required("id", NAME, "Such as 1763.2.")),
                        List.of(Given.optional("node", WORD, "Who led it (default: this node).")),
                        new Work.Reads(List.of("run", "show", "{id}"), "Run")),
                reads(
                        "settings",
                        "Settings",
                        "Every setting with value and origin, and what differs on another node.",
                        List.of(OF_NODE),
                        "config",
                        "show"),
                reads(
                        "scripts",
                        "EventStatus",
                        "The last result of each event and script, with what it printed.",
                        List.of(OF_NODE),
                        "event",
                        "status"),
                reads("jobs", "JobList", "Storage jobs of all nodes.", List.of(), "job", "list"),
                reads(
                        "calls",
                        "CallList",
                        "Calls of storage scripts; secrets are masked.",
                        List.of(Given.optional("job", NAME, "Only those of a job.")),
                        "call",
                        "list"));
    }

    private static List<Route> nodes() {
        return List.of(
                node("disable", "Takes its addresses away; scripts go on.", true),
                node("enable", "Ends disable.", false),
                node("stop", "Takes it out of the cluster; the agent stays.", true),
                node("continue", "Ends stop.", false),
                node("unban", "Ends a ban.", false),
                post(
                        "nodes/{node}/ban",
                        "ban",
                        "Shuts it out for a time.",
                        List.of(NODE),
                        List.of(
                                Given.usually("seconds", NUMBER, "0", "How long; 0: until unban."),
                                REASON,
                                WAIT,
                                NO_WAIT),
                        new Work.Changes(List.of("node", "ban", "{node}", "{seconds}"), true)));
    }

    private static List<Route> others() {
        return List.of(
                post(
                        "addresses/{ip}/move",
                        "move",
                        "Moves an address to a node.",
                        List.of(IP),
                        List.of(NODE, REASON, WAIT, NO_WAIT),
                        new Work.Changes(List.of("ip", "move", "{ip}", "{node}"), false)),
                post(
                        "jobs/{id}/cancel",
                        "cancel",
                        "Ends a job: what it has done so far is undone.",
                        List.of(Given.required("id", NAME, "Such as 0.17.")),
                        List.of(
                                Given.optional("plan", FLAG, "Only tell what would be done."),
                                REASON,
                                WAIT,
                                NO_WAIT),
                        new Work.Changes(List.of("job", "cancel", "{id}"), false)),
                script("enable", "Links a delivered script, or makes a file executable."),
                script("disable", "Removes the link, or the file's execute bits."));
    }

    private static Route own(String path, String name, String summary, Work.Own work) {
        return get(path, name, summary, List.of(), List.of(), work);
    }

    private static Route reads(
            String path, String schema, String summary, List<Given> query, String... words) {
        return get(
                API + path,
                path,
                summary,
                List.of(),
                query,
                new Work.Reads(List.of(words), schema));
    }

    private static Route get(
            String path,
            String name,
            String summary,
            List<Given> places,
            List<Given> query,
            Work work) {
        return new Route("GET", path, Role.VIEWER, name, summary, places, query, List.of(), work);
    }

    private static Route node(String verb, String summary, boolean takesReason) {
        return post(
                "nodes/{node}/" + verb,
                verb,
                summary,
                List.of(NODE),
                List.of(REASON, WAIT, NO_WAIT),
                new Work.Changes(List.of("node", verb, "{node}"), takesReason));
    }

    private static Route script(String verb, String summary) {
        return post(
                "scripts/{script}/" + verb,
                verb + "Script",
                summary + " On this node.",
                List.of(Given.required("script", NAME, "Such as 10.interface.")),
                List.of(Given.optional("component", NAME, "Directory below events."), REASON),
                new Work.Changes(List.of("script", verb, "{script}"), false));
    }

    private static Route post(
            String path,
            String name,
            String summary,
            List<Given> places,
            List<Given> body,
            Work work) {
        return new Route(
                "POST", API + path, Role.OPERATOR, name, summary, places, List.of(), body, work);
    }
}
