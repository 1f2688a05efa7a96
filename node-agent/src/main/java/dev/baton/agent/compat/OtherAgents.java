package dev.baton.agent.compat;

import dev.baton.agent.control.Commands.Answer;
import dev.baton.config.Pnn;
import dev.baton.orchestrator.exchange.OperatorCommand;
import dev.baton.orchestrator.exchange.OperatorReply;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Brings requests to the core, which forwards them to other nodes, and waits for their replies. */
final class OtherAgents {

    private OtherAgents() {}

    /** What that node's agent answers to this line of the tool; exit 1 when it does not. */
    static Answer ask(ToolContext context, Pnn node, List<String> words, Duration limit) {
        return switch (reply(context, new OperatorCommand.CallTool(node, words), limit)) {
            case OperatorReply.Printed(int code, String out, String err) ->
                    new Answer(code, out, err);
            case OperatorReply.Done(String text) -> ToolCall.print(text);
            case OperatorReply.Entered(String name, _) -> ToolCall.print(name);
            case OperatorReply.Refused(String why) -> failed(why);
            case OperatorReply.NotFound(String why) -> failed(why);
            case OperatorReply.TimedOut(String why) -> failed(why);
            case OperatorReply.Failed(String why) -> failed(why);
        };
    }

    private static Answer failed(String why) {
        return ToolFailure.of(why).answer();
    }

    /** The core's reply, or that none came in time. */
    static OperatorReply reply(ToolContext context, OperatorCommand command, Duration limit) {
        try {
            return context.desk().ask(command).get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException late) {
            return new OperatorReply.TimedOut("no answer within " + limit.toSeconds() + " s");
        } catch (ExecutionException failure) {
            throw new IllegalStateException("the desk failed on " + command, failure);
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            return new OperatorReply.TimedOut("the agent is stopping");
        }
    }
}
