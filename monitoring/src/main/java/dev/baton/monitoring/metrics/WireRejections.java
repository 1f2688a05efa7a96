package dev.baton.monitoring.metrics;

/**
 * Connections between agents that ended because of what the peer said, since the start.
 *
 * @param garbage no agent says this
 * @param refused greetings of agents that do not belong here, or to whom this one does not
 */
public record WireRejections(long garbage, long refused) {

    /** Before the wire stands. */
    public static final WireRejections NONE = new WireRejections(0, 0);
}
