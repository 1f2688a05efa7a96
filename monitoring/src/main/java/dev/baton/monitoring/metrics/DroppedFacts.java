package dev.baton.monitoring.metrics;

/**
 * Facts that somebody never hears because a queue was full, since the start. What they tell of
 * happened all the same.
 *
 * @param local unknown to this node's log, history and meters
 * @param shared unknown to the other nodes, because the shared records took no more
 */
public record DroppedFacts(long local, long shared) {

    /** Where everybody keeps up. */
    public static final DroppedFacts NONE = new DroppedFacts(0, 0);
}
