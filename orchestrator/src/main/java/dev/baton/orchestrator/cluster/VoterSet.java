package dev.baton.orchestrator.cluster;

import dev.baton.config.NodesFile;
import dev.baton.config.Pnn;
import dev.baton.config.VoteMode;

import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Who the nodes of a cluster are and which of them vote.
 *
 * @param nodes all of them; a node that is not deleted is told everything and may be given a vote
 * @param voters those whose promises count, and who may hold a right; at least one
 * @param lock which cluster lock, in the words of the configuration; empty: none
 */
public record VoterSet(NodesFile nodes, SortedSet<Pnn> voters, VoteMode mode, String lock) {

    private static final int NODES_THAT_NEED_A_THIRD_VOTE = 2;

    public VoterSet {
        voters = Collections.unmodifiableSortedSet(new TreeSet<>(voters));
        if (voters.isEmpty() || !nodes.addresses().keySet().containsAll(voters)) {
            throw new IllegalArgumentException("expected voters among " + nodes + ": " + voters);
        }
    }

    /** All nodes vote, a majority decides, there is no lock. */
    public static VoterSet of(NodesFile nodes) {
        return of(nodes, VoteMode.MAJORITY, "");
    }

    /** All nodes vote. */
    public static VoterSet of(NodesFile nodes, VoteMode mode, String lock) {
        return new VoterSet(nodes, new TreeSet<>(nodes.addresses().keySet()), mode, lock);
    }

    /** The same nodes with these voters. */
    public VoterSet withVoters(SortedSet<Pnn> others) {
        return new VoterSet(nodes, others, mode, lock);
    }

    /** Whether the holder of the cluster lock has a vote. */
    public boolean lockVotes() {
        return switch (mode) {
            case LOCK, BOTH -> true;
            case MAJORITY -> !lock.isEmpty() && voters.size() == NODES_THAT_NEED_A_THIRD_VOTE;
        };
    }

    /** One line per node in a fixed form, for the digest. */
    void writeTo(StringBuilder text) {
        text.append("mode ").append(mode.text()).append(" lock ").append(lock).append('\n');
        text.append("nodes ").append(nodes.count()).append('\n');
        nodes.addresses()
                .forEach(
                        (pnn, ip) ->
                                text.append(pnn)
                                        .append(' ')
                                        .append(ip)
                                        .append(voters.contains(pnn) ? " votes\n" : "\n"));
    }
}
