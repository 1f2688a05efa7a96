package dev.baton.orchestrator.cluster;

import dev.baton.config.Pnn;

import java.util.Comparator;

/**
 * One life of one agent. A restarted agent is another holder and another voter.
 *
 * @param number unique for this node over all its lives and growing; from the wall clock at start
 */
public record Incarnation(Pnn node, long number) implements Comparable<Incarnation> {

    /** Of 17 digits, so that there is always room for a next life in the 18 that are stored. */
    public static final long HIGHEST = 99_999_999_999_999_999L;

    private static final Comparator<Incarnation> ORDER =
            Comparator.comparing(Incarnation::node).thenComparingLong(Incarnation::number);

    @Override
    public int compareTo(Incarnation other) {
        return ORDER.compare(this, other);
    }

    @Override
    public String toString() {
        return node + "#" + number;
    }
}
