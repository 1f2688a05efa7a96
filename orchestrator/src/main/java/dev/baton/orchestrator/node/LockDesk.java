package dev.baton.orchestrator.node;

import dev.baton.config.LeaseTiming;
import dev.baton.config.Pnn;
import dev.baton.config.VoteMode;
import dev.baton.orchestrator.cluster.Moment;
import dev.baton.orchestrator.cluster.VoterSet;
import dev.baton.orchestrator.cluster.Voters;
import dev.baton.orchestrator.exchange.Effect;
import dev.baton.orchestrator.exchange.Fact;
import dev.baton.orchestrator.exchange.Input;
import dev.baton.orchestrator.exchange.Message;
import dev.baton.orchestrator.lease.Rights;

import java.time.Duration;
import java.util.Optional;

/**
 * Takes the cluster lock where it has a vote and no connected node has it, and lets it go where it
 * does no good. Which node has it decides nothing: all are bound by its vote. Each node that has it
 * is looked at once by each other: whether the lock keeps others out.
 *
 * <p>Source: CTDB events contract, section 12.2; {@code docs/safety.md}, section "Voters".
 */
final class LockDesk {

    private static final Duration AGAIN = Duration.ofSeconds(1);
    private static final Duration STAGGER = Duration.ofMillis(100);

    private enum State {
        FREE,
        TRYING,
        TESTING,
        HELD
    }

    private final NodeSetup setup;
    private final Rights rights;
    private final Peers peers;
    private final RivalVotes rivals;
    private State state = State.FREE;
    private Moment next = Moment.PAST;
    private Moment aloneSince = Moment.NEVER;
    private long attempt;
    private boolean wanted;
    private String denied = "";
    private long tested;
    private Moment givenAt = Moment.NEVER;
    private Moment rivalAt = Moment.NEVER;
    private Pnn rival;
    private boolean doubted;

    LockDesk(NodeSetup setup, Rights rights, Peers peers) {
        this.setup = setup;
        this.rights = rights;
        this.peers = peers;
        this.rival = setup.self().node();
        this.rivals = new RivalVotes(setup.voting().lockProofs(), setup.timing().heartbeat());
    }

    /** Looks whether the lock is to be taken or let go. */
    void wake(Work work, boolean mayTry) {
        Voters voters = rights.voters();
        boolean votes = voters.isFounded() && voters.lockVotes() && isOurs(voters);
        wanted = mayTry && votes && !doubted && !isDoubtedElsewhere();
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
        long cast = castElsewhere();
        if (cast == 0) {
            state = State.TRYING;
            work.effect(new Effect.TakeLock(++attempt));
        } else if (cast != tested) {
            tested = cast;
            givenAt = Moment.NEVER;
            state = State.TESTING;
            work.effect(new Effect.TakeLock(++attempt));
        } else {
            next = later(work);
        }
    }

    /** The life of the lock's vote that a connected node casts; 0 when none does. */
    private long castElsewhere() {
        return peers.reports().values().stream()
                .mapToLong(report -> report.vote().lockLife())
                .max()
                .orElse(0);
    }

    // ---- a lock that two nodes get

    /** This node was given a lock that another has; it is let go at once. */
    private void wasGiven(Work work) {
        work.effect(new Effect.LeaveLock());
        state = State.FREE;
        isGiven(work.now());
        next = later(work);
    }

    private void isGiven(Moment now) {
        givenAt = now;
        rivalAt = Moment.NEVER;
        rivals.forget();
    }

    /**
     * A voter has answered. If it goes on casting the lock's vote after this node was given the
     * lock, both have it: it keeps nobody out, and nobody may cast its vote. Source: CTDB events
     * contract, section 12.2 (8).
     */
    void heard(Work work, Message.BeatAck ack) {
        Optional<Moment> asked = rights.asked(ack).filter(moment -> !moment.isBefore(givenAt));
        if (asked.isEmpty() || !rivals.goesOn(work.now(), ack, asked.get())) {
            return;
        }
        rival = ack.from().node();
        if (state == State.HELD) {
            rivalAt = Moment.earlier(rivalAt, work.now());
        } else if (ack.lock().get().life() == tested) {
            doubt(work);
        }
    }

    /** What this node has held from before the rival's vote until after it, both had. */
    private void proven(Work work, Moment at) {
        rights.lockProven(at);
        if (at.isAfter(rivalAt)) {
            doubt(work);
        }
    }

    private void doubt(Work work) {
        givenAt = Moment.NEVER;
        rivalAt = Moment.NEVER;
        if (!doubted) {
            doubted = true;
            String why = "this node was given the cluster lock beside it";
            work.fact(new Fact.LockNotCoherent(rival, why));
        }
    }

    private boolean isDoubtedElsewhere() {
        return peers.reports().values().stream().anyMatch(report -> report.vote().doubtsLock());
    }

    /** Whether this node was given the lock while another had it; until its agent ends. */
    boolean isDoubted() {
        return doubted;
    }

    // ---- answers

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
                if (state == State.TESTING) {
                    wasGiven(work);
                } else if (state == State.TRYING) {
                    state = State.HELD;
                    denied = "";
                    aloneSince = Moment.NEVER;
                    isGiven(work.now());
                    Voting voting = setup.voting();
                    rights.lockTaken(
                            work.now(), work.wallMillis(), voting.lockProofs(), voting.lockDoubt());
                    rights.lockProven(at);
                    work.fact(new Fact.LockChanged(true, "taken"));
                }
            }
            case Input.LockProven(long _, Moment at) -> proven(work, at);
            case Input.LockDenied(long _, String why) -> {
                if (state == State.TESTING) {
                    state = State.FREE;
                    next = later(work);
                } else if (state == State.TRYING) {
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
            givenAt = Moment.NEVER;
            work.fact(new Fact.LockChanged(false, why));
        }
        state = State.FREE;
        aloneSince = Moment.NEVER;
    }

    Moment nextDeadline() {
        return switch (state) {
            case FREE -> wanted ? next : Moment.NEVER;
            case TRYING, TESTING -> Moment.NEVER;
            case HELD ->
                    aloneSince.equals(Moment.NEVER)
                            ? Moment.NEVER
                            : aloneSince.plus(setup.timing().promise());
        };
    }
}
