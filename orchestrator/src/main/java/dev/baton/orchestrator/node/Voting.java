package dev.baton.orchestrator.node;

import dev.baton.config.ClusterLock;
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

    /**
     * How long the lock may already have been lost when it was proven: ours is looked at, but of a
     * helper of others it is only known that it runs.
     */
    Duration lockDoubt() {
        boolean ofOthers =
                ClusterLock.parse(configured.lock())
                        .filter(ClusterLock.LockCommand.class::isInstance)
                        .isPresent();
        return ofOthers ? lockProofs : Duration.ZERO;
    }

    /** A cluster that was founded with what the files say. */
    public static Voting founded(VoterSet set) {
        return new Voting(Voters.founded(set), set, LOCK_PROOFS, true);
    }
}
