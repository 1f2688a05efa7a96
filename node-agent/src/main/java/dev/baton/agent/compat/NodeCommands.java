package dev.baton.agent.compat;

import dev.baton.agent.control.Commands.Answer;
import dev.baton.config.InterfaceName;
import dev.baton.config.IpAddress;
import dev.baton.orchestrator.exchange.OperatorCommand;

import java.util.Optional;

/**
 * Commands that change one node while its agent runs: tunables, links, roles, announcements, and
 * its end. Source: CTDB command contract, section 4.
 */
final class NodeCommands {

    private static final int MOST = Integer.MAX_VALUE;

    private NodeCommands() {}

    /** Numbers as C reads them: 0x for hexadecimal, 0 for octal. */
    static Answer setvar(ToolCall call) {
        String name = call.argument(0);
        Variables.known(name);
        long value = number(call.argument(1));
        int bounded = (int) Math.min(value, MOST);
        Optional<String> problem =
                OtherAgents.problem(
                        OtherAgents.reply(
                                call.context(),
                                new OperatorCommand.SetVariable(call.self(), name, bounded),
                                call.timeLimit()));
        problem.ifPresent(
                why -> {
                    throw ToolFailure.of(ToolFailure.INVALID, "setvar: " + why);
                });
        return ToolCall.done();
    }

    private static long number(String text) {
        boolean isNumber = text.matches("0[xX][0-9a-fA-F]{1,8}|0[0-7]{0,11}|[1-9]\\d{0,9}");
        long value = isNumber ? Long.decode(text) : -1;
        if (value < 0 || value > MOST) {
            throw ToolFailure.of(
                    ToolFailure.INVALID,
                    "setvar: expected a number from 0 to " + MOST + ", got \"" + text + "\"");
        }
        return value;
    }

    static Answer setifacelink(ToolCall call) {
        boolean up = isOn(call.argument(1), "up", "down");
        Optional<InterfaceName> name =
                InterfaceName.parse(call.argument(0))
                        .filter(each -> new OwnAddresses(call).interfaces().contains(each));
        InterfaceName known =
                name.orElseThrow(
                        () ->
                                ToolFailure.onStdout(
                                        "Interface %s not configured on node %s"
                                                .formatted(call.argument(0), call.node())));
        call.ask(new OperatorCommand.SetLink(call.self(), known, up));
        return ToolCall.done();
    }

    /** The first word means yes, the second no. */
    private static boolean isOn(String text, String yes, String no) {
        if (!text.equals(yes) && !text.equals(no)) {
            throw new WrongArguments();
        }
        return text.equals(yes);
    }

    static Answer setleaderrole(ToolCall call) {
        boolean on = isOn(call.argument(0), "on", "off");
        call.ask(new OperatorCommand.SetLeaderRole(call.self(), on));
        return ToolCall.done();
    }

    /** Stored and shown: without databases it means nothing. */
    static Answer setlmasterrole(ToolCall call) {
        call.context().process().lmaster().set(isOn(call.argument(0), "on", "off"));
        return ToolCall.done();
    }

    /**
     * A public address is announced only by the node that serves it; any other address of this
     * machine as it is asked for.
     */
    static Answer gratarp(ToolCall call) {
        IpAddress ip = call.address(0);
        InterfaceName on =
                InterfaceName.parse(call.argument(1))
                        .orElseThrow(() -> ToolFailure.of("Invalid interface " + call.argument(1)));
        OwnAddresses addresses = new OwnAddresses(call);
        if (addresses.find(ip).isPresent() || addresses.all().contains(ip)) {
            call.ask(new OperatorCommand.AnnounceAgain(call.self(), ip));
        } else {
            call.context().herald().accept(ip, on);
        }
        return ToolCall.done();
    }

    /** Of this node: answered by the end of the connection. */
    static Answer shutdown(ToolCall call) {
        call.ask(new OperatorCommand.Shutdown(call.node()));
        if (call.node().equals(call.self())) {
            call.patience().pause(call.patience().left());
            throw ToolFailure.of("Node " + call.node() + " has not stopped in time; it goes on");
        }
        return ToolCall.done();
    }
}
