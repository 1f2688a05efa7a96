package dev.baton.agent.records;

import dev.baton.config.NodeName;

import java.time.Instant;

/**
 * What a node says of itself; it outlives the node's agent.
 *
 * @param version of the agent, one word
 * @param at when it said so by its own wall clock: at most {@link RecordRoom#ROUND} before it ended
 */
public record NodeRecord(NodeName name, String version, Instant at) {}
