package dev.baton.orchestrator.lease;

import dev.baton.config.Pnn;

import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Who acknowledges leases: the nodes that are not deleted, each with one vote.
 *
 * @param nodes the voters; every running agent votes, whatever its flags
 * @param hash stands for the ordered addresses and the timing; nodes with another hash are not
 *     counted
 */
public record Voters(SortedSet<Pnn> nodes, long hash) {

    public Voters {
        if (nodes.isEmpty()) {
            throw new IllegalArgumentException("expected at least one voter");
        }
        nodes = Collections.unmodifiableSortedSet(new TreeSet<>(nodes));
    }

    public int count() {
        return nodes.size();
    }

    /** More than half. */
    public int majority() {
        return nodes.size() / 2 + 1;
    }
}
