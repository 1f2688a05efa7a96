package dev.baton.agent.compat;

import dev.baton.agent.control.Commands.Answer;
import dev.baton.config.IpAddress;
import dev.baton.config.NodesFile;
import dev.baton.config.Parsed;
import dev.baton.config.Pnn;
import dev.baton.config.PublicAddress;
import dev.baton.config.PublicAddressesFile;
import dev.baton.orchestrator.cluster.AddressReport;
import dev.baton.orchestrator.exchange.OperatorCommand;
import dev.baton.orchestrator.exchange.OperatorReply;
import dev.baton.orchestrator.node.NodeView;

import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;

/**
 * Changes of the public addresses of running nodes: {@code addip}, {@code delip}, {@code
 * reloadips}. Source: CTDB command contract, section 4.
 */
final class AddressCommands {

    private AddressCommands() {}

    /** Of this node until it is restarted; written to no file. */
    static Answer addip(ToolCall call) {
        PublicAddress address = line(call);
        boolean known = call.view().addresses().find(address.ip()).isPresent();
        if (known && !isLeaving(call.view(), address.ip())) {
            return ToolCall.idle("Node " + call.node() + " already knows the IP " + address.ip());
        }
        call.ask(new OperatorCommand.AddAddress(call.self(), address));
        return ToolCall.done();
    }

    private static PublicAddress line(ToolCall call) {
        NodesFile nodes = call.context().settings().nodes();
        String words = call.argument(0) + " " + call.argument(1);
        Parsed<PublicAddressesFile> parsed =
                PublicAddressesFile.parse(
                        "addip", List.of(words), _ -> true, ip -> nodes.pnnOf(ip).isPresent());
        if (parsed.hasErrors() || parsed.value().list().isEmpty()) {
            String why =
                    parsed.problems().isEmpty()
                            ? "expected ADDRESS/PREFIX, got \"" + call.argument(0) + "\""
                            : parsed.problems().getFirst().why();
            throw ToolFailure.of("addip " + words + ": " + why);
        }
        return parsed.value().list().getFirst();
    }

    private static boolean isLeaving(NodeView view, IpAddress ip) {
        return Optional.ofNullable(view.peers().get(view.self().node()))
                .flatMap(NodeView.Peer::report)
                .map(report -> report.addresses().get(ip))
                .filter(AddressReport::leaving)
                .isPresent();
    }

    /** At once where it is not hosted, else with the next run. */
    static Answer delip(ToolCall call) {
        IpAddress ip = call.address(0);
        if (call.view().addresses().find(ip).isEmpty()) {
            return ToolCall.idle("Node " + call.node() + " does not know the IP " + ip);
        }
        call.ask(new OperatorCommand.DeleteAddress(call.self(), ip));
        return ToolCall.done();
    }

    /** Each node reads its file and changes what it may carry; then one run for all of them. */
    static Answer reloadips(ToolCall call) {
        TreeMap<Pnn, CompletableFuture<OperatorReply>> asked = new TreeMap<>();
        for (Pnn node : nodes(call)) {
            asked.put(node, call.context().desk().ask(new OperatorCommand.ReloadAddresses(node)));
        }
        StringBuilder failures = new StringBuilder();
        asked.forEach(
                (node, reply) ->
                        OtherAgents.problem(OtherAgents.await(reply, call.patience().left()))
                                .ifPresent(
                                        why ->
                                                failures.append("Node " + node + ": " + why)
                                                        .append('\n')));
        RunCommands.ipreallocate(call);
        if (!failures.isEmpty()) {
            throw ToolFailure.of(failures.toString().strip());
        }
        return ToolCall.done();
    }

    private static List<Pnn> nodes(ToolCall call) {
        List<Pnn> active = new NodeStates(call.view()).active();
        String which = call.firstArgument().orElse("");
        if (which.isEmpty()) {
            return List.of(call.self());
        }
        return which.equals("all")
                ? active
                : new NodeLines(call).listed(which).stream().filter(active::contains).toList();
    }
}
