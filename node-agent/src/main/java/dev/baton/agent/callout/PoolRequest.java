package dev.baton.agent.callout;

import dev.baton.orchestrator.cluster.Right;
import dev.baton.orchestrator.cluster.StorageKind;

/**
 * What an operator asks of a pool of this node.
 *
 * @param start or stop
 * @param force stop although a hook refuses it
 */
public record PoolRequest(String uuid, boolean start, boolean force) {

    /** {@code start} or {@code stop}. */
    public String word() {
        return start ? "start" : "stop";
    }

    /** What one node of the cluster changes at a time. */
    Right.Changing object() {
        return new Right.Changing(StorageKind.POOL, uuid);
    }

    String subject() {
        return "pool:" + uuid;
    }
}
