package dev.baton.testcluster.scenario;

import java.time.Duration;

/**
 * An action and its instant.
 *
 * @param at whole milliseconds from the beginning
 */
public record Step(Duration at, Action action) {}
