package dev.baton.monitoring.metrics;

import dev.baton.events.SequenceStatus;

/** How an event ended; the closed set of a label. */
public enum EventResult {
    OK,
    FAILED,
    TIMED_OUT,
    CANCELLED,
    NOT_STARTED;

    static EventResult of(SequenceStatus status) {
        return switch (status) {
            case OK -> OK;
            case FAILED -> FAILED;
            case TIMED_OUT -> TIMED_OUT;
            case CANCELLED -> CANCELLED;
            case NOT_STARTED -> NOT_STARTED;
        };
    }
}
