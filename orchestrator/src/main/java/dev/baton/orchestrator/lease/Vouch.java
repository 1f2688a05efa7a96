package dev.baton.orchestrator.lease;

import dev.baton.config.LeaseTiming;
import dev.baton.orchestrator.cluster.Moment;

import java.time.Duration;

/**
 * What the node that has a storage object said of its right to another one, which calls for its
 * job: the right goes on at least until then.
 *
 * <p>It never outlasts the lease it was read from: what was left of that is counted from asking,
 * and shortened by what two clocks may differ in rate. Source: {@code docs/safety.md}, "Storage
 * objects".
 *
 * @param number of the right; 0 when nothing is vouched for
 * @param asked when this node asked, by its own clock
 * @param until by its own clock, too
 */
public record Vouch(long number, Moment asked, Moment until) {

    /** Nobody has vouched for anything yet. */
    public static final Vouch NONE = new Vouch(0, Moment.PAST, Moment.PAST);

    private static final long PERMILLE = 1000;

    /**
     * From an answer.
     *
     * @param left of the holder's lease, by the holder's clock, when it answered
     */
    public static Vouch heard(
            long number,
            Duration left,
            Moment asked,
            Moment heard,
            LeaseTiming timing,
            Clauses clauses) {
        long sure = left.toNanos() / PERMILLE * (PERMILLE - timing.clockRatePermille());
        Moment from = clauses.vouchedFrom(asked, heard);
        return new Vouch(number, asked, from.plus(Duration.ofNanos(sure)));
    }

    /** The one that was asked for later, whatever it says: a right may have ended in between. */
    public Vouch orNewer(Vouch other) {
        return other.asked().isBefore(asked) ? this : other;
    }

    /** How long a call under that number may count on it; nothing under any other number. */
    public Duration left(Moment now, long of) {
        return of == number && number > 0 && now.isBefore(until) ? until.since(now) : Duration.ZERO;
    }
}
