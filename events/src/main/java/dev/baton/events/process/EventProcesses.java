package dev.baton.events.process;

import dev.baton.events.Event;
import dev.baton.events.sequence.ScriptEnding;
import dev.baton.events.sequence.Ticket;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * The launcher of one event with everything it started: runs scripts one by one, ends all of it
 * when need be.
 */
final class EventProcesses {

    /** How long a hung event may take to heed SIGTERM. */
    private static final Duration GRACE = Duration.ofMillis(200);

    /** How often the size of the output is looked at. */
    private static final Duration GLANCE = Duration.ofMillis(50);

    /** When a launcher that does not report the end of a killed script is killed too. */
    private static final Duration PATIENCE_WITH_LAUNCHER = Duration.ofMillis(500);

    private static final Duration PAUSE = Duration.ofMillis(2);

    private final RunnerSettings settings;
    private final EventScope scope;
    private final Event event;
    private final Map<String, String> environment;
    private final Inbox inbox;
    private final OutputFile output;
    private final LauncherProcess launcher;
    private long scriptPid;
    private boolean scriptRuns;
    private boolean launcherLost;
    private boolean survives;
    private String detail;

    private EventProcesses(
            RunnerSettings settings,
            EventScope scope,
            Event event,
            Map<String, String> environment,
            Inbox inbox,
            OutputFile output,
            LauncherProcess launcher) {
        this.settings = settings;
        this.scope = scope;
        this.event = event;
        this.environment = environment;
        this.inbox = inbox;
        this.output = output;
        this.launcher = launcher;
        this.detail = output.trouble();
    }

    static EventProcesses start(
            RunnerSettings settings,
            Launchers launchers,
            EventScope scope,
            Ticket ticket,
            Event event,
            Map<String, String> environment,
            Inbox inbox)
            throws IOException {
        OutputFile output = OutputFile.make(settings.runDirectory().resolve(ticket + ".output"));
        LauncherProcess launcher =
                LauncherProcess.start(
                        launchers,
                        LauncherProcess.Task.of(
                                settings.silence(), scope, event, environment, output.path()),
                        inbox::put);
        return new EventProcesses(settings, scope, event, environment, inbox, output, launcher);
    }

    /** Runs one script to its end, or to the end of all when it takes longer than {@code left}. */
    ScriptEnding run(Path script, Duration left) {
        if (launcherLost) {
            return new ScriptEnding.Signalled();
        }
        Stopwatch watch = Stopwatch.started();
        scriptRuns = true;
        launcher.run(script);
        while (watch.elapsed().compareTo(left) < 0) {
            Duration remaining = left.minus(watch.elapsed());
            Optional<LauncherWord> word =
                    inbox.next(remaining.compareTo(GLANCE) < 0 ? remaining : GLANCE);
            Optional<ScriptEnding> ending = word.flatMap(this::hear);
            if (ending.isPresent()) {
                return ending.get();
            }
            output.trim();
        }
        report();
        terminate();
        kill();
        return new ScriptEnding.DeadlineReached();
    }

    /** What the last script printed. */
    String output() {
        return output.take();
    }

    void renewed() {
        launcher.renewed();
    }

    /** What of this event no script's result says: why it ended, or that its output is lost. */
    String detail() {
        return detail;
    }

    /** After the last script: what it left running lives on, unless it was killed before. */
    void close(LeftoverOutput leftovers) {
        if (launcherLost) {
            launcher.destroy();
        } else {
            launcher.done();
        }
        leftovers.adopt(output, scope);
        scope.ended();
    }

    private Optional<ScriptEnding> hear(LauncherWord word) {
        return switch (word) {
            case LauncherWord.Started started -> {
                scriptPid = started.pid();
                yield Optional.empty();
            }
            case LauncherWord.Ended ended -> {
                scriptRuns = false;
                yield Optional.of(ended.ending());
            }
            case LauncherWord.Cancel _ -> {
                kill();
                yield Optional.of(new ScriptEnding.Cancelled());
            }
            case LauncherWord.Silence _ -> {
                awaitAbandonment();
                yield lost("the agent did not renew in time");
            }
            case LauncherWord.Abandoned _ -> lost("the event launcher gave up");
            case LauncherWord.Gone _ -> lost("the event launcher ended unexpectedly");
        };
    }

    /**
     * The launcher kills and deletes the address by itself; what it has done need not be done
     * again.
     */
    private void awaitAbandonment() {
        Stopwatch watch = Stopwatch.started();
        while (!launcherLost && watch.elapsed().compareTo(ProcessScopes.KILL_LIMIT) < 0) {
            inbox.next(PAUSE).ifPresent(this::note);
        }
    }

    private Optional<ScriptEnding> lost(String why) {
        detail = event.name() + " was ended: " + why;
        kill();
        launcherLost = true;
        return Optional.of(new ScriptEnding.Signalled());
    }

    private void report() {
        if (settings.debugScript().isPresent() && scriptPid > 0) {
            new HungScriptReport(settings.debugScript().get())
                    .write(scriptPid, event.name(), environment, output.path());
        }
    }

    private void terminate() {
        scope.terminate();
        Stopwatch watch = Stopwatch.started();
        while (scope.anyAlive() && watch.elapsed().compareTo(GRACE) < 0) {
            Stopwatch.pause(PAUSE);
        }
    }

    /**
     * Kills until nothing is found and the launcher has told of the script's end: before that it
     * may have been about to start it. Bounded by {@link ProcessScopes#KILL_LIMIT}.
     */
    private void kill() {
        Stopwatch watch = Stopwatch.started();
        boolean busy = true;
        while (busy && watch.elapsed().compareTo(ProcessScopes.KILL_LIMIT) < 0) {
            scope.kill();
            inbox.next(PAUSE).ifPresent(this::note);
            if (scriptRuns && watch.elapsed().compareTo(PATIENCE_WITH_LAUNCHER) > 0) {
                launcher.destroy();
                scriptRuns = false;
                launcherLost = true;
            }
            busy = scriptRuns || scope.anyAlive();
        }
        survives |= scope.anyAlive();
        if (busy) {
            detail = event.name() + " left processes that outlived SIGKILL";
        }
    }

    /** What still lives of the event though it was killed, if anything does. */
    Optional<EventScope> survivors() {
        return survives ? Optional.of(scope) : Optional.empty();
    }

    private void note(LauncherWord word) {
        switch (word) {
            case LauncherWord.Started started -> scriptPid = started.pid();
            case LauncherWord.Ended _ -> scriptRuns = false;
            case LauncherWord.Silence _ -> detail = event.name() + " was not renewed in time";
            case LauncherWord.Abandoned _, LauncherWord.Gone _ -> {
                scriptRuns = false;
                launcherLost = true;
            }
            case LauncherWord.Cancel _ -> detail = event.name() + " was being ended when cancelled";
        }
    }
}
