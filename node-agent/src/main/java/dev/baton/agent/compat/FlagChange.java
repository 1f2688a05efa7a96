package dev.baton.agent.compat;

import dev.baton.agent.control.Commands.Answer;
import dev.baton.config.Pnn;
import dev.baton.orchestrator.cluster.NodeFlag;
import dev.baton.orchestrator.exchange.OperatorCommand;

import java.util.function.Function;

/**
 * {@code disable}, {@code enable}, {@code stop}, {@code continue}, {@code ban}, {@code unban}: sets
 * or clears a flag of the target, waits until it is seen, then has addresses moved. Source: CTDB
 * command contract, section 4.
 *
 * @param flag which one
 * @param set whether it is set or cleared
 * @param already what is said when nothing is to be done, behind the node
 * @param command asks for it
 */
record FlagChange(
        NodeFlag flag, boolean set, String already, Function<ToolCall, OperatorCommand> command) {

    private static final String REASON = "ctdb";

    static final FlagChange DISABLE =
            new FlagChange(
                    NodeFlag.DISABLED,
                    true,
                    "is already disabled",
                    call -> new OperatorCommand.Disable(call.node(), REASON));

    static final FlagChange ENABLE =
            new FlagChange(
                    NodeFlag.DISABLED,
                    false,
                    "is not disabled",
                    call -> new OperatorCommand.Enable(call.node()));

    static final FlagChange STOP =
            new FlagChange(
                    NodeFlag.STOPPED,
                    true,
                    "is already stopped",
                    call -> new OperatorCommand.StopNode(call.node(), REASON));

    static final FlagChange CONTINUE =
            new FlagChange(
                    NodeFlag.STOPPED,
                    false,
                    "is not stopped",
                    call -> new OperatorCommand.ContinueNode(call.node()));

    static final FlagChange BAN =
            new FlagChange(
                    NodeFlag.BANNED,
                    true,
                    "is already banned",
                    call -> new OperatorCommand.Ban(call.node(), seconds(call), REASON));

    static final FlagChange UNBAN =
            new FlagChange(
                    NodeFlag.BANNED,
                    false,
                    "is not banned",
                    call -> new OperatorCommand.Unban(call.node()));

    Answer run(ToolCall call) {
        if (isDone(call)) {
            return ToolCall.idle("Node " + call.node() + " " + already);
        }
        boolean heeded = call.ask(command.apply(call));
        if (heeded && !call.patience().waitFor(() -> isDone(call), call.patience().left())) {
            throw ToolFailure.of(
                    "Node "
                            + call.node()
                            + " was asked, but the change was not seen in time; the work may go"
                            + " on");
        }
        return RunCommands.ipreallocate(call);
    }

    private boolean isDone(ToolCall call) {
        return flag.in(flags(call, call.node())) == set;
    }

    private static int flags(ToolCall call, Pnn node) {
        return new NodeStates(call.view()).flags(node);
    }

    private static long seconds(ToolCall call) {
        String text = call.argument(0);
        if (!text.matches("\\d{1,9}")) {
            throw ToolFailure.of(
                    ToolFailure.INVALID, "Ban time is a number of seconds, got \"" + text + "\"");
        }
        if (Integer.parseInt(text) == 0) {
            throw ToolFailure.of(ToolFailure.INVALID, "Ban time cannot be zero");
        }
        return Integer.parseInt(text);
    }
}
