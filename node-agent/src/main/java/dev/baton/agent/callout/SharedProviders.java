package dev.baton.agent.callout;

import dev.baton.agent.records.SharedHistory;
import dev.baton.orchestrator.exchange.Fact;

import java.util.function.Consumer;

/**
 * Where a node tells which providers, jobs and volumes it has, and hears which the others have.
 *
 * @param records of all nodes
 * @param teller takes what this node has to say of its own
 * @param storage takes what it has to say of its jobs and volumes
 * @param facts hears what follows from them
 */
public record SharedProviders(
        SharedHistory records,
        Consumer<String> teller,
        Consumer<String> storage,
        Consumer<Fact> facts) {

    /** A node that is alone. */
    public static final SharedProviders ALONE =
            new SharedProviders(SharedHistory.suppressed(), _ -> {}, _ -> {}, _ -> {});
}
