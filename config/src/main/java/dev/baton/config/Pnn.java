package dev.baton.config;

/**
 * Physical node number: the index of a node's line in the {@code nodes} file, deleted lines
 * counted.
 *
 * <p>Bounds: 0 to 4095. Source: CTDB events contract, section 15, "nodes".
 */
public record Pnn(int value) implements Comparable<Pnn> {

    /** The largest number of nodes a {@code nodes} file may name. */
    public static final int MAX = 4095;

    public Pnn {
        if (value < 0 || value > MAX) {
            throw new IllegalArgumentException(
                    "expected a pnn from 0 to " + MAX + ", got " + value);
        }
    }

    @Override
    public int compareTo(Pnn other) {
        return Integer.compare(value, other.value);
    }

    @Override
    public String toString() {
        return Integer.toString(value);
    }
}
