package dev.baton.monitoring.metrics;

/** How a takeover run ended; the closed set of a label. */
public enum RunResult {
    OK,
    FAILED
}
