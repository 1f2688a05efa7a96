package dev.baton.orchestrator.lease;

import dev.baton.config.LeaseTiming;

import java.time.Duration;

/**
 * How the process of a storage call follows the lease of its object's right, {@code T(1 - rho)}.
 *
 * <p>Its launcher is told to go on while {@link #renewable} is left, and kills after {@link
 * #silence} without a word: {@link #last} before the lease ends, whatever became of the agent. The
 * agent itself kills when less than {@link #last} is left. Source: {@code docs/safety.md}, "Storage
 * objects".
 *
 * @param silence of the agent, after which the launcher kills the call; half a lease
 * @param last for killing: a tenth of a lease
 */
public record CallTiming(Duration silence, Duration last) {

    private static final int SILENCE_PARTS = 2;
    private static final int LAST_PARTS = 10;
    private static final int WORDS_IN_SILENCE = 4;

    /** For leases of this length. */
    public static CallTiming of(LeaseTiming timing) {
        Duration lease = timing.lease();
        return new CallTiming(lease.dividedBy(SILENCE_PARTS), lease.dividedBy(LAST_PARTS));
    }

    /** What must be left of the lease when a call is started, or told to go on. */
    public Duration renewable() {
        return silence.plus(last);
    }

    /** How often the launcher is told to go on. */
    public Duration word() {
        return silence.dividedBy(WORDS_IN_SILENCE);
    }
}
