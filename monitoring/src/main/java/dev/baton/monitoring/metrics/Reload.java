package dev.baton.monitoring.metrics;

import java.time.Instant;

/**
 * The last time files were read.
 *
 * @param ok whether they were right
 * @param taken when some were last taken over
 */
public record Reload(boolean ok, Instant taken) {}
