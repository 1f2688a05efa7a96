package dev.baton.orchestrator.lease;

import dev.baton.orchestrator.cluster.Right;

import java.time.Duration;

/** What happened to a right this node asked for or held. */
public sealed interface LeaseEvent {

    Right right();

    /** It is held from now on. */
    record Granted(Right right, long number, Duration took) implements LeaseEvent {}

    /**
     * It cannot be had now; the request is withdrawn.
     *
     * @param retryAfter when enough promises to others may have ended
     * @param heldBy the node one refusing promise names, this node's own view; -1 when unknown
     */
    record Denied(Right right, Duration retryAfter, int heldBy) implements LeaseEvent {}

    /** The lease ended before it could be renewed. */
    record Lapsed(Right right, long number) implements LeaseEvent {}
}
