package dev.baton.agent.cli;

import dev.baton.events.LastRun;
import dev.baton.events.NamedEvent;
import dev.baton.events.SequenceResult;
import dev.baton.events.process.EventAnswer;
import dev.baton.events.process.EventRequest;
import dev.baton.events.sequence.ExitMapping;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What {@code event run} and {@code event status EVENT} answer. */
final class EventRuns {

    private static final String KIND = "EventRun";
    private static final int EPERM = 1;
    private static final int EAGAIN = 11;

    private EventRuns() {}

    /** Runs an event now and waits for its end. */
    static Page run(CliContext context, EventRequest request) {
        NamedEvent event = request.event();
        event.objection()
                .ifPresent(
                        why -> {
                            throw Complaint.usage("event run: " + why);
                        });
        EventAnswer answer = context.events().service().run(request).join();
        SequenceResult result = answer.result();
        return switch (result.status()) {
            case OK -> page(Exit.DONE, event, result, Optional.empty());
            case FAILED -> page(Exit.ANSWER_IS_NO, event, result, Optional.empty());
            case TIMED_OUT -> page(Exit.TIMED_OUT, event, result, Optional.empty());
            case CANCELLED ->
                    throw new Complaint(
                            Exit.REFUSED,
                            "%s: gave way to another event; run it again when that has ended"
                                    .formatted(name(event)));
            case NOT_STARTED -> throw notStarted(event, answer);
        };
    }

    private static Complaint notStarted(NamedEvent event, EventAnswer answer) {
        String sentence = name(event) + ": " + answer.result().detail();
        return switch (answer.code()) {
            case ExitMapping.ENOENT -> Complaint.notFound(sentence);
            case EPERM, EAGAIN -> new Complaint(Exit.REFUSED, sentence);
            default -> new Complaint(Exit.PARTLY_DONE, sentence);
        };
    }

    /** The latest run of one event. */
    static Page last(CliContext context, NamedEvent event) {
        context.events()
                .service()
                .problem(event.component())
                .ifPresent(
                        problem -> {
                            throw notStarted(event, problem);
                        });
        LastRun last =
                context.events()
                        .service()
                        .last(event.component(), event.name())
                        .orElseThrow(
                                () ->
                                        Complaint.notFound(
                                                "%s has not run yet; run it: baton event run %s"
                                                        .formatted(name(event), words(event))));
        int exit = last.result().ok() ? Exit.DONE : Exit.ANSWER_IS_NO;
        return page(exit, event, last.result(), Optional.of(last));
    }

    private static Page page(
            int exit, NamedEvent event, SequenceResult result, Optional<LastRun> last) {
        Map<String, Object> json =
                new LinkedHashMap<>(
                        Json.object(
                                "component", event.component(),
                                "event", event.name(),
                                "status", EventPage.word(result.status()),
                                "took_seconds", Json.seconds(result.took()),
                                "detail", result.detail(),
                                "scripts",
                                        result.scripts().stream().map(EventPage::json).toList()));
        last.ifPresent(run -> json.put("started", Json.time(run.started())));
        List<String> text = new ArrayList<>();
        text.add(
                "%s: %s (%s)"
                        .formatted(
                                name(event),
                                EventPage.word(result.status()),
                                Times.seconds(result.took())));
        text.addAll(EventPage.scripts(result));
        return new Page(exit, KIND, json, text, List.of(name(event)));
    }

    private static String name(NamedEvent event) {
        return "event " + event.name() + " of " + event.component();
    }

    private static String words(NamedEvent event) {
        return event.name()
                + (event.component().equals(NamedEvent.LEGACY)
                        ? ""
                        : " --component " + event.component());
    }
}
