package dev.baton.agent.compat;

import dev.baton.agent.control.Commands.Answer;
import dev.baton.config.IpAddress;
import dev.baton.config.Pnn;
import dev.baton.orchestrator.cluster.NodeReport;
import dev.baton.orchestrator.exchange.OperatorCommand;
import dev.baton.orchestrator.exchange.OperatorReply;
import dev.baton.orchestrator.node.NodeView;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Commands the leader carries out: {@code ipreallocate}, {@code recover}, {@code moveip}. Source:
 * CTDB command contract, section 4.
 */
final class RunCommands {

    private static final int MOVE_TRIES = 5;
    private static final Duration BETWEEN_MOVES = Duration.ofSeconds(3);

    /** A cluster that has no leader now will have one soon. */
    private static final Duration BETWEEN_QUESTIONS = Duration.ofMillis(200);

    /** From one node's heartbeat to another node's picture. */
    private static final Duration ON_THE_WAY = Duration.ofMillis(50);

    private RunCommands() {}

    /** Asks the leader again after each time limit, until it has answered or the call is over. */
    static Answer ipreallocate(ToolCall call) {
        return untilAnswered(call, new OperatorCommand.Reallocate(), "IP reallocation");
    }

    /** Done once this node sees another generation than before. */
    static Answer recover(ToolCall call) {
        OptionalLong before = generation(call);
        Answer answer = untilAnswered(call, new OperatorCommand.Recover(), "Recovery");
        boolean isNew =
                call.patience()
                        .waitFor(
                                () ->
                                        generation(call).isPresent()
                                                && !generation(call).equals(before),
                                call.timeLimit());
        if (!isNew) {
            throw ToolFailure.of("Recovery was done, but this node sees no new generation in time");
        }
        return answer;
    }

    private static OptionalLong generation(ToolCall call) {
        return new NodeStates(call.view()).generation();
    }

    private static Answer untilAnswered(ToolCall call, OperatorCommand command, String what) {
        String why = "";
        while (!call.patience().isOver()) {
            switch (OtherAgents.reply(call.context(), command, call.timeLimit())) {
                case OperatorReply.Done _,
                        OperatorReply.Ignored _,
                        OperatorReply.Entered _,
                        OperatorReply.Obtained _,
                        OperatorReply.Printed _ -> {
                    letReportsArrive(call);
                    return ToolCall.done();
                }
                case OperatorReply.Failed(String failure) ->
                        throw ToolFailure.of(what + " failed: " + failure);
                case OperatorReply.NotFound(String missing) ->
                        throw ToolFailure.of(what + " failed: " + missing);
                case OperatorReply.Refused(String refusal) -> why = refusal;
                case OperatorReply.TimedOut(String late) -> why = late;
            }
            call.patience().pause(BETWEEN_QUESTIONS);
        }
        throw ToolFailure.of(what + " was not finished in time: " + why);
    }

    /**
     * What changed on standard output, as CTDB says it, and on standard error that nothing did;
     * what cannot be is one sentence.
     */
    static Answer reloadnodes(ToolCall call) {
        OperatorCommand command = new OperatorCommand.ReloadNodes();
        return switch (OtherAgents.reply(call.context(), command, call.patience().left())) {
            case OperatorReply.Done(String lines) ->
                    lines.startsWith("No change ")
                            ? ToolCall.idle(lines)
                            : ToolCall.print(lines + "\n");
            case OperatorReply.Ignored _,
                    OperatorReply.Entered _,
                    OperatorReply.Obtained _,
                    OperatorReply.Printed _ ->
                    ToolCall.done();
            case OperatorReply.Failed(String why) -> throw ToolFailure.of(why);
            case OperatorReply.NotFound(String why) -> throw ToolFailure.of(why);
            case OperatorReply.Refused(String why) -> throw ToolFailure.of(why);
            case OperatorReply.TimedOut(String why) -> throw ToolFailure.of(why);
        };
    }

    /**
     * What each node holds now is known to the leader at once, to the others with its next
     * heartbeat; the operator's next command, on whatever node, shall show it.
     */
    private static void letReportsArrive(ToolCall call) {
        Duration heartbeat = call.context().settings().timing().heartbeat();
        call.patience().pause(heartbeat.plus(ON_THE_WAY));
    }

    static Answer moveip(ToolCall call) {
        IpAddress ip = call.address(0);
        Pnn to = target(call);
        String why = "";
        for (int left = MOVE_TRIES; left > 0 && !call.patience().isOver(); left--) {
            Optional<String> problem = move(call, ip, to);
            if (problem.isEmpty()) {
                letReportsArrive(call);
                return ToolCall.done();
            }
            why = problem.get();
            if (left > 1) {
                call.patience().pause(BETWEEN_MOVES);
            }
        }
        throw ToolFailure.of(why + "\nFailed to move IP " + ip + " to node " + to);
    }

    private static Pnn target(ToolCall call) {
        String text = call.argument(1);
        int count = call.context().nodes().count();
        if (!text.matches("\\d{1,4}") || Integer.parseInt(text) >= count) {
            throw ToolFailure.of("Node " + text + " does not exist");
        }
        return new Pnn(Integer.parseInt(text));
    }

    /** Empty when it was moved, else why not. */
    private static Optional<String> move(ToolCall call, IpAddress ip, Pnn to) {
        boolean known =
                Optional.ofNullable(call.view().peers().get(to))
                        .flatMap(NodeView.Peer::report)
                        .map(NodeReport::addresses)
                        .filter(addresses -> addresses.containsKey(ip))
                        .isPresent();
        if (!known) {
            return Optional.of("Node " + to + " CANNOT host IP address " + ip);
        }
        OperatorCommand command = new OperatorCommand.Move(ip, to);
        return OtherAgents.problem(OtherAgents.reply(call.context(), command, call.timeLimit()));
    }
}
