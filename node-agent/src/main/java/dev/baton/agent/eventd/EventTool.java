package dev.baton.agent.eventd;

import dev.baton.agent.control.Commands.Answer;
import dev.baton.agent.control.Commands.Invocation;
import dev.baton.agent.control.Program;
import dev.baton.events.LastRun;
import dev.baton.events.NamedEvent;
import dev.baton.events.process.EventAnswer;
import dev.baton.events.process.EventRequest;
import dev.baton.events.process.ScriptFiles;
import dev.baton.events.process.ScriptFiles.Change;
import dev.baton.events.process.ScriptFiles.Listed;
import dev.baton.events.sequence.ExitMapping;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * CTDB's event commands, in its words and with its exit codes: {@code ctdb-event ...}, {@code ctdb
 * event ...} and {@code ctdb scriptstatus}.
 *
 * <p>Thread: any; {@code run} waits for the event. Source: CTDB command contract, section 5.
 */
public final class EventTool implements Program {

    /** The program's name, the first word of what its client asks. */
    public static final String NAME = "ctdb-event";

    private static final int DONE = 0;
    private static final int GENERIC = 1;

    /** Invalid argument, and the code for an event that never ran. */
    private static final int EINVAL = 22;

    private static final String USAGE =
            """
            Usage: ctdb-event COMMAND
              run TIMEOUT COMPONENT EVENT [ARGUMENT...]  run an event now, for at most TIMEOUT seconds
              status COMPONENT EVENT                     show what came of it last
              script list COMPONENT                      list scripts; * is enabled
              script enable COMPONENT SCRIPT             enable a script
              script disable COMPONENT SCRIPT            disable a script
            """;

    private final Optional<EventService> service;
    private final ScriptFiles files;

    private EventTool(Optional<EventService> service, ScriptFiles files) {
        this.service = service;
        this.files = files;
    }

    /** Of a running agent or event daemon. */
    public static EventTool of(EventService service, ScriptFiles files) {
        return new EventTool(Optional.of(service), files);
    }

    /** For what works on files only. */
    public static EventTool onFiles(ScriptFiles files) {
        return new EventTool(Optional.empty(), files);
    }

    @Override
    public Answer run(Invocation call) {
        return answer(call.arguments(), call.environment());
    }

    /**
     * Carries out {@code ctdb-event} with these words.
     *
     * @param environment of the caller; TZ counts
     */
    public Answer answer(List<String> words, Map<String, String> environment) {
        String command = words.isEmpty() ? "" : words.getFirst();
        List<String> rest = words.isEmpty() ? words : words.subList(1, words.size());
        return switch (command) {
            case "run" -> rest.size() < 3 ? usage() : run(rest);
            case "status" ->
                    rest.size() == 2
                            ? status(rest.get(0), rest.get(1), zone(environment))
                            : usage();
            case "script" -> script(rest);
            case "scriptstatus" -> scriptStatus(rest, environment);
            case "--help", "-h", "-?" -> new Answer(DONE, USAGE, "");
            case "" -> usage();
            default ->
                    failed(
                            GENERIC,
                            "unknown command \"" + command + "\"; known: run, status, script");
        };
    }

    /** {@code ctdb scriptstatus}: of one event of the node, by default its monitor; exit 0. */
    public Answer scriptStatus(List<String> words, Map<String, String> environment) {
        String event = words.isEmpty() ? "monitor" : words.getFirst();
        Answer status = status(NamedEvent.LEGACY, event, zone(environment));
        return new Answer(DONE, status.stdout(), status.stderr());
    }

    private Answer run(List<String> words) {
        String limit = words.getFirst();
        if (!limit.matches("\\d{1,6}")) {
            return failed(
                    GENERIC, "run: TIMEOUT expects seconds such as 30, got \"" + limit + "\"");
        }
        if (words.get(2).isEmpty()) {
            return failed(EINVAL, "run: EVENT expects the name of an event, got \"\"");
        }
        NamedEvent event =
                new NamedEvent(words.get(1), words.get(2), words.subList(3, words.size()));
        Optional<String> objection = event.objection();
        if (objection.isPresent() && service.flatMap(s -> s.problem(event.component())).isEmpty()) {
            return failed(EINVAL, "run: " + objection.get());
        }
        Duration time = Duration.ofSeconds(Long.parseLong(limit));
        return service.map(
                        running ->
                                told(
                                        event,
                                        running.run(new EventRequest(event, time, false)).join()))
                .orElseGet(EventTool::nobody);
    }

    private static Answer told(NamedEvent event, EventAnswer answer) {
        String what = "Event " + event.name() + " in " + event.component();
        if (answer.code() == ExitMapping.ENOENT) {
            return said(answer.code(), noDirectory(event.component()));
        }
        return switch (answer.result().status()) {
            case OK -> new Answer(DONE, "", "");
            case TIMED_OUT -> said(answer.code(), what + " timed out");
            case CANCELLED -> said(answer.code(), what + " got cancelled");
            case FAILED -> said(answer.code(), what + " failed");
            case NOT_STARTED ->
                    new Answer(
                            answer.code(),
                            what + " failed\n",
                            NAME + ": " + answer.result().detail() + "\n");
        };
    }

    private Answer status(String component, String event, ZoneId zone) {
        if (service.isEmpty()) {
            return nobody();
        }
        Optional<EventAnswer> problem = service.get().problem(component);
        if (problem.isPresent()) {
            int code = problem.get().code();
            return code == ExitMapping.ENOENT
                    ? said(code, noDirectory(component))
                    : failed(code, problem.get().result().detail());
        }
        Optional<LastRun> last = service.get().last(component, event);
        return last.map(run -> new Answer(run.summary(), new PrintedRun(run, zone).text(), ""))
                .orElseGet(() -> said(EINVAL, "Event " + event + " has never run in " + component));
    }

    private Answer script(List<String> words) {
        String verb = words.isEmpty() ? "" : words.getFirst();
        return switch (verb + " " + words.size()) {
            case "list 2" -> list(words.get(1));
            case "enable 3" ->
                    changed(files.enable(words.get(1), words.get(2)), words.get(2), words.get(1));
            case "disable 3" ->
                    changed(files.disable(words.get(1), words.get(2)), words.get(2), words.get(1));
            default -> usage();
        };
    }

    private Answer list(String component) {
        if (!files.knows(component)) {
            return failed(ExitMapping.ENOENT, noDirectory(component));
        }
        ScriptFiles.Listing listing = files.list(component);
        StringBuilder text = new StringBuilder();
        listing.delivered().forEach(script -> text.append(line(script)));
        if (!listing.delivered().isEmpty() && !listing.local().isEmpty()) {
            text.append('\n');
        }
        listing.local().forEach(script -> text.append(line(script)));
        return new Answer(DONE, text.toString(), "");
    }

    private static String line(Listed script) {
        return (script.enabled() ? "* " : "  ") + script.name() + "\n";
    }

    private static Answer changed(Change change, String script, String component) {
        return switch (change) {
            case Change.Done() -> new Answer(DONE, "", "");
            case Change.Missing() ->
                    said(
                            ExitMapping.ENOENT,
                            "Script " + script + " does not exist in " + component);
            case Change.Invalid() ->
                    said(EINVAL, "Script " + script + " is invalid in " + component);
            case Change.Failed(String why) -> failed(GENERIC, why);
        };
    }

    private static String noDirectory(String component) {
        return "Event dir for " + component + " does not exist";
    }

    /** The caller's, as the C library has it; a name nobody knows means UTC there, too. */
    private static ZoneId zone(Map<String, String> environment) {
        String name = environment.getOrDefault("TZ", "").replaceFirst("^:", "");
        if (!environment.containsKey("TZ")) {
            return ZoneId.systemDefault();
        }
        try {
            return name.isEmpty() ? ZoneId.of("UTC") : ZoneId.of(name, ZoneId.SHORT_IDS);
        } catch (DateTimeException unknown) {
            return ZoneId.of("UTC");
        }
    }

    private static Answer nobody() {
        return failed(GENERIC, "no event daemon runs; start ctdb-eventd or the agent");
    }

    private static Answer usage() {
        return new Answer(GENERIC, USAGE, "");
    }

    private static Answer said(int code, String sentence) {
        return new Answer(code, sentence + "\n", "");
    }

    private static Answer failed(int code, String sentence) {
        return new Answer(code, "", NAME + ": " + sentence + "\n");
    }
}
