package dev.baton.orchestrator.node;

import dev.baton.events.Event;
import dev.baton.events.SequenceResult;
import dev.baton.orchestrator.cluster.Moment;
import dev.baton.orchestrator.cluster.Runstate;
import dev.baton.orchestrator.exchange.Effect;
import dev.baton.orchestrator.exchange.Fact;
import dev.baton.orchestrator.exchange.Notification;

import java.time.Duration;

/**
 * The life of a node: init, setup, first recovery, startup, running, shutdown.
 *
 * <p>Each step is taken as soon as the facts are there; CTDB's waits are left out on purpose.
 * Source: CTDB events contract, section 7.
 */
final class Life {

    private static final Duration STARTUP_AGAIN = Duration.ofSeconds(5);
    static final Duration LAST_RELEASES = Duration.ofSeconds(5);

    private final EventDesk desk;
    private final Duration shutdownLimit;
    private final Duration shutdownExtra;
    private Runstate runstate = Runstate.INIT;
    private Moment startupAt = Moment.NEVER;
    private Moment relieveUntil = Moment.NEVER;
    private Moment nextLimit = Moment.NEVER;
    private Moment extraUntil = Moment.NEVER;
    private boolean extraIsOver;
    private boolean shutdownSubmitted;
    private String stopCause = "";
    private int exitCode;

    /**
     * @param shutdownLimit how long others have to relieve a node that stops
     * @param shutdownExtra how much longer it waits once they have
     */
    Life(EventDesk desk, Duration shutdownLimit, Duration shutdownExtra) {
        this.desk = desk;
        this.shutdownLimit = shutdownLimit;
        this.shutdownExtra = shutdownExtra;
    }

    Runstate runstate() {
        return runstate;
    }

    void begin(Work work) {
        desk.submit(work, new Event.Init(), new Purpose.Life());
    }

    /** A leader that knows this node is heard, and nothing forbids the event startup. */
    void leaderKnown(Work work) {
        if (runstate == Runstate.FIRST_RECOVERY) {
            change(work, Runstate.STARTUP);
            desk.submit(work, new Event.Startup(), new Purpose.Life());
        }
    }

    /** An event of this life has ended; true when the node is running from now on. */
    boolean ended(Work work, Event event, SequenceResult result) {
        return switch (event) {
            case Event.Init _ -> afterInit(work, result);
            case Event.Setup _ -> afterSetup(work, result);
            case Event.Startup _ -> afterStartup(work, result);
            case Event.Shutdown _ -> {
                work.effect(new Effect.Stop(exitCode, stopCause));
                yield false;
            }
            default ->
                    throw new IllegalStateException("no event of a node's life: " + event.name());
        };
    }

    private boolean afterInit(Work work, SequenceResult result) {
        if (result.ok() && runstate == Runstate.INIT) {
            work.effect(new Effect.Notify(Notification.INIT));
            change(work, Runstate.SETUP);
            desk.submit(work, new Event.Setup(), new Purpose.Life());
        } else if (!result.ok()) {
            fail(work, "event init failed: " + result.why());
        }
        return false;
    }

    private boolean afterSetup(Work work, SequenceResult result) {
        if (result.ok() && runstate == Runstate.SETUP) {
            work.effect(new Effect.Notify(Notification.SETUP));
            change(work, Runstate.FIRST_RECOVERY);
        } else if (!result.ok()) {
            fail(work, "event setup failed: " + result.why());
        }
        return false;
    }

    private boolean afterStartup(Work work, SequenceResult result) {
        if (runstate != Runstate.STARTUP) {
            return false;
        }
        if (result.ok()) {
            change(work, Runstate.RUNNING);
            work.effect(new Effect.Notify(Notification.STARTUP));
            return true;
        }
        startupAt = work.now().plus(STARTUP_AGAIN);
        return false;
    }

    /** A node that is stopping already goes on stopping in order, only its exit code says more. */
    private void fail(Work work, String why) {
        exitCode = 1;
        if (runstate == Runstate.SHUTDOWN) {
            stopCause = why;
        } else {
            work.effect(new Effect.Stop(1, why));
        }
    }

    void stop(Work work, String cause) {
        if (runstate == Runstate.SHUTDOWN) {
            return;
        }
        stopCause = cause;
        relieveUntil = work.now().plus(shutdownLimit);
        nextLimit = relieveUntil;
        startupAt = Moment.NEVER;
        change(work, Runstate.SHUTDOWN);
        work.fact(new Fact.AgentStopping(cause));
    }

    /** Whether nobody will relieve this node any more: it releases what it has by itself. */
    boolean mustReleaseNow(Moment now, boolean relievable) {
        return runstate == Runstate.SHUTDOWN && (!relievable || !now.isBefore(relieveUntil));
    }

    /**
     * Runs the last event once nothing is held and, where others took over in time, the extra time
     * has passed; or when all that has taken too long. Source: CTDB events contract, section 7.2.
     *
     * @param voteIsBack whether the node need not wait for its vote, which takes a bounded time
     */
    void finishIf(Work work, boolean nothingHeld, boolean voteIsBack) {
        if (runstate != Runstate.SHUTDOWN || shutdownSubmitted) {
            return;
        }
        if (nothingHeld && extraUntil.equals(Moment.NEVER)) {
            boolean relieved = work.now().isBefore(relieveUntil);
            extraUntil = relieved ? work.now().plus(shutdownExtra) : work.now();
        }
        Moment last = relieveUntil.plus(LAST_RELEASES);
        if (!work.now().isBefore(nextLimit)) {
            nextLimit = last;
        }
        boolean waits = !extraUntil.equals(Moment.NEVER);
        boolean over = !work.now().isBefore(waits ? extraUntil : last);
        extraIsOver = waits && over;
        if (over && (voteIsBack || !nothingHeld)) {
            shutdownSubmitted = true;
            desk.submit(work, new Event.Shutdown(), new Purpose.Life());
        }
    }

    boolean isEnding() {
        return shutdownSubmitted;
    }

    /**
     * Tries the event startup again when that is due.
     *
     * @param mayStart whether it may run now; else it is as if it had failed
     */
    void wake(Work work, boolean mayStart) {
        if (runstate != Runstate.STARTUP || work.now().isBefore(startupAt)) {
            return;
        }
        if (mayStart) {
            startupAt = Moment.NEVER;
            desk.submit(work, new Event.Startup(), new Purpose.Life());
        } else {
            startupAt = work.now().plus(STARTUP_AGAIN);
        }
    }

    Moment nextDeadline() {
        if (runstate != Runstate.SHUTDOWN || shutdownSubmitted) {
            return startupAt;
        }
        if (extraUntil.equals(Moment.NEVER)) {
            return nextLimit;
        }
        return extraIsOver ? Moment.NEVER : extraUntil;
    }

    private void change(Work work, Runstate to) {
        work.fact(new Fact.RunstateChanged(runstate, to));
        runstate = to;
    }
}
