package dev.baton.orchestrator.node;

import dev.baton.orchestrator.cluster.Moment;
import dev.baton.orchestrator.exchange.Effect;
import dev.baton.orchestrator.exchange.Fact;
import dev.baton.orchestrator.exchange.Step;

import java.util.ArrayList;
import java.util.List;

/** One step in the making: the moment it happens at, and what it comes to. */
final class Work {

    private final Moment now;
    private final long wallMillis;
    private final List<Effect> effects = new ArrayList<>();
    private final List<Fact> facts = new ArrayList<>();

    Work(Moment now, long wallMillis) {
        this.now = now;
        this.wallMillis = wallMillis;
    }

    Moment now() {
        return now;
    }

    long wallMillis() {
        return wallMillis;
    }

    void effect(Effect effect) {
        effects.add(effect);
    }

    void fact(Fact fact) {
        facts.add(fact);
    }

    Step step() {
        return new Step(effects, facts);
    }
}
