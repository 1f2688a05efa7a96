package dev.baton.agent.compat;

import dev.baton.agent.control.OperatorDesk;
import dev.baton.config.ClusterSettings;
import dev.baton.config.InterfaceName;
import dev.baton.config.IpAddress;
import dev.baton.config.NodesFile;
import dev.baton.monitoring.facts.FactHistory;
import dev.baton.orchestrator.node.NodeView;

import java.time.Clock;
import java.util.function.BiConsumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * What the tool reads and asks.
 *
 * @param views the newest published view
 * @param history what this node has told
 * @param desk takes changes to the core
 * @param process the agent itself
 * @param herald announces an address three times, a second apart; returns at once
 * @param wall for people
 * @param nanoTime the machine's monotonic clock
 */
public record ToolContext(
        ClusterSettings settings,
        Supplier<NodeView> views,
        FactHistory history,
        OperatorDesk desk,
        AgentProcess process,
        BiConsumer<IpAddress, InterfaceName> herald,
        Clock wall,
        LongSupplier nanoTime) {

    /** The nodes of the cluster, as this node goes by. */
    NodesFile nodes() {
        return views.get().voters().set().nodes();
    }
}
