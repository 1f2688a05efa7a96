package dev.baton.events.process;

import dev.baton.events.callout.Invocation;
import dev.baton.events.callout.Outcome;
import dev.baton.events.callout.Printed;
import dev.baton.events.sequence.ScriptEnding;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * One call as a process with all it starts: its own session, and its own cgroup where there are
 * cgroups.
 *
 * <p>A script that takes longer than its limit gets SIGTERM, {@link #GRACE}, then SIGKILL; whatever
 * it started gets the same. Should the agent die, its launcher ends all of it. Processes a script
 * left behind when it ended live on. Thread: one runs it, any may cancel.
 */
public final class RunningCall {

    /** How long a call may take to heed SIGTERM. */
    static final Duration GRACE = Duration.ofSeconds(5);

    private static final String RIGHT_ENDS = "the end of its right";

    private static final Duration GLANCE = Duration.ofMillis(50);
    private static final Duration PAUSE = Duration.ofMillis(5);

    /** For a script nobody waits for: the launcher says within this time that it runs. */
    private static final Duration START_LIMIT = Duration.ofSeconds(30);

    /** Of a call's environment only these are known to a launcher that waits: no secrets. */
    private static final List<String> PLAIN = List.of("PATH", "HOME", "LANG", "LC_ALL");

    private final CallRunner.Means means;
    private final long number;
    private final Invocation invocation;
    private final Runnable held;
    private final Optional<Tether> tether;
    private final Inbox inbox = new Inbox();
    private volatile boolean released;
    private volatile boolean atOnce;
    private boolean saidHeld;
    private volatile String cancelledBy = "";
    private boolean scriptRuns;
    private boolean launcherLost;
    private Stopwatch sinceWord = Stopwatch.started();
    private volatile Optional<EventScope> survivors = Optional.empty();

    RunningCall(
            CallRunner.Means means,
            long number,
            Invocation invocation,
            Runnable held,
            Optional<Tether> tether) {
        this.held = held;
        this.tether = tether;
        this.means = means;
        this.number = number;
        this.invocation = invocation;
    }

    /** Ends it, in words such as {@code an operator}. */
    public void cancel(String by) {
        cancelledBy = by;
        inbox.cancel();
    }

    /** The same without a grace. */
    public void kill(String by) {
        atOnce = true;
        cancel(by);
    }

    /**
     * What it holds it is to let go: its input ends. One that takes longer than a grace is ended.
     */
    public void release() {
        released = true;
    }

    /** Runs it to its end; blocks. To be called once. */
    public Outcome run() {
        ScriptTrust trust = invocation.user().map(means.trust()::of).orElse(means.trust());
        Optional<Outcome> objection = ProgramFile.objection(invocation.program(), trust);
        if (objection.isPresent()) {
            return objection.get();
        }
        if (inbox.cancelled()) {
            return new Outcome.NotStarted("cancelled by " + cancelledBy);
        }
        EventScope scope = means.scopes().openCall(number, invocation.limit().isPresent());
        OutputFile out = OutputFile.make(means.outputs().resolve("call-" + number + ".out"));
        OutputFile errors = OutputFile.make(means.outputs().resolve("call-" + number + ".err"));
        try (InputFile in =
                InputFile.of(
                        invocation.input(),
                        means.outputs().resolve("call-" + number + ".in"),
                        invocation.user())) {
            if (invocation.user().isPresent()) {
                out.giveTo(invocation.user().get());
                errors.giveTo(invocation.user().get());
            }
            LauncherProcess launcher =
                    LauncherProcess.start(
                            means.launchers(), task(scope, out, errors, in), inbox::put);
            if (word() == Tether.Word.END) {
                launcherLost = true;
                close(launcher, scope);
                return new Outcome.NotStarted("its right ended before it was started");
            }
            if (invocation.holds()) {
                launcher.hold(invocation.program());
            } else {
                launcher.run(invocation.program());
            }
            Outcome outcome = follow(launcher, scope, out, errors);
            close(launcher, scope);
            return outcome;
        } catch (IOException refused) {
            return new Outcome.NotStarted(String.valueOf(refused.getMessage()));
        } finally {
            means.leftOut().adopt(out, scope);
            means.leftErrors().adopt(errors, scope);
        }
    }

    private LauncherProcess.Task task(
            EventScope scope, OutputFile out, OutputFile errors, InputFile in) {
        return new LauncherProcess.Task(
                tether.map(Tether::silence).orElse(Duration.ZERO),
                scope,
                LauncherProcess.NONE,
                invocation.arguments(),
                invocation.environment(),
                plain(),
                out.path(),
                errors.path().toString(),
                invocation.directory().toString(),
                in.word(),
                invocation
                        .user()
                        .map(user -> user.uid() + ":" + user.gid())
                        .orElse(LauncherProcess.NONE));
    }

    private Map<String, String> plain() {
        Map<String, String> plain = new TreeMap<>(invocation.environment());
        plain.keySet().retainAll(PLAIN);
        return plain;
    }

    private Outcome follow(
            LauncherProcess launcher, EventScope scope, OutputFile out, OutputFile errors) {
        Duration limit = invocation.limit().orElse(START_LIMIT);
        Stopwatch watch = Stopwatch.started();
        Optional<Stopwatch> sinceRelease = Optional.empty();
        scriptRuns = true;
        while (goesOn(watch, limit, sinceRelease)) {
            if (released && sinceRelease.isEmpty()) {
                sinceRelease = Optional.of(Stopwatch.started());
                launcher.close();
            }
            listenForHold(out);
            heed(launcher);
            if (atOnce && !inbox.cancelled()) {
                end(launcher, scope);
                return new Outcome.Killed(RIGHT_ENDS, printed(out, errors));
            }
            Duration left = limit.minus(watch.elapsed());
            Optional<LauncherWord> word = inbox.next(left.compareTo(GLANCE) < 0 ? left : GLANCE);
            if (word.isPresent()) {
                Optional<Outcome> end = hear(word.get(), launcher, scope, out, errors);
                if (end.isPresent()) {
                    return end.get();
                }
            }
            out.trim();
            errors.trim();
        }
        end(launcher, scope);
        return new Outcome.TimedOut(limit, printed(out, errors));
    }

    /** One that holds has no limit of its own: whoever had it hold lets it go. */
    private boolean goesOn(Stopwatch watch, Duration limit, Optional<Stopwatch> sinceRelease) {
        return sinceRelease
                .map(since -> since.elapsed().compareTo(GRACE) < 0)
                .orElseGet(() -> saidHeld || watch.elapsed().compareTo(limit) < 0);
    }

    private void listenForHold(OutputFile out) {
        if (invocation.holds() && !saidHeld && out.hasLine(Invocation.HELD)) {
            saidHeld = true;
            held.run();
        }
    }

    private Optional<Outcome> hear(
            LauncherWord word,
            LauncherProcess launcher,
            EventScope scope,
            OutputFile out,
            OutputFile errors) {
        return switch (word) {
            case LauncherWord.Started _ when invocation.limit().isEmpty() ->
                    Optional.of(new Outcome.Ok(Printed.NOTHING));
            case LauncherWord.Started _ -> Optional.empty();
            case LauncherWord.Ended(ScriptEnding ending) -> {
                scriptRuns = false;
                yield Optional.of(outcome(ending, printed(out, errors)));
            }
            case LauncherWord.Cancel _ -> {
                end(launcher, scope);
                yield Optional.of(new Outcome.Killed(cancelledBy, printed(out, errors)));
            }
            case LauncherWord.Silence _, LauncherWord.Abandoned _, LauncherWord.Gone _ -> {
                launcherLost = true;
                end(launcher, scope);
                String cause = tether.isPresent() ? RIGHT_ENDS : "the end of its launcher";
                yield Optional.of(new Outcome.Killed(cause, printed(out, errors)));
            }
        };
    }

    private static Outcome outcome(ScriptEnding ending, Printed printed) {
        return ending instanceof ScriptEnding.Exited(int status)
                ? status == 0 ? new Outcome.Ok(printed) : new Outcome.Failed(status, printed)
                : new Outcome.Killed("a signal", printed);
    }

    private static Printed printed(OutputFile out, OutputFile errors) {
        return new Printed(out.take(), errors.take());
    }

    /** SIGTERM, a grace, then SIGKILL until nothing is found any more; bounded. */
    private void end(LauncherProcess launcher, EventScope scope) {
        scope.terminate();
        Stopwatch grace = Stopwatch.started();
        while (!atOnce && scope.anyAlive() && grace.elapsed().compareTo(GRACE) < 0) {
            heed(launcher);
            listen();
        }
        Stopwatch watch = Stopwatch.started();
        while (isBusy(scope) && watch.elapsed().compareTo(ProcessScopes.KILL_LIMIT) < 0) {
            scope.kill();
            listen();
        }
        if (scriptRuns) {
            launcher.destroy();
            launcherLost = true;
        }
        if (scope.anyAlive()) {
            survivors = Optional.of(scope);
            means.scopes().outlived(scope);
        }
    }

    /** Whether something of a call that was ended has outlived SIGKILL, and still lives. */
    public boolean anyAlive() {
        return survivors.map(EventScope::anyAlive).orElse(false);
    }

    private Tether.Word word() {
        return tether.map(Tether::word).orElse(Tether.Word.WAIT);
    }

    /** Has the launcher let the call go on, or ends it without a grace. */
    private void heed(LauncherProcess launcher) {
        switch (word()) {
            case GO_ON -> {
                boolean due =
                        tether.filter(each -> sinceWord.elapsed().compareTo(each.pause()) >= 0)
                                .isPresent();
                if (due) {
                    sinceWord = Stopwatch.started();
                    launcher.renewed();
                }
            }
            case WAIT -> {
                // its launcher knows how long it may go on
            }
            case END -> atOnce = true;
        }
    }

    private boolean isBusy(EventScope scope) {
        return (scriptRuns && !launcherLost) || scope.anyAlive();
    }

    private void listen() {
        Optional<LauncherWord> word = inbox.next(PAUSE);
        if (word.isPresent()) {
            scriptRuns &= !(word.get() instanceof LauncherWord.Ended);
            launcherLost |= word.get() instanceof LauncherWord.Gone;
        }
    }

    private void close(LauncherProcess launcher, EventScope scope) {
        if (launcherLost) {
            launcher.destroy();
        } else {
            launcher.done();
        }
        scope.ended();
        Thread.ofVirtual().name("launcher-ahead").start(this::refill);
    }

    /** A launcher for a later call; what is started anew then says why when this fails. */
    private void refill() {
        try {
            means.launchers().refill(plain());
        } catch (IOException refused) {
            return;
        }
    }
}
