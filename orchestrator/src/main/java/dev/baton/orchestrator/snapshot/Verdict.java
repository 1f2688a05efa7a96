package dev.baton.orchestrator.snapshot;

import dev.baton.config.Pnn;

import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What a round came to: no more than was seen.
 *
 * @param result what there is now
 * @param reasons why it is no better than that; sentences
 * @param frozen how long each node was frozen, where it said so
 * @param spread between the first and the last node that said it was frozen
 * @param maybeFrozen nodes that have not said that they are thawed
 */
public record Verdict(
        Result result,
        List<String> reasons,
        SortedMap<Pnn, Duration> frozen,
        Duration spread,
        SortedSet<Pnn> maybeFrozen) {

    /** What there is after a round. */
    public enum Result {
        /** Every node was frozen before the first snapshot began and until the last had ended. */
        CONSISTENT,
        /** All snapshots were taken, but that is not shown of every node. */
        CRASH_CONSISTENT,
        /** At least one snapshot was not taken, or nobody can tell. */
        INCOMPLETE,
        /** None was taken, because something went wrong before. */
        NOT_TAKEN,
        /** None was taken, because a hook said that there was nothing to do. */
        SKIPPED,
        /** Its coordinator lost the right to the schedule; nothing was ordered then but to thaw. */
        LOST
    }

    public Verdict {
        reasons = List.copyOf(reasons);
        frozen = Collections.unmodifiableSortedMap(new TreeMap<>(frozen));
        maybeFrozen = Collections.unmodifiableSortedSet(new TreeSet<>(maybeFrozen));
    }
}
