package dev.baton.agent.compat;

import dev.baton.agent.control.Commands.Answer;

import java.util.function.Function;

/**
 * One command of the tool.
 *
 * @param arguments as its usage shows them
 * @param least how many arguments it needs
 * @param most how many it takes
 * @param target what {@code -n} means for it
 * @param action carries a call out; a failure is thrown as a {@link ToolFailure}
 */
record ToolCommand(
        String name,
        String arguments,
        String purpose,
        int least,
        int most,
        Target target,
        Function<ToolCall, Answer> action) {

    static final int ANY_NUMBER = Integer.MAX_VALUE;

    /** Which node a command works on. */
    enum Target {
        /** The agent of the target answers. */
        THERE,
        /** This agent answers, for any target. */
        HERE,
        /** This node only; {@code -n} is refused. */
        LOCAL
    }

    /** One line of help. */
    String help() {
        return "  %-15s %-28s %s\n".formatted(name, arguments, purpose);
    }
}
