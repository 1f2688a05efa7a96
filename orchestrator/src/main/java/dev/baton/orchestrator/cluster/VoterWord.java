package dev.baton.orchestrator.cluster;

/**
 * What a node says of its vote.
 *
 * @param mayHold whether it may be given rights: it votes in the newest set it knows
 * @param givesBack whether it is about to end, holds nothing, and wants its vote to count no more
 * @param castsLock whether it holds the cluster lock, and casts its vote
 */
public record VoterWord(boolean mayHold, boolean givesBack, boolean castsLock) {

    /** Of a node that votes and runs. */
    public static final VoterWord VOTES = new VoterWord(true, false, false);
}
