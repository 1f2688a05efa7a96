package dev.baton.orchestrator.lease;

import dev.baton.orchestrator.cluster.Moment;
import dev.baton.orchestrator.cluster.Right;

import java.util.Collection;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiFunction;

/**
 * When leases end by the votes as they are now, each counted once: rights that nobody refuses or
 * promises weakly, and that the same voters have applied, have the same end.
 *
 * <p>Thousands of rights are renewed by one heartbeat; most of them stand alike. Source: {@code
 * docs/safety.md}, "Cost".
 */
final class LeaseEnds {

    private final BiFunction<Right, Wanted, Moment> count;

    /** Rights that some voter says something else about than about the others. */
    private final TreeSet<Right> special = new TreeSet<>();

    /** Changes that some voter has applied last: between two of them all changes stand alike. */
    private final TreeSet<Long> applied = new TreeSet<>();

    private final TreeMap<Long, Moment> counted = new TreeMap<>();

    /**
     * @param count counts the votes for one right
     */
    LeaseEnds(Collection<VoterSeen> voters, BiFunction<Right, Wanted, Moment> count) {
        this.count = count;
        for (VoterSeen voter : voters) {
            special.addAll(voter.refusals.keySet());
            special.addAll(voter.weak);
            applied.add(voter.applied);
        }
    }

    /** Whether a voter refuses the right, or promises it weakly. */
    boolean isSpecial(Right right) {
        return !special.isEmpty() && special.contains(right);
    }

    Moment of(Right right, Wanted entry) {
        if (isSpecial(right)) {
            return count.apply(right, entry);
        }
        Long appliedUpTo = applied.ceiling(entry.since);
        long alike = appliedUpTo == null ? Long.MAX_VALUE : appliedUpTo;
        return counted.computeIfAbsent(alike, _ -> count.apply(right, entry));
    }
}
