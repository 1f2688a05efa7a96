package dev.baton.orchestrator.lease;

import dev.baton.config.Pnn;
import dev.baton.config.VoteMode;
import dev.baton.orchestrator.cluster.Moment;
import dev.baton.orchestrator.cluster.VoterSet;
import dev.baton.orchestrator.cluster.Voters;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Which votes make a lease. While a voter set changes, both sets are asked, so that no two holders
 * ever count on sets that share no voter. Source: {@code docs/safety.md}, clauses 2 and 6, and
 * section "Voters".
 */
final class Quorum {

    private final Voters voters;
    private final Clauses clauses;

    Quorum(Voters voters, Clauses clauses) {
        this.voters = voters;
        this.clauses = clauses;
    }

    /**
     * The moment from which a lease counts: the newest that enough votes reach.
     *
     * @param votes when each node's full vote was asked for; {@link Moment#PAST} without one
     * @param lock the same of the cluster lock's vote
     */
    Moment counted(Function<Pnn, Moment> votes, Moment lock) {
        Moment now = counted(voters.set(), votes, lock);
        Optional<VoterSet> before = clauses.asksBoth() ? voters.before() : Optional.empty();
        return before.map(old -> Moment.earlier(now, counted(old, votes, lock))).orElse(now);
    }

    private Moment counted(VoterSet set, Function<Pnn, Moment> votes, Moment lock) {
        List<Moment> cast = new ArrayList<>();
        set.voters().forEach(voter -> cast.add(votes.apply(voter)));
        return switch (set.mode()) {
            case LOCK -> lock;
            case BOTH -> Moment.earlier(lock, majority(cast));
            case MAJORITY -> {
                if (set.lockVotes()) {
                    cast.add(lock);
                }
                yield majority(cast);
            }
        };
    }

    private Moment majority(List<Moment> cast) {
        cast.sort(Collections.reverseOrder());
        return cast.get(clauses.needed(cast.size()) - 1);
    }

    /**
     * The oldest vote, full or weak, where every voter gave one: every possible holder has then
     * said no. {@link Moment#PAST} otherwise.
     */
    Moment countedByAll(Function<Pnn, Moment> votes, Moment lock) {
        if (!clauses.mayCountByAll(isLockInEach(), voters.hasChanged())) {
            return Moment.PAST;
        }
        List<Moment> cast = new ArrayList<>();
        voters.all().forEach(voter -> cast.add(votes.apply(voter)));
        if (voters.lockVotes()) {
            cast.add(lock);
        }
        int all = cast.size();
        cast.removeIf(vote -> vote.equals(Moment.PAST));
        return !cast.isEmpty() && clauses.weakSuffices(cast.size(), all)
                ? Collections.min(cast)
                : Moment.PAST;
    }

    /** All whose votes count, the cluster lock aside. */
    SortedSet<Pnn> voters() {
        return voters.all();
    }

    /**
     * Whether nobody can get a lease any more without a node that goes by these voters: each quorum
     * of the set before has one of them. The lock itself goes by nothing, so it is counted for the
     * others; where it is in every quorum of both sets, they exclude each other through it.
     */
    boolean isStoredByEnough(SortedSet<Pnn> nodes) {
        return isHit(voters.set(), nodes)
                && voters.before().map(old -> isHit(old, nodes)).orElse(true);
    }

    /** Whether there is no quorum of either set without the lock. */
    private boolean isLockInEach() {
        return voters.set().mode() != VoteMode.MAJORITY
                && voters.before().map(old -> old.mode() != VoteMode.MAJORITY).orElse(true);
    }

    private boolean isHit(VoterSet set, SortedSet<Pnn> nodes) {
        boolean all = nodes.containsAll(set.nodes().addresses().keySet());
        return isLockInEach() || all || !isMet(set, pnn -> !nodes.contains(pnn), true);
    }

    private boolean isMet(VoterSet set, Predicate<Pnn> yes, boolean lock) {
        Moment some = new Moment(0);
        Moment reached =
                counted(set, pnn -> yes.test(pnn) ? some : Moment.PAST, lock ? some : Moment.PAST);
        return reached.equals(some);
    }

    /** Whether these voters are enough. */
    boolean isMet(Predicate<Pnn> yes, boolean lock) {
        boolean now = isMet(voters.set(), yes, lock);
        return now && voters.before().map(old -> isMet(old, yes, lock)).orElse(true);
    }
}
