package dev.baton.agent;

import dev.baton.agent.control.OperatorDesk;
import dev.baton.config.Pnn;
import dev.baton.orchestrator.exchange.OperatorCommand;
import dev.baton.orchestrator.exchange.OperatorReply;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/**
 * Has system-prestop called before this node is shut down by a command of its own; all other
 * commands pass.
 *
 * <p>Source: storage call-outs contract, sections 2.1 and 2.4.
 *
 * @param stopping calls the hook; a sentence when the stop is refused
 */
record StopDesk(OperatorDesk desk, Pnn self, Supplier<Optional<String>> stopping)
        implements OperatorDesk {

    @Override
    public CompletableFuture<OperatorReply> ask(OperatorCommand command) {
        boolean isOurEnd =
                command instanceof OperatorCommand.Shutdown(Pnn node) && node.equals(self);
        if (!isOurEnd) {
            return desk.ask(command);
        }
        Optional<String> refused = stopping.get();
        return refused.isEmpty()
                ? desk.ask(command)
                : CompletableFuture.completedFuture(
                        new OperatorReply.Refused(
                                refused.get()
                                        + "; cure that, or take system-prestop out of [storage]"
                                        + " veto hooks, or end the agent by SIGTERM"));
    }
}
