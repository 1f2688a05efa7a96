package dev.baton.agent.runs;

import dev.baton.orchestrator.exchange.PlanText;

/** A plan as a file has it. */
public record SavedPlan(String text, int moves) implements PlanText {}
