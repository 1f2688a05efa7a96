package dev.baton.orchestrator.node;

import dev.baton.orchestrator.cluster.VoterSet;
import dev.baton.orchestrator.cluster.Voters;

import java.time.Duration;

/**
 * What a node knows of votes when it starts.
 *
 * @param voters what an earlier life has stored; unfounded when none has
 * @param configured what its own files say
 * @param lockProofs R: how long one proof of the cluster lock is good for
 * @param givesBack whether it gives its vote back when it ends in order
 */
public record Voting(Voters voters, VoterSet configured, Duration lockProofs, boolean givesBack) {

    /** How long a proof is good for when nothing else is said. */
    public static final Duration LOCK_PROOFS = Duration.ofSeconds(3);

    /** A cluster that was founded with what the files say. */
    public static Voting founded(VoterSet set) {
        return new Voting(Voters.founded(set), set, LOCK_PROOFS, true);
    }
}
