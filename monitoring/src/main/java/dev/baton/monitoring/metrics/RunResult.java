package dev.baton.monitoring.metrics;

/** How a takeover run ended; the closed set of a label. */
public enum RunResult {
    OK,
    FAILED,
    /** Its leader led no more before it was over. */
    SUPERSEDED
}
