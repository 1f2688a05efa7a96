package dev.baton.monitoring.metrics;

/**
 * Why this node took an address; the closed set of a label. Only the leader of a run knows its
 * cause.
 */
public enum MoveCause {
    FAILOVER,
    FAILBACK,
    OPERATOR,
    REBALANCE,
    CONFIG,
    START,
    /** Another node led the run; its counter of runs has the cause. */
    ORDERED;

    static MoveCause of(RunCause cause) {
        return switch (cause) {
            case NODE_UNHEALTHY, NODE_LOST -> FAILOVER;
            case NODE_HEALTHY, NODE_JOINED, FAILBACK -> FAILBACK;
            case OPERATOR -> OPERATOR;
            case LEADER -> START;
            case ADDRESS, RETRY, OTHER -> REBALANCE;
        };
    }
}
