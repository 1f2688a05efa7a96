package dev.baton.orchestrator.leadership;

import dev.baton.orchestrator.cluster.Moment;

import java.time.Duration;

/**
 * When a candidate asks for the right to lead. Candidates are staggered by rank, so that one is
 * first.
 *
 * <p>Liveness only: whoever asks, the lease decides.
 */
public final class Leadership {

    private static final Duration STAGGER = Duration.ofMillis(60);

    /**
     * A promise to a rival that gives up ends early, so a candidate does not wait out all of it.
     */
    private static final Duration LONGEST_WAIT = Duration.ofMillis(400);

    private Moment askAt = Moment.NEVER;
    private boolean waiting;

    /**
     * A candidate sees that nobody is promised the right to lead for longer than {@code busyFor}.
     *
     * @param rank how many connected candidates stand in front of this node
     */
    public boolean shouldAsk(Moment now, Duration busyFor, int rank) {
        if (busyFor.isPositive()) {
            waiting = false;
            askAt = now.plus(busyFor).plus(STAGGER.multipliedBy(rank));
            return false;
        }
        if (!waiting) {
            waiting = true;
            Moment staggered = now.plus(STAGGER.multipliedBy(rank));
            askAt = askAt.equals(Moment.NEVER) ? staggered : Moment.earlier(askAt, staggered);
        }
        return !now.isBefore(askAt);
    }

    /** The right was denied for now. */
    public void denied(Moment now, Duration retryAfter, int rank) {
        waiting = true;
        Duration wait = retryAfter.compareTo(LONGEST_WAIT) < 0 ? retryAfter : LONGEST_WAIT;
        askAt = now.plus(wait).plus(STAGGER.multipliedBy(rank + 1L));
    }

    /** This node is no candidate, or leads already. */
    public void rest() {
        waiting = false;
        askAt = Moment.NEVER;
    }

    public Moment due() {
        return askAt;
    }
}
