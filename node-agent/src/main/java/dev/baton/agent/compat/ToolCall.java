package dev.baton.agent.compat;

import dev.baton.agent.control.Commands.Answer;
import dev.baton.config.IpAddress;
import dev.baton.config.Pnn;
import dev.baton.orchestrator.exchange.OperatorCommand;
import dev.baton.orchestrator.exchange.OperatorReply;
import dev.baton.orchestrator.node.NodeView;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * One call under way.
 *
 * @param node the target: this node, or the one of {@code -n}
 * @param patience ends the call when its time is over
 * @param input standard input, of commands that read it
 */
record ToolCall(ToolContext context, ToolLine line, Pnn node, Patience patience, String input) {

    static Answer print(String text) {
        return new Answer(0, text, "");
    }

    static Answer done() {
        return new Answer(0, "", "");
    }

    /** Nothing was to be done: a sentence on standard error, exit 0. */
    static Answer idle(String sentence) {
        return new Answer(0, "", sentence + "\n");
    }

    /**
     * Asks the core for a change; what it did not do is a {@link ToolFailure}. False when it was
     * accepted and ignored.
     */
    boolean ask(OperatorCommand command) {
        OperatorReply reply = OtherAgents.reply(context, command, timeLimit());
        OtherAgents.problem(reply)
                .ifPresent(
                        why -> {
                            throw ToolFailure.of(why);
                        });
        return !(reply instanceof OperatorReply.Ignored);
    }

    /** The limit of one request within what is left of the call. */
    Duration timeLimit() {
        Duration left = patience.left();
        return left.compareTo(line.timeLimit()) < 0 ? left : line.timeLimit();
    }

    NodeView view() {
        return context.views().get();
    }

    Pnn self() {
        return context.settings().pnn();
    }

    List<String> arguments() {
        return line.arguments();
    }

    String argument(int index) {
        return arguments().get(index);
    }

    Optional<String> firstArgument() {
        return arguments().stream().findFirst();
    }

    IpAddress address(int index) {
        return IpAddress.parse(argument(index))
                .orElseThrow(() -> ToolFailure.of("Invalid IP address " + argument(index)));
    }
}
