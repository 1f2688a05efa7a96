package dev.baton.orchestrator.node;

import dev.baton.config.LeaseTiming;
import dev.baton.config.VoteMode;
import dev.baton.orchestrator.cluster.Moment;
import dev.baton.orchestrator.cluster.NodeReport;
import dev.baton.orchestrator.cluster.VoterSet;
import dev.baton.orchestrator.cluster.Voters;
import dev.baton.orchestrator.exchange.Effect;
import dev.baton.orchestrator.exchange.Fact;
import dev.baton.orchestrator.exchange.Input;
import dev.baton.orchestrator.lease.Rights;

import java.time.Duration;

/**
 * Takes the cluster lock where it has a vote and no connected node has it, and lets it go where it
 * does no good. Which node has it decides nothing: all are bound by its vote.
 *
 * <p>Source: CTDB events contract, section 12.2; {@code docs/safety.md}, section "Voters".
 */
final class LockDesk {

    private static final Duration AGAIN = Duration.ofSeconds(1);
    private static final Duration STAGGER = Duration.ofMillis(100);

    private enum State {
        FREE,
        TRYING,
        HELD
    }

    private final NodeSetup setup;
    private final Rights rights;
    private final Peers peers;
    private State state = State.FREE;
    private Moment next = Moment.PAST;
    private Moment aloneSince = Moment.NEVER;
    private long attempt;
    private boolean wanted;
    private String denied = "";

    LockDesk(NodeSetup setup, Rights rights, Peers peers) {
        this.setup = setup;
        this.rights = rights;
        this.peers = peers;
    }

    /** Looks whether the lock is to be taken or let go. */
    void wake(Work work, boolean mayTry) {
        Voters voters = rights.voters();
        wanted = mayTry && voters.isFounded() && voters.lockVotes() && isOurs(voters);
        if (!wanted) {
            leave(work, "not_needed");
            next = Moment.PAST;
        } else if (state == State.HELD) {
            leaveIfUseless(work, voters);
        } else if (state == State.FREE && !work.now().isBefore(next)) {
            tryIfFree(work);
        }
    }

    /**
     * Whether the lock that votes is the one in the files of this node: another would give a second
     * vote. Source: CTDB events contract, section 12.2 (9).
     */
    private boolean isOurs(Voters voters) {
        VoterSet voting = voters.set().lockVotes() ? voters.set() : voters.before().orElseThrow();
        return voting.lock().equals(setup.voting().configured().lock());
    }

    private void tryIfFree(Work work) {
        boolean taken =
                peers.reports().values().stream()
                        .map(NodeReport::vote)
                        .anyMatch(vote -> vote.castsLock());
        if (taken) {
            next = later(work);
        } else {
            state = State.TRYING;
            work.effect(new Effect.TakeLock(++attempt));
        }
    }

    private Moment later(Work work) {
        int rank = peers.candidatesBefore(setup.self().node());
        return work.now().plus(AGAIN).plus(STAGGER.multipliedBy(rank));
    }

    /** Where nodes must be a majority too, a part of the cluster that is none frees the lock. */
    private void leaveIfUseless(Work work, Voters voters) {
        LeaseTiming timing = setup.timing();
        boolean useless =
                voters.set().mode() == VoteMode.BOTH
                        && !rights.hearsMajority(work.now(), timing.promise());
        if (!useless) {
            aloneSince = Moment.NEVER;
        } else if (aloneSince.equals(Moment.NEVER)) {
            aloneSince = work.now();
        }
        Duration patience = timing.promise();
        if (useless && !work.now().isBefore(aloneSince.plus(patience))) {
            leave(work, "no_majority");
            next = work.now().plus(patience);
        }
    }

    private void leave(Work work, String why) {
        if (state != State.FREE) {
            work.effect(new Effect.LeaveLock());
            lost(work, why);
        }
    }

    void answered(Work work, Input.LockAnswer answer) {
        if (answer.attempt() != attempt) {
            return;
        }
        switch (answer) {
            case Input.LockTaken(long _, Moment at) -> {
                if (state == State.TRYING) {
                    state = State.HELD;
                    denied = "";
                    aloneSince = Moment.NEVER;
                    Duration proofs = setup.voting().lockProofs();
                    rights.lockTaken(work.now(), work.wallMillis(), proofs);
                    rights.lockProven(at);
                    work.fact(new Fact.LockChanged(true, "taken"));
                }
            }
            case Input.LockProven(long _, Moment at) -> rights.lockProven(at);
            case Input.LockDenied(long _, String why) -> {
                if (state == State.TRYING) {
                    state = State.FREE;
                    next = later(work);
                    if (!why.equals(denied)) {
                        denied = why;
                        work.fact(new Fact.LockChanged(false, why));
                    }
                }
            }
            case Input.LockLost(long _, String why) -> {
                if (state == State.HELD) {
                    lost(work, why);
                    next = later(work);
                }
            }
        }
    }

    private void lost(Work work, String why) {
        if (state == State.HELD) {
            rights.lockLost();
            work.fact(new Fact.LockChanged(false, why));
        }
        state = State.FREE;
        aloneSince = Moment.NEVER;
    }

    Moment nextDeadline() {
        return switch (state) {
            case FREE -> wanted ? next : Moment.NEVER;
            case TRYING -> Moment.NEVER;
            case HELD ->
                    aloneSince.equals(Moment.NEVER)
                            ? Moment.NEVER
                            : aloneSince.plus(setup.timing().promise());
        };
    }
}
