package dev.baton.testcluster.scenario;

import java.time.Duration;

/**
 * A condition and how long it may take until it holds.
 *
 * @param within zero: it must hold at once
 */
public record Expectation(Condition condition, Duration within) {}
