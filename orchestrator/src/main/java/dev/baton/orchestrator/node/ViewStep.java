package dev.baton.orchestrator.node;

import dev.baton.config.Pnn;
import dev.baton.orchestrator.cluster.Moment;
import dev.baton.orchestrator.exchange.Effect;
import dev.baton.orchestrator.exchange.Fact;

import java.util.List;
import java.util.Optional;

/**
 * What one step of a viewed cluster comes to.
 *
 * @param told facts, each with the node that tells it
 * @param replies to operators
 * @param stop the node whose view it is was shut down
 */
public record ViewStep(List<Told> told, List<Effect.Reply> replies, Optional<Effect.Stop> stop) {

    /** One fact of one node, at the view's own time. */
    public record Told(Pnn node, Moment at, Fact fact) {}

    public ViewStep {
        told = List.copyOf(told);
        replies = List.copyOf(replies);
    }
}
