package dev.baton.monitoring.metrics;

import dev.baton.orchestrator.exchange.Fact;

import java.util.List;

/** Why another node leads than before; the closed set of a label. */
enum LeaderChange {
    /** Nobody led before. */
    START,
    /** The leader is gone, or its lease ended. */
    LOST,
    /** It left in order, and another one leads. */
    HANDED_OVER;

    private static final List<String> IN_ORDER = List.of("inactive", "stopping");

    static LeaderChange of(Fact.LeaderChanged change) {
        if (change.from() < 0) {
            return START;
        }
        return IN_ORDER.contains(change.cause()) || change.to() >= 0 ? HANDED_OVER : LOST;
    }
}
