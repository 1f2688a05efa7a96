package dev.baton.agent.core;

import dev.baton.orchestrator.exchange.Effect;

/** Carries out what the core decided. Thread: the core's; must not wait. */
@FunctionalInterface
public interface EffectSink {

    void execute(Effect effect);
}
