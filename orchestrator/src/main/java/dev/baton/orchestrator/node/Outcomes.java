package dev.baton.orchestrator.node;

import dev.baton.orchestrator.exchange.Outcome;

/** Hears what came of one instruction of a leader's order. */
interface Outcomes {
    void report(Work work, OrderPart part, Outcome outcome);
}
