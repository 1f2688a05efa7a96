package dev.baton.agent.compat;

import dev.baton.agent.control.OperatorDesk;
import dev.baton.config.ClusterSettings;
import dev.baton.monitoring.facts.FactHistory;
import dev.baton.orchestrator.node.NodeView;

import java.time.Clock;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * What the tool reads and asks.
 *
 * @param views the newest published view
 * @param history what this node has told
 * @param desk takes changes to the core
 * @param process the agent itself
 * @param wall for people
 * @param nanoTime the machine's monotonic clock
 */
public record ToolContext(
        ClusterSettings settings,
        Supplier<NodeView> views,
        FactHistory history,
        OperatorDesk desk,
        AgentProcess process,
        Clock wall,
        LongSupplier nanoTime) {}
