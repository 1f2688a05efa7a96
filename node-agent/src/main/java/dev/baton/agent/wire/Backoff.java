package dev.baton.agent.wire;

import java.time.Duration;

/** How long to wait before the next attempt: nothing, then doubling from the first pause on. */
final class Backoff {

    private Duration next = Duration.ZERO;

    /** The pause before the next attempt, 0 to {@link WireLimits#LONGEST_PAUSE}. */
    Duration pause() {
        Duration pause = next;
        Duration doubled = next.isZero() ? WireLimits.FIRST_PAUSE : next.multipliedBy(2);
        next = doubled.compareTo(WireLimits.LONGEST_PAUSE) > 0 ? WireLimits.LONGEST_PAUSE : doubled;
        return pause;
    }

    /** The peer was reached: the next attempt is immediate. */
    void reset() {
        next = Duration.ZERO;
    }

    /** The peer answered with a refusal: asking sooner would not help. */
    void longest() {
        next = WireLimits.LONGEST_PAUSE;
    }
}
