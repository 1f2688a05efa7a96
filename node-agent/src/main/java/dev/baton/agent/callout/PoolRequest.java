package dev.baton.agent.callout;

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

    String subject() {
        return "pool:" + uuid;
    }
}
