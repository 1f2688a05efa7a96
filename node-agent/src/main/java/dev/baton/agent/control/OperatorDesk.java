package dev.baton.agent.control;

import dev.baton.orchestrator.exchange.OperatorCommand;
import dev.baton.orchestrator.exchange.OperatorReply;

import java.util.concurrent.CompletableFuture;

/** Brings an operator's command to the core. Thread: any. */
@FunctionalInterface
public interface OperatorDesk {

    /** The future always completes with a reply, and within a bound; never exceptionally. */
    CompletableFuture<OperatorReply> ask(OperatorCommand command);
}
