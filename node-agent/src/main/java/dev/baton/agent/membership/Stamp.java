package dev.baton.agent.membership;

import java.util.Comparator;

/**
 * Which write of a record this is; of two writes of one key the greater stamp is the newer one.
 *
 * <p>A key has one writer at a time, so the life of that node and a count of its writes order them
 * all. Wall clocks would not: they differ between nodes and are set back.
 *
 * @param incarnation the life of the node that writes
 * @param sequence counts the writes of that life
 */
public record Stamp(long incarnation, long sequence) implements Comparable<Stamp> {

    private static final Comparator<Stamp> ORDER =
            Comparator.comparingLong(Stamp::incarnation).thenComparingLong(Stamp::sequence);

    /** Whether the other is the same write or a newer one. */
    boolean isNotAfter(Stamp other) {
        return compareTo(other) <= 0;
    }

    @Override
    public int compareTo(Stamp other) {
        return ORDER.compare(this, other);
    }

    @Override
    public String toString() {
        return incarnation + " " + sequence;
    }
}
