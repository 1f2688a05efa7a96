package dev.baton.orchestrator.lease;

import dev.baton.config.LeaseTiming;
import dev.baton.orchestrator.cluster.Incarnation;
import dev.baton.orchestrator.cluster.Moment;
import dev.baton.orchestrator.cluster.Right;
import dev.baton.orchestrator.exchange.Change;
import dev.baton.orchestrator.exchange.LockVote;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * The vote of the cluster lock while this node holds it: silent when the last proof of the lock is
 * too old, and forgetful of what the holder before promised.
 *
 * <p>Core thread only. Source: {@code docs/safety.md}, section "Voters".
 */
final class LockVoter {

    private final long life;
    private final Clauses clauses;
    private final Duration proofs;
    private final Duration doubt;
    private final Voter voter;
    private Moment proven = Moment.PAST;
    private Moment trusted = Moment.PAST;

    /**
     * @param proofs for how long a proof is good
     * @param doubt for how long the lock may already have been lost when it was proven
     */
    LockVoter(
            Incarnation self,
            long life,
            LeaseTiming timing,
            Clauses clauses,
            Moment now,
            Duration proofs,
            Duration doubt,
            Predicate<Right> mine) {
        this.life = life;
        this.clauses = clauses;
        this.proofs = proofs;
        this.doubt = doubt;
        Moment knows = clauses.lockKnowsFrom(now, proofs);
        this.voter = new Voter(self, life, timing, clauses, knows, mine);
    }

    void proven(Moment at) {
        if (!at.isBefore(trusted)) {
            proven = Moment.later(proven, at);
        }
    }

    /** The proofs so far are older than this node's clock says. */
    void distrust(Moment now) {
        proven = Moment.PAST;
        trusted = now;
    }

    /** Its number while the lock is proven, else 0. */
    long life(Moment now) {
        return clauses.isProven(now, proven, proofs) ? life : 0;
    }

    /** Its word on one heartbeat; none while the lock is not proven. */
    Optional<LockVote> hear(Moment now, Incarnation from, long meantFor, List<Change> changes) {
        if (!clauses.isProven(now, proven, proofs)) {
            return Optional.empty();
        }
        Moment surely = clauses.lockHeldUntil(now, proven.minus(doubt));
        Vote vote = voter.hear(now, surely, from, meantFor, changes);
        return Optional.of(new LockVote(life, vote.applied(), vote.refusals(), vote.weak()));
    }
}
