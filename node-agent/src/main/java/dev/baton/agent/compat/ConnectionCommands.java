package dev.baton.agent.compat;

import dev.baton.agent.control.Commands.Answer;
import dev.baton.config.IpAddress;
import dev.baton.config.Pnn;
import dev.baton.orchestrator.cluster.Connection;
import dev.baton.orchestrator.exchange.OperatorCommand;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;

/**
 * The register of connections: {@code addtickle}, {@code deltickle}, {@code gettickles}. Source:
 * CTDB command contract, sections 4 and 4.2; CTDB events contract, section 14.2.
 */
final class ConnectionCommands {

    /** One request to the core carries so many at most. */
    private static final int TOGETHER = 4096;

    private ConnectionCommands() {}

    static Answer addtickle(ToolCall call) {
        return change(call, OperatorCommand.AddConnections::new);
    }

    static Answer deltickle(ToolCall call) {
        return change(call, OperatorCommand.RemoveConnections::new);
    }

    /** Nothing is asked for when a line is wrong. */
    private static Answer change(
            ToolCall call, BiFunction<Pnn, List<Connection>, OperatorCommand> command) {
        List<Connection> all = connections(call);
        for (int from = 0; from < all.size(); from += TOGETHER) {
            List<Connection> part = all.subList(from, Math.min(all.size(), from + TOGETHER));
            call.ask(command.apply(call.node(), part));
        }
        return ToolCall.done();
    }

    private static List<Connection> connections(ToolCall call) {
        if (call.arguments().size() == 1) {
            throw new WrongArguments();
        }
        return call.arguments().isEmpty()
                ? lines(call.input())
                : List.of(connection(call.argument(0) + " " + call.argument(1)));
    }

    private static List<Connection> lines(String text) {
        List<Connection> all = new ArrayList<>();
        text.lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                .forEach(line -> all.add(connection(line)));
        return all;
    }

    private static Connection connection(String line) {
        return Connection.parse(line)
                .orElseThrow(
                        () ->
                                ToolFailure.of(
                                        "Invalid connection \""
                                                + line
                                                + "\", expected IP:PORT IP:PORT"));
    }

    static Answer gettickles(ToolCall call) {
        IpAddress ip = call.address(0);
        int port = call.arguments().size() > 1 ? port(call.argument(1)) : 0;
        List<Connection> found =
                call.view().connections().getOrDefault(ip, List.of()).stream()
                        .filter(one -> port == 0 || one.serverPort() == port)
                        .toList();
        return ToolCall.print(
                call.line()
                        .machine()
                        .map(separator -> rows(separator, found))
                        .orElseGet(() -> text(ip, found)));
    }

    private static int port(String text) {
        if (!text.matches("\\d{1,5}") || Integer.parseInt(text) > 65_535) {
            throw ToolFailure.of("Invalid port " + text + ", expected a number from 0 to 65535");
        }
        return Integer.parseInt(text);
    }

    private static String rows(String separator, List<Connection> found) {
        Rows rows = new Rows(separator).row("Source IP", "Port", "Destination IP", "Port");
        found.forEach(
                one -> rows.row(one.client(), one.clientPort(), one.server(), one.serverPort()));
        return rows.toString();
    }

    private static String text(IpAddress ip, List<Connection> found) {
        StringBuilder text = new StringBuilder();
        text.append("Connections for IP: ").append(ip).append('\n');
        text.append("Num connections: ").append(found.size()).append('\n');
        found.forEach(
                one ->
                        text.append(
                                "SRC: %s   DST: %s\n".formatted(one.clientEnd(), one.serverEnd())));
        return text.toString();
    }
}
