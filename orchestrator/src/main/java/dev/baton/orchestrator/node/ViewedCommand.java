package dev.baton.orchestrator.node;

import dev.baton.config.IpAddress;
import dev.baton.config.PublicAddress;
import dev.baton.orchestrator.cluster.NodeFlag;
import dev.baton.orchestrator.exchange.Fact;
import dev.baton.orchestrator.exchange.OperatorCommand;
import dev.baton.orchestrator.exchange.OperatorReply;

import java.time.Duration;
import java.util.List;

/** An operator's command as a node of a view carries it out. */
record ViewedCommand(Work work, ViewedNode node, ViewedConnections connections) {

    OperatorReply carryOut(OperatorCommand.OnNode command) {
        OperatorReply reply = change(command);
        node.touch();
        work.fact(new Fact.OperatorActed(command.toString(), reply.toString()));
        return reply;
    }

    private OperatorReply change(OperatorCommand.OnNode command) {
        Flags flags = node.flags();
        switch (command) {
            case OperatorCommand.Disable(_, String reason) ->
                    flags.set(work, NodeFlag.DISABLED, reason);
            case OperatorCommand.Enable _ -> flags.clear(work, NodeFlag.DISABLED, "operator");
            case OperatorCommand.StopNode(_, String reason) ->
                    flags.set(work, NodeFlag.STOPPED, reason);
            case OperatorCommand.ContinueNode _ -> flags.clear(work, NodeFlag.STOPPED, "operator");
            case OperatorCommand.Ban(_, long seconds, String reason) -> {
                if (!flags.ban(work, Duration.ofSeconds(seconds), reason)) {
                    return new OperatorReply.Ignored("the tunable EnableBans of this node is 0");
                }
            }
            case OperatorCommand.Unban _ -> flags.unban(work, "operator");
            case OperatorCommand.Shutdown _ -> node.shutDown(work);
            case OperatorCommand.SetLeaderRole(_, boolean may) -> node.rules().mayLead(may);
            case OperatorCommand.SetVariable(_, String name, int value) -> {
                return done(node.rules().change(name, value));
            }
            case OperatorCommand.ResetVariable(_, String name) -> {
                return done(node.rules().reset(name));
            }
            case OperatorCommand.SetLink link -> {
                return link(link);
            }
            case OperatorCommand.AnnounceAgain(_, var ip) -> {
                return done(node.holds(ip) ? "" : "this node does not serve " + ip);
            }
            case OperatorCommand.AddConnections(_, var more) -> {
                return done(connections.add(node, more));
            }
            case OperatorCommand.RemoveConnections(_, var gone) -> connections.remove(gone);
            case OperatorCommand.AddAddress(_, PublicAddress address) -> node.add(address);
            case OperatorCommand.DeleteAddress(_, var ip) -> {
                return delete(ip);
            }
            case OperatorCommand.SetAddresses(_, List<PublicAddress> all) -> set(all);
            case OperatorCommand.FoundVoters _ -> {
                return new OperatorReply.Refused("the voters of a view are founded");
            }
            case OperatorCommand.ReloadAddresses _ -> {
                return new OperatorReply.Refused("a view has no file of addresses");
            }
            case OperatorCommand.CallTool _ ->
                    throw new IllegalStateException("answered by the shell: " + command);
        }
        return new OperatorReply.Done("done");
    }

    private OperatorReply link(OperatorCommand.SetLink command) {
        if (!node.knows(command.on())) {
            return new OperatorReply.Refused("this node has no interface " + command.on());
        }
        node.link(work, command.on(), command.up());
        return new OperatorReply.Done("done");
    }

    private OperatorReply delete(IpAddress ip) {
        if (!node.knows(ip)) {
            return new OperatorReply.NotFound("this node does not know " + ip);
        }
        node.delete(ip);
        return new OperatorReply.Done("done");
    }

    private void set(List<PublicAddress> all) {
        List<IpAddress> wanted = all.stream().map(PublicAddress::ip).toList();
        node.addresses().list().stream()
                .map(PublicAddress::ip)
                .filter(ip -> !wanted.contains(ip))
                .forEach(node::delete);
        all.forEach(node::add);
    }

    static OperatorReply done(String problem) {
        return problem.isEmpty()
                ? new OperatorReply.Done("done")
                : new OperatorReply.Refused(problem);
    }
}
