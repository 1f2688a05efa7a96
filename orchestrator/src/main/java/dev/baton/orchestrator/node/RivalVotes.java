package dev.baton.orchestrator.node;

import dev.baton.config.Pnn;
import dev.baton.orchestrator.cluster.Moment;
import dev.baton.orchestrator.exchange.Message;

import java.time.Duration;
import java.util.TreeMap;

/**
 * For how long other nodes have gone on casting the vote of a cluster lock that this node was
 * given.
 *
 * <p>Who has lost the lock knows it within R of its own time. Its machine may have stood still
 * meanwhile, and its clock with it; so only time counts in which it was heard without a break.
 * Source: {@code docs/safety.md}, section "Voters".
 */
final class RivalVotes {

    /** In R whoever has lost the lock knows it; as much again for pauses too short for a break. */
    private static final int PROOFS = 2;

    /** Between two votes of a series; one heartbeat may be lost, and the next a little late. */
    private static final int HEARTBEATS = 3;

    /**
     * Votes of one life of the lock's vote, one after the other.
     *
     * @param since the first of them was cast then or before
     * @param last the last of them was cast then or later
     */
    private record Series(long life, Moment since, Moment last) {}

    private final Duration enough;
    private final Duration pause;
    private final TreeMap<Pnn, Series> all = new TreeMap<>();

    /**
     * @param proofs R: how long one proof of the lock is good for
     * @param heartbeat how often voters are asked
     */
    RivalVotes(Duration proofs, Duration heartbeat) {
        this.enough = proofs.multipliedBy(PROOFS);
        this.pause = heartbeat.multipliedBy(HEARTBEATS);
    }

    /** From now on it counts anew. */
    void forget() {
        all.clear();
    }

    /**
     * Whether the sender has cast the lock's vote without a break for longer than one that has lost
     * the lock could.
     *
     * @param asked when this node sent the heartbeat that is answered: what a machine that stood
     *     still answers late, it may have cast at any time since
     */
    boolean goesOn(Moment now, Message.BeatAck ack, Moment asked) {
        Pnn from = ack.from().node();
        if (ack.lock().isEmpty()) {
            all.remove(from);
            return false;
        }
        Series vote = new Series(ack.lock().get().life(), now, asked);
        Series series = all.merge(from, vote, this::join);
        return !asked.isBefore(series.since().plus(enough));
    }

    private Series join(Series before, Series vote) {
        boolean broken =
                before.life() != vote.life() || vote.since().isAfter(before.last().plus(pause));
        Moment last = Moment.later(before.last(), vote.last());
        return broken ? vote : new Series(before.life(), before.since(), last);
    }
}
