package dev.baton.orchestrator.lease;

import dev.baton.orchestrator.cluster.Right;
import dev.baton.orchestrator.exchange.Refusal;

import java.util.List;

/** A voter's standing answer to one holder: it holds until the next one. */
record Vote(long applied, List<Refusal> refusals, List<Right> weak) {}
