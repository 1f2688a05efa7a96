package dev.baton.orchestrator.exchange;

import dev.baton.orchestrator.cluster.Right;

import java.util.List;

/**
 * The vote of the cluster lock, cast by the node that holds it.
 *
 * @param life of this vote; it begins when the lock is taken
 * @param applied the last change of the asker it has applied
 * @param refusals requests of the asker it refuses
 * @param weak rights of the asker it promises only weakly
 */
public record LockVote(long life, long applied, List<Refusal> refusals, List<Right> weak) {
    public LockVote {
        refusals = List.copyOf(refusals);
        weak = List.copyOf(weak);
    }
}
