package dev.baton.agent.compat;

import static dev.baton.agent.compat.NodeStates.Column.BANNED;
import static dev.baton.agent.compat.NodeStates.Column.DISABLED;
import static dev.baton.agent.compat.NodeStates.Column.DISCONNECTED;
import static dev.baton.agent.compat.NodeStates.Column.INACTIVE;
import static dev.baton.agent.compat.NodeStates.Column.STOPPED;
import static dev.baton.agent.compat.NodeStates.Column.UNHEALTHY;
import static dev.baton.agent.compat.NodeStates.Column.UNKNOWN;

import dev.baton.agent.control.Commands.Answer;
import dev.baton.config.IpAddress;
import dev.baton.config.NodesFile;
import dev.baton.config.Pnn;
import dev.baton.orchestrator.cluster.NodeFlag;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** {@code nodestatus}, and the lines of nodes it shares with {@code status}. */
final class NodeLines {

    private static final List<String> HEADER =
            List.of(
                    "Node",
                    "IP",
                    "Disconnected",
                    "Unknown",
                    "Banned",
                    "Disabled",
                    "Unhealthy",
                    "Stopped",
                    "Inactive",
                    "PartiallyOnline",
                    "ThisNode");

    private final NodesFile nodes;
    private final NodeStates states;
    private final Pnn here;

    NodeLines(ToolCall call) {
        this.nodes = call.context().nodes();
        this.states = new NodeStates(call.view());
        this.here = call.node();
    }

    /** Exit code: the flags of the printed nodes together. Source: section 3.2. */
    static Answer nodestatus(ToolCall call) {
        NodeLines lines = new NodeLines(call);
        String which = call.firstArgument().orElse("");
        boolean all = which.equals("all");
        List<Pnn> wanted =
                which.isEmpty() ? List.of(call.node()) : all ? lines.all() : lines.listed(which);
        String text =
                call.line()
                        .machine()
                        .map(separator -> lines.rows(separator, wanted))
                        .orElseGet(() -> (all ? lines.count() : "") + lines.text(wanted));
        int flags = wanted.stream().mapToInt(lines.states::flags).reduce(0, (a, b) -> a | b);
        return new Answer(flags, text, "");
    }

    /** Every node that is not deleted. */
    List<Pnn> all() {
        return List.copyOf(nodes.addresses().keySet());
    }

    List<Pnn> listed(String text) {
        List<Pnn> list = new ArrayList<>();
        for (String word : text.split(",", -1)) {
            if (!word.matches("\\d{1,9}")) {
                throw ToolFailure.of("Invalid node " + word);
            }
            int number = Integer.parseInt(word);
            if (number >= nodes.count()) {
                throw ToolFailure.of("Node " + number + " does not exist");
            }
            Pnn pnn = new Pnn(number);
            if (!nodes.isDeleted(pnn)) {
                list.add(pnn);
            }
        }
        return list;
    }

    String count() {
        int deleted = nodes.count() - nodes.addresses().size();
        String among = deleted == 0 ? "" : " (including " + deleted + " deleted nodes)";
        return "Number of nodes:" + nodes.count() + among + "\n";
    }

    String text(List<Pnn> wanted) {
        StringBuilder text = new StringBuilder();
        for (Pnn pnn : wanted) {
            String mark = pnn.equals(here) ? " (THIS NODE)" : "";
            text.append("pnn:%s %-16s %s%s\n".formatted(pnn, ip(pnn), states.words(pnn), mark));
        }
        return text.toString();
    }

    String rows(String separator, List<Pnn> wanted) {
        Rows rows = new Rows(separator).row(HEADER);
        for (Pnn pnn : wanted) {
            rows.row(
                    pnn,
                    ip(pnn),
                    bit(DISCONNECTED, pnn),
                    bit(UNKNOWN, pnn),
                    bit(BANNED, pnn),
                    bit(DISABLED, pnn),
                    bit(UNHEALTHY, pnn),
                    bit(STOPPED, pnn),
                    bit(INACTIVE, pnn),
                    states.isPartiallyOnline(pnn) ? 1 : 0,
                    pnn.equals(here) ? "Y" : "N");
        }
        return rows.toString();
    }

    private int bit(NodeStates.Column column, Pnn pnn) {
        return column.in(states.flags(pnn)) ? 1 : 0;
    }

    private String ip(Pnn pnn) {
        return nodes.addressOf(pnn).map(IpAddress::toString).orElse("");
    }

    /** The target of {@code -n}, checked before anything is done. Source: section 1. */
    static Pnn target(int number, NodesFile nodes, NodeStates states) {
        Optional<Pnn> found =
                Optional.of(number).filter(each -> each >= 0 && each < nodes.count()).map(Pnn::new);
        Pnn pnn = found.orElseThrow(() -> ToolFailure.of("Node " + number + " does not exist"));
        int flags = nodes.isDeleted(pnn) ? NodeFlag.DELETED.bit() : states.flags(pnn);
        if (NodeFlag.DELETED.in(flags) || NodeFlag.DISCONNECTED.in(flags)) {
            throw ToolFailure.of("Node " + number + " has status " + NodeStates.words(flags));
        }
        return pnn;
    }
}
