package dev.baton.events.contract.quantastor;

import dev.baton.config.HookOptions;
import dev.baton.events.callout.Truth;

/**
 * What follows from how a hook ended. Source: storage call-outs contract, section 2.4: our policy,
 * the original says nothing.
 */
public enum HookVerdict {
    /** Go on; a failure is only told. */
    GO_ON,
    /** The node is unhealthy: the hook was required. */
    NODE_UNHEALTHY,
    /** The stop it stood before is refused. */
    STOP_REFUSED,
    /** The round is over before it began; no thaw is due. */
    ROUND_SKIPPED,
    /** No snapshot; the thaw is due. */
    NO_SNAPSHOT,
    /** The thaw is to be tried again, and loudly. */
    THAW_AGAIN;

    /** The verdict on one hook. */
    public static HookVerdict of(HookOptions options, Hook hook, Truth<HookEnd> end) {
        boolean ok = end instanceof Truth.Done<HookEnd>(HookEnd told, var _) && told == HookEnd.OK;
        return ok ? GO_ON : ofFailure(options, hook);
    }

    private static HookVerdict ofFailure(HookOptions options, Hook hook) {
        return switch (hook) {
            case SYSTEM_POSTSTART, POOL_POSTSTART ->
                    options.required().contains(hook.word()) ? NODE_UNHEALTHY : GO_ON;
            case SYSTEM_PRESTOP, POOL_PRESTOP ->
                    options.veto().contains(hook.word()) ? STOP_REFUSED : GO_ON;
            case SCHEDULE_PRESTART -> ROUND_SKIPPED;
            case SCHEDULE_PRESNAP -> NO_SNAPSHOT;
            case SCHEDULE_POSTSNAP -> THAW_AGAIN;
        };
    }
}
