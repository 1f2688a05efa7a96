package dev.baton.orchestrator.snapshot;

import dev.baton.orchestrator.cluster.Moment;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * One node's part of one round: once its presnap may have started, its postsnap runs, whoever asks
 * for it or not.
 *
 * <p>Source: storage call-outs contract, sections 2.4 and 2.5.
 */
final class FreezeRound {

    private enum Phase {
        /** Nothing was ordered. */
        IDLE,
        /** Prestart runs. */
        PREPARING,
        /** Prestart has ended. */
        READY,
        /** Presnap runs. */
        FREEZING,
        /** Presnap has succeeded. */
        FROZEN,
        /** Presnap says that the node is frozen, and lives on until it is let go. */
        HOLDING,
        /** Presnap has failed, or had nothing to do; a thaw is due all the same. */
        NOT_FROZEN,
        /** Postsnap runs, or what is left of presnap is ended before it. */
        THAWING,
        /** It is over, and will never freeze again. */
        THAWED
    }

    private final RoundId id;
    private final String schedule;
    private final Limits limits;
    private Phase phase = Phase.IDLE;
    private Moment prepared = Moment.PAST;

    /** What was not frozen yet never will be. */
    private boolean alone;

    private Moment began = Moment.PAST;
    private Moment thawBegan = Moment.PAST;
    private Moment thawEnded = Moment.PAST;
    private ThawReason reason = ThawReason.OK;
    private boolean endsPresnap;
    private int tries;
    private String problem = "";
    private boolean asked;
    private boolean abandoned;
    private Optional<Duration> ago = Optional.empty();

    /**
     * The limits of a schedule.
     *
     * @param freeze from the start of presnap until the node thaws by itself
     * @param hook for each hook
     */
    record Limits(Duration freeze, Duration hook) {}

    FreezeRound(RoundId id, String schedule, Limits limits) {
        this.id = id;
        this.schedule = schedule;
        this.limits = limits;
    }

    RoundId id() {
        return id;
    }

    String schedule() {
        return schedule;
    }

    /** Whether hooks of the schedule run, or are yet to run. */
    boolean isBusy() {
        return phase != Phase.IDLE && phase != Phase.THAWED;
    }

    Moment deadline() {
        return switch (phase) {
            case FREEZING, FROZEN, HOLDING, NOT_FROZEN -> began.plus(limits.freeze());
            case READY -> prepared.plus(limits.hook()).plus(RoundPlan.GRACE.multipliedBy(2));
            case IDLE, PREPARING, THAWING, THAWED -> Moment.NEVER;
        };
    }

    void order(Moment now, RoundOrder order, Consumer<FreezeEffect> effects) {
        switch (order) {
            case RoundOrder.Prestart() -> {
                if (phase == Phase.IDLE) {
                    phase = Phase.PREPARING;
                    run(RoundHook.PRESTART, effects);
                }
            }
            case RoundOrder.Freeze() -> freeze(now, effects);
            case RoundOrder.Thaw(ThawReason why) -> thawAsked(now, why, effects);
            case RoundOrder.Snap _ -> throw new IllegalStateException("snapshots are no hooks");
        }
    }

    /** A round that was found in the journal without its end: the node may still be frozen. */
    void resume(Moment now, Consumer<FreezeEffect> effects) {
        began = now;
        abandoned = true;
        thaw(now, ThawReason.ABANDONED, effects);
    }

    private void freeze(Moment now, Consumer<FreezeEffect> effects) {
        if (phase != Phase.READY) {
            return;
        }
        phase = Phase.FREEZING;
        began = now;
        effects.accept(new FreezeEffect.StoreFreeze(id, schedule));
        effects.accept(new FreezeEffect.OpenGuard(id, schedule, limits.freeze()));
        run(RoundHook.PRESNAP, effects);
    }

    private void thawAsked(Moment now, ThawReason why, Consumer<FreezeEffect> effects) {
        switch (phase) {
            case IDLE, READY -> {
                phase = Phase.THAWED;
                neverFrozen(now, effects);
            }
            case PREPARING -> {
                alone = true;
                neverFrozen(now, effects);
            }
            case FREEZING, FROZEN, HOLDING, NOT_FROZEN -> {
                asked = true;
                thaw(now, why, effects);
            }
            case THAWING -> {
                asked = true;
                ago = Optional.of(now.since(thawBegan));
            }
            case THAWED -> {
                if (!asked) {
                    asked = true;
                    ago = Optional.of(now.since(thawBegan));
                }
                answer(effects);
            }
        }
    }

    private void neverFrozen(Moment now, Consumer<FreezeEffect> effects) {
        began = now;
        thawBegan = now;
        thawEnded = now;
        answer(effects);
    }

    void wake(Moment now, Consumer<FreezeEffect> effects) {
        if (now.isBefore(deadline())) {
            return;
        }
        if (phase == Phase.READY) {
            phase = Phase.THAWED;
        } else {
            thaw(now, ThawReason.TIMEOUT, effects);
        }
    }

    /** Its coordinator is gone: what was not frozen yet never will be. */
    void abandon() {
        alone = true;
        if (phase == Phase.READY) {
            phase = Phase.THAWED;
        }
    }

    private void thaw(Moment now, ThawReason why, Consumer<FreezeEffect> effects) {
        boolean isHolding = phase == Phase.HOLDING;
        endsPresnap = isHolding || phase == Phase.FREEZING;
        phase = Phase.THAWING;
        thawBegan = now;
        reason = why;
        Duration longest = limits.hook().multipliedBy(FreezeDesk.TRIES + 1);
        effects.accept(new FreezeEffect.HoldGuard(id, longest));
        if (isHolding) {
            effects.accept(new FreezeEffect.ReleaseHook(id));
        } else if (endsPresnap) {
            effects.accept(new FreezeEffect.KillHook(id));
        } else {
            tries = 1;
            run(RoundHook.POSTSNAP, effects);
        }
    }

    /** The hook that ran has ended. */
    void ended(Moment now, HookEnd end, Consumer<FreezeEffect> effects) {
        switch (phase) {
            case PREPARING -> {
                phase = alone ? Phase.THAWED : Phase.READY;
                prepared = now;
                effects.accept(new FreezeEffect.Report(id, new RoundReport.Prepared(end)));
            }
            case FREEZING -> {
                phase =
                        switch (end) {
                            case HookEnd.Ok _ -> Phase.FROZEN;
                            case HookEnd.Held _ -> Phase.HOLDING;
                            case HookEnd.Skip _, HookEnd.Failed _ -> Phase.NOT_FROZEN;
                        };
                effects.accept(new FreezeEffect.Report(id, new RoundReport.Frozen(end)));
            }
            case HOLDING -> heldNoMore(now, effects);
            case THAWING -> postsnapOrPresnapEnded(now, end, effects);
            case IDLE, READY, FROZEN, NOT_FROZEN, THAWED -> {}
        }
    }

    /** Nobody has let it go: from now on the node writes again. */
    private void heldNoMore(Moment now, Consumer<FreezeEffect> effects) {
        phase = Phase.FROZEN;
        thaw(now, ThawReason.ABANDONED, effects);
    }

    private void postsnapOrPresnapEnded(Moment now, HookEnd end, Consumer<FreezeEffect> effects) {
        if (end instanceof HookEnd.Held) {
            return;
        }
        if (endsPresnap) {
            endsPresnap = false;
            tries = 1;
            run(RoundHook.POSTSNAP, effects);
        } else if (end instanceof HookEnd.Failed(String why) && tries < FreezeDesk.TRIES) {
            tries++;
            run(RoundHook.POSTSNAP, effects);
        } else {
            problem = end instanceof HookEnd.Failed(String why) ? why : "";
            over(now, effects);
        }
    }

    private void over(Moment now, Consumer<FreezeEffect> effects) {
        phase = Phase.THAWED;
        thawEnded = now;
        if (!problem.isEmpty()) {
            effects.accept(new FreezeEffect.Alarm(id, schedule, problem));
        }
        effects.accept(new FreezeEffect.StoreThaw(id, schedule));
        effects.accept(new FreezeEffect.CloseGuard(id));
        if (asked) {
            answer(effects);
        }
    }

    private void answer(Consumer<FreezeEffect> effects) {
        Duration frozen = thawEnded.since(began);
        effects.accept(
                new FreezeEffect.Report(
                        id, new RoundReport.Thawed(ago, frozen, abandoned, problem)));
    }

    private void run(RoundHook hook, Consumer<FreezeEffect> effects) {
        Duration limit = hook == RoundHook.PRESNAP ? shorter() : limits.hook();
        effects.accept(new FreezeEffect.RunHook(id, schedule, hook, reason, limit));
    }

    private Duration shorter() {
        return limits.freeze().compareTo(limits.hook()) < 0 ? limits.freeze() : limits.hook();
    }
}
