package dev.baton.orchestrator.lease;

import dev.baton.orchestrator.cluster.Right;

import java.util.TreeMap;

/**
 * The highest number known of each right.
 *
 * <p>There are more storage objects than can be remembered: beyond {@value #MOST_OBJECTS} all of
 * them are forgotten together, and the highest number among them stands for each from then on. That
 * is never lower than what was known, so no number that was refused is accepted by forgetting.
 */
final class HighestNumbers {

    static final int MOST_OBJECTS = 4096;

    private final TreeMap<Right, Long> numbers = new TreeMap<>();
    private final TreeMap<Right, Long> ofObjects = new TreeMap<>();
    private long forgotten;

    void note(Right right, long number) {
        if (!(right instanceof Right.Changing)) {
            numbers.merge(right, number, Math::max);
            return;
        }
        ofObjects.merge(right, number, Math::max);
        if (ofObjects.size() > MOST_OBJECTS) {
            for (long each : ofObjects.values()) {
                forgotten = Math.max(forgotten, each);
            }
            ofObjects.clear();
        }
    }

    /** At least the highest that was noted; 0 for a right of which nothing is known. */
    long of(Right right) {
        return right instanceof Right.Changing
                ? Math.max(forgotten, ofObjects.getOrDefault(right, 0L))
                : numbers.getOrDefault(right, 0L);
    }
}
