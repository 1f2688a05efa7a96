package dev.baton.orchestrator.cluster;

/**
 * What a node says of its vote.
 *
 * @param mayHold whether it may be given rights: it votes in the newest set it knows
 * @param givesBack whether it is about to end, holds nothing, and wants its vote to count no more
 * @param lockLife since when it holds the cluster lock and casts its vote, as the life of that vote
 *     is numbered; 0 when it does not
 * @param doubtsLock whether it was given the cluster lock while another node had it
 */
public record VoterWord(boolean mayHold, boolean givesBack, long lockLife, boolean doubtsLock) {

    /** Of a node that votes and runs. */
    public static final VoterWord VOTES = new VoterWord(true, false, 0, false);

    /** Whether it casts the vote of the cluster lock. */
    public boolean castsLock() {
        return lockLife != 0;
    }
}
