package dev.baton.orchestrator.exchange;

import dev.baton.config.InterfaceName;
import dev.baton.config.IpAddress;
import dev.baton.config.Pnn;
import dev.baton.config.PublicAddress;
import dev.baton.orchestrator.cluster.Connection;
import dev.baton.orchestrator.cluster.Right;

import java.util.List;

/**
 * What an operator asks the cluster to change. Reading needs no command: it is answered from the
 * published view.
 */
public sealed interface OperatorCommand {

    /** Commands one node carries out about itself. */
    sealed interface OnNode extends OperatorCommand {
        Pnn node();
    }

    record Disable(Pnn node, String reason) implements OnNode {}

    record Enable(Pnn node) implements OnNode {}

    record StopNode(Pnn node, String reason) implements OnNode {}

    record ContinueNode(Pnn node) implements OnNode {}

    /** {@code seconds} 0 means until unbanned. */
    record Ban(Pnn node, long seconds, String reason) implements OnNode {}

    record Unban(Pnn node) implements OnNode {}

    /** Ends the agent in order: addresses are given away first. */
    record Shutdown(Pnn node) implements OnNode {}

    /**
     * A line of CTDB's tool that the agent of that node answers; {@link OperatorReply.Printed}.
     *
     * @param words its arguments, without the one that named the node
     */
    record CallTool(Pnn node, List<String> words) implements OnNode {
        public CallTool {
            words = List.copyOf(words);
        }
    }

    /** Changes a tunable of that node until it is restarted. */
    record SetVariable(Pnn node, String name, int value) implements OnNode {}

    /** Of that node: a tunable that was set on it alone follows the other nodes again. */
    record ResetVariable(Pnn node, String name) implements OnNode {}

    /** Whether that node may lead, until it is restarted. */
    record SetLeaderRole(Pnn node, boolean mayLead) implements OnNode {}

    /** A script's word on a link; a link without carrier stays down whatever it says. */
    record SetLink(Pnn node, InterfaceName on, boolean up) implements OnNode {}

    /** Tells the network once more where an address is that the node serves. */
    record AnnounceAgain(Pnn node, IpAddress ip) implements OnNode {}

    /**
     * From now on that node may carry this address too, until it is restarted; an address that was
     * to be deleted stays.
     */
    record AddAddress(Pnn node, PublicAddress address) implements OnNode {}

    /** That node forgets the address: with the next run if it serves it, else at once. */
    record DeleteAddress(Pnn node, IpAddress ip) implements OnNode {}

    /** That node reads its file of public addresses anew. */
    record ReloadAddresses(Pnn node) implements OnNode {}

    /** These are the addresses that node may carry: what is missing is added, the rest deleted. */
    record SetAddresses(Pnn node, List<PublicAddress> addresses) implements OnNode {
        public SetAddresses {
            addresses = List.copyOf(addresses);
        }
    }

    /** Registers connections of clients to public addresses on that node. */
    record AddConnections(Pnn node, List<Connection> connections) implements OnNode {
        public AddConnections {
            connections = List.copyOf(connections);
        }
    }

    /** Strikes connections from the register of that node. */
    record RemoveConnections(Pnn node, List<Connection> connections) implements OnNode {
        public RemoveConnections {
            connections = List.copyOf(connections);
        }
    }

    /** For the leader: the next run puts this address on that node. */
    record Move(IpAddress ip, Pnn to) implements OperatorCommand {}

    /** For the leader: the nodes, and who of them votes, become what the files say now. */
    record ReloadNodes() implements OperatorCommand {}

    /**
     * On the operator's word that no other node acts on another set: founds the cluster without
     * waiting for the others, or gives every node its vote again.
     */
    record FoundVoters(Pnn node) implements OnNode {}

    /** For the leader: a tunable gets this value on all nodes. */
    record ShareVariable(String name, int value) implements OperatorCommand {}

    /** For the leader: a tunable is shared no more; each node's files decide again. */
    record UnshareVariable(String name) implements OperatorCommand {}

    /** For the leader: run startrecovery, recovered and a takeover run now. */
    record Recover() implements OperatorCommand {}

    /** For the leader: a takeover run now; answered when it has ended. */
    record Reallocate() implements OperatorCommand {}

    /**
     * For the leader: these addresses are spread anew whatever their failback policy, all others
     * keep their places.
     *
     * @param ips none stands for all
     */
    record Failback(List<IpAddress> ips) implements OperatorCommand {
        public Failback {
            ips = List.copyOf(ips);
        }
    }

    /** For the local node: hold the right to a cluster-wide exclusive section. */
    record EnterSection(String name, long waitMillis) implements OperatorCommand {}

    /** For the local node: give a section back. */
    record LeaveSection(String name, long number) implements OperatorCommand {}

    /** For the local node: hold the right to change a storage object. */
    record TakeObject(Right.Changing object, long waitMillis) implements OperatorCommand {}

    /** For the local node: give an object back; no process of its calls lives. */
    record GiveObjectBack(Right.Changing object, long number) implements OperatorCommand {}
}
