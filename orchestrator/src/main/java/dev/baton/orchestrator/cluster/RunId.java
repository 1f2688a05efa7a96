package dev.baton.orchestrator.cluster;

import java.util.Comparator;

/**
 * Names one takeover run over the life of the cluster.
 *
 * @param leading the number of the leader's right to lead
 * @param counter counts this leader's runs from 1
 */
public record RunId(long leading, long counter) implements Comparable<RunId> {

    /** Before every run. */
    public static final RunId NONE = new RunId(0, 0);

    private static final Comparator<RunId> ORDER =
            Comparator.comparingLong(RunId::leading).thenComparingLong(RunId::counter);

    @Override
    public int compareTo(RunId other) {
        return ORDER.compare(this, other);
    }

    @Override
    public String toString() {
        return leading + "." + counter;
    }
}
