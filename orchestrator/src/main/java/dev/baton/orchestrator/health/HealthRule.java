package dev.baton.orchestrator.health;

import dev.baton.events.SequenceStatus;

/**
 * What a monitor result means for the node's health.
 *
 * <p>Source: CTDB events contract, section 8, rule 5.
 */
public final class HealthRule {

    /** What to do with the flag UNHEALTHY. */
    public enum Verdict {
        HEALTHY,
        UNHEALTHY,
        UNCHANGED
    }

    private int timeoutLimit;
    private int timeouts;

    /**
     * @param timeoutLimit consecutive timeouts that count as a failure; CTDB tunable
     *     MonitorTimeoutCount, default 20
     */
    public HealthRule(int timeoutLimit) {
        this.timeoutLimit = timeoutLimit;
    }

    /** The limit from the next result on. */
    public void failAt(int consecutiveTimeouts) {
        timeoutLimit = consecutiveTimeouts;
    }

    public Verdict judge(SequenceStatus status) {
        return switch (status) {
            case CANCELLED -> Verdict.UNCHANGED;
            case TIMED_OUT -> ++timeouts < timeoutLimit ? Verdict.UNCHANGED : Verdict.UNHEALTHY;
            case OK -> forgetTimeouts(Verdict.HEALTHY);
            case FAILED, NOT_STARTED -> forgetTimeouts(Verdict.UNHEALTHY);
        };
    }

    private Verdict forgetTimeouts(Verdict verdict) {
        timeouts = 0;
        return verdict;
    }
}
