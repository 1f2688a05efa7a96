package dev.baton.agent.compat;

import dev.baton.agent.control.Commands.Answer;
import dev.baton.config.Pnn;
import dev.baton.orchestrator.exchange.OperatorCommand;
import dev.baton.orchestrator.exchange.OperatorReply;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Brings requests to the core, which forwards them to other nodes, and waits for their replies. */
final class OtherAgents {

    private OtherAgents() {}

    /** What that node's agent answers to this line of the tool; exit 1 when it does not. */
    static Answer ask(ToolContext context, Pnn node, List<String> words, Duration limit) {
        OperatorReply reply = reply(context, new OperatorCommand.CallTool(node, words), limit);
        if (reply instanceof OperatorReply.Printed(int code, String out, String err)) {
            return new Answer(code, out, err);
        }
        return ToolFailure.of(problem(reply).orElse("node " + node + " answered " + reply))
                .answer();
    }

    /** Empty when it was done, else why not. */
    static Optional<String> problem(OperatorReply reply) {
        return switch (reply) {
            case OperatorReply.Done _,
                    OperatorReply.Ignored _,
                    OperatorReply.Entered _,
                    OperatorReply.Obtained _,
                    OperatorReply.Printed _ ->
                    Optional.empty();
            case OperatorReply.Refused(String why) -> Optional.of(why);
            case OperatorReply.NotFound(String why) -> Optional.of(why);
            case OperatorReply.TimedOut(String why) -> Optional.of(why);
            case OperatorReply.Failed(String why) -> Optional.of(why);
        };
    }

    /** The core's reply, or that none came in time. */
    static OperatorReply reply(ToolContext context, OperatorCommand command, Duration limit) {
        return await(context.desk().ask(command), limit);
    }

    /** What was asked for before. */
    static OperatorReply await(CompletableFuture<OperatorReply> asked, Duration limit) {
        try {
            return asked.get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException late) {
            return new OperatorReply.TimedOut("no answer within " + limit.toSeconds() + " s");
        } catch (ExecutionException failure) {
            throw new IllegalStateException("the desk failed", failure);
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            return new OperatorReply.TimedOut("the agent is stopping");
        }
    }
}
