package dev.baton.events.process;

import dev.baton.events.Event;
import dev.baton.events.ScriptResult;
import dev.baton.events.SequenceResult;
import dev.baton.events.SequenceStatus;
import dev.baton.events.process.ScriptDirectory.Listing;
import dev.baton.events.process.ScriptDirectory.Readiness;
import dev.baton.events.sequence.ExitMapping;
import dev.baton.events.sequence.ScriptEnding;
import dev.baton.events.sequence.ScriptNames;
import dev.baton.events.sequence.SequenceMachine;
import dev.baton.events.sequence.Ticket;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/** One event on its way: asks the sequence machine what comes next and has it done. */
final class RunningEvent implements Running {

    private static final Duration QUIET = Duration.ofMillis(500);

    private final RunnerSettings settings;
    private final ScriptDirectory scripts;
    private final ProcessScopes scopes;
    private final Launchers launchers;
    private final LeftoverOutput leftovers;
    private final Ticket ticket;
    private final Event event;
    private final Duration limit;
    private final Map<String, String> environment;
    private final Shortcut shortcut;
    private final Stopwatch watch = Stopwatch.started();
    private final Inbox inbox = new Inbox();
    private final AtomicBoolean dismissed = new AtomicBoolean();
    private volatile Optional<EventProcesses> processes = Optional.empty();

    RunningEvent(
            RunnerSettings settings,
            ScriptDirectory scripts,
            ProcessScopes scopes,
            Launchers launchers,
            LeftoverOutput leftovers,
            Ticket ticket,
            Event event,
            Duration limit,
            Map<String, String> environment,
            Shortcut shortcut) {
        this.settings = settings;
        this.scripts = scripts;
        this.scopes = scopes;
        this.launchers = launchers;
        this.leftovers = leftovers;
        this.ticket = ticket;
        this.event = event;
        this.limit = limit;
        this.environment = environment;
        this.shortcut = shortcut;
    }

    @Override
    public void cancel() {
        inbox.cancel();
    }

    @Override
    public void renewed() {
        processes.ifPresent(EventProcesses::renewed);
    }

    @Override
    public void dismiss() {
        if (dismissed.compareAndSet(false, true) && processes.isPresent()) {
            Thread.ofVirtual().name("dismiss-" + ticket).start(this::close);
        }
    }

    /**
     * A launcher for a later event is started when other events, here and on the nodes that take
     * over, need the processors less.
     */
    private void close() {
        processes.ifPresent(started -> started.close(leftovers));
        Stopwatch.pause(QUIET);
        try {
            launchers.refill(environment);
        } catch (IOException refused) {
            // the next event starts its own launcher, and says why when that fails too
            return;
        }
    }

    void run(Consumer<SequenceResult> done) {
        SequenceResult result = notStarted("the event runner failed; see the agent's log");
        try {
            result = play();
        } catch (IOException refused) {
            result = notStarted("cannot start " + event.name() + ": " + refused.getMessage());
        } finally {
            done.accept(result);
        }
    }

    private SequenceResult play() throws IOException {
        return switch (scripts.list()) {
            case Listing.Unreadable unreadable -> notStarted(unreadable.why());
            case Listing.Found found -> play(found.fileNames());
        };
    }

    private SequenceResult play(List<String> fileNames) throws IOException {
        SequenceMachine machine = new SequenceMachine(fileNames, limit, settings.throughFailures());
        while (machine.next(watch.elapsed()) instanceof SequenceMachine.Step.Run run) {
            machine.ended(run.script(), one(run.script(), run.left()));
        }
        String detail = processes.map(EventProcesses::detail).orElse("");
        processes.flatMap(EventProcesses::survivors).ifPresent(scopes::outlived);
        return machine.result(watch.elapsed(), detail);
    }

    private ScriptResult one(String fileName, Duration left) throws IOException {
        Stopwatch script = Stopwatch.started();
        if (inbox.cancelled()) {
            return result(fileName, new ScriptEnding.Cancelled(), script, "", "");
        }
        if (left.isZero()) {
            return result(fileName, new ScriptEnding.DeadlineReached(), script, "", "");
        }
        return switch (scripts.readiness(fileName, event)) {
            case Readiness.Not not -> result(fileName, not.ending(), script, "", not.why());
            case Readiness.Ready ready when ready.allowsShortcut() -> shorten(ready, script, left);
            case Readiness.Ready ready -> process(ready, script, left);
        };
    }

    private ScriptResult shorten(Readiness.Ready ready, Stopwatch script, Duration left)
            throws IOException {
        return switch (shortcut.take(left)) {
            case Shortcut.Answer.Done() ->
                    result(ready.fileName(), new ScriptEnding.Exited(0), script, "", "");
            case Shortcut.Answer.Failed(String why) -> failed(ready, script, why);
            case Shortcut.Answer.TooLate(String why) ->
                    processes.isPresent()
                            ? process(ready, script, left.minus(script.elapsed()))
                            : failed(ready, script, why);
            case Shortcut.Answer.Declined() -> process(ready, script, left.minus(script.elapsed()));
        };
    }

    private static ScriptResult failed(Readiness.Ready ready, Stopwatch script, String why) {
        return result(ready.fileName(), new ScriptEnding.Exited(1), script, why, "");
    }

    private ScriptResult process(Readiness.Ready ready, Stopwatch script, Duration left)
            throws IOException {
        EventProcesses started = started();
        ScriptEnding ending = started.run(ready.path(), left);
        String output = started.output();
        return result(ready.fileName(), secondLook(ready.fileName(), ending), script, output, "");
    }

    /** A file that vanished just before it was executed was disabled, not broken. */
    private ScriptEnding secondLook(String fileName, ScriptEnding ending) {
        boolean maybeNeverRan =
                ending instanceof ScriptEnding.Exited exit
                        && (exit.status() == 126 || exit.status() == 127);
        return maybeNeverRan && scripts.readiness(fileName, event) instanceof Readiness.Not not
                ? not.ending()
                : ending;
    }

    private EventProcesses started() throws IOException {
        if (processes.isEmpty()) {
            EventScope scope = scopes.open(ticket, event);
            processes =
                    Optional.of(
                            EventProcesses.start(
                                    settings, launchers, scope, ticket, event, environment, inbox));
        }
        return processes.get();
    }

    private static ScriptResult result(
            String fileName, ScriptEnding ending, Stopwatch watch, String output, String remark) {
        ExitMapping.Verdict verdict = ExitMapping.of(ending);
        return new ScriptResult(
                ScriptNames.shown(fileName),
                verdict.status(),
                verdict.code(),
                watch.elapsed(),
                output,
                remark);
    }

    private SequenceResult notStarted(String why) {
        return new SequenceResult(SequenceStatus.NOT_STARTED, List.of(), watch.elapsed(), why);
    }
}
