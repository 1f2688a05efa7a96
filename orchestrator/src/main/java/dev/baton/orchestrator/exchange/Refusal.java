package dev.baton.orchestrator.exchange;

import dev.baton.orchestrator.cluster.Right;

/**
 * A voter's no to one request.
 *
 * @param number the number that was asked with
 * @param highest the highest number the voter has seen for the right
 * @param remainingMillis how much of a promise to somebody else is left; 0 when the number was the
 *     reason
 */
public record Refusal(Right right, long number, long highest, long remainingMillis) {}
