package dev.baton.orchestrator.lease;

import dev.baton.orchestrator.cluster.Moment;

/** One right this node asks for or holds. */
final class Wanted {

    final long number;
    final Moment asked;

    /** The change that first asked; only voters that applied it are counted. */
    final long since;

    /**
     * The change that voters are sent now: {@link #since}, or a later claim of the running lease.
     */
    long change;

    boolean held;

    /**
     * Its lease has ended; it stays on the list, so that voters stay bound, until it is given back.
     */
    boolean lapsed;

    /** When a voter that refused is shown the running lease again. */
    Moment claimAt = Moment.PAST;

    /** When the lease ends; only grows, because a promise once given runs its time. */
    Moment until = Moment.PAST;

    Wanted(long number, Moment asked, long change) {
        this.number = number;
        this.asked = asked;
        this.since = change;
        this.change = change;
    }
}
