package dev.baton.orchestrator.cluster;

import dev.baton.config.Pnn;

import java.util.Comparator;

/**
 * Names one proposal of a leader for all nodes, a voter set or shared tunables; of two proposals
 * the higher one is followed.
 *
 * @param number not below the number of the proposer's right to lead
 * @param proposer the leader that proposed; no two have the same number
 */
public record Ballot(long number, Incarnation proposer) implements Comparable<Ballot> {

    /** Of what nobody proposed. */
    public static final Ballot NONE = new Ballot(0, new Incarnation(new Pnn(0), 0));

    private static final Comparator<Ballot> ORDER =
            Comparator.comparingLong(Ballot::number).thenComparing(Ballot::proposer);

    @Override
    public int compareTo(Ballot other) {
        return ORDER.compare(this, other);
    }
}
