package dev.baton.orchestrator.snapshot;

import dev.baton.config.Pnn;
import dev.baton.orchestrator.operation.JobId;

/**
 * Names a round in the whole cluster.
 *
 * @param job of the coordinating node; numbers are never used again
 */
public record RoundId(JobId job) {

    /** The node that coordinates it. */
    public Pnn coordinator() {
        return job.node();
    }

    @Override
    public String toString() {
        return job.toString();
    }
}
