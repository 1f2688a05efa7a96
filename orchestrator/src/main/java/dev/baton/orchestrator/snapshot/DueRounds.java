package dev.baton.orchestrator.snapshot;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;

/**
 * Which moment of a calendar is due: the latest one that has come and was not seen yet. Of several
 * that have come together one round is run, never more.
 */
public final class DueRounds {

    /** Later than this a round was missed; a leader's change takes less. */
    static final Duration ON_TIME = Duration.ofMinutes(1);

    /** Moments of a calendar that are looked at; of more the last looked at counts. */
    private static final int MOST = 10_000;

    /**
     * A moment that has come.
     *
     * @param isRun whether a round is run for it; else it was missed
     */
    public record Due(Instant at, boolean isRun) {}

    private DueRounds() {}

    /**
     * What is due.
     *
     * @param last the latest moment that was seen before
     * @param after the first moment of the calendar behind one
     * @param runsMissed whether what was missed is made up for
     */
    public static Optional<Due> of(
            Instant now,
            Instant last,
            Function<Instant, Optional<Instant>> after,
            boolean runsMissed) {
        Optional<Instant> latest = Optional.empty();
        Optional<Instant> next = after.apply(last).filter(moment -> !moment.isAfter(now));
        for (int i = 0; i < MOST && next.isPresent(); i++) {
            latest = next;
            next = after.apply(latest.get()).filter(moment -> !moment.isAfter(now));
        }
        return latest.map(at -> new Due(at, runsMissed || isOnTime(now, at)));
    }

    private static boolean isOnTime(Instant now, Instant at) {
        return Duration.between(at, now).compareTo(ON_TIME) <= 0;
    }
}
