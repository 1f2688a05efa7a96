package dev.baton.orchestrator.exchange;

import java.util.List;

/** What one step of the core came to: effects to execute in order, and facts to tell. */
public record Step(List<Effect> effects, List<Fact> facts) {
    public Step {
        effects = List.copyOf(effects);
        facts = List.copyOf(facts);
    }
}
