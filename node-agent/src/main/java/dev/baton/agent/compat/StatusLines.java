package dev.baton.agent.compat;

import dev.baton.agent.control.Commands.Answer;
import dev.baton.config.NodesFile;
import dev.baton.config.Pnn;
import dev.baton.orchestrator.cluster.NodeFlag;
import dev.baton.orchestrator.node.NodeView;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * {@code status}. Source: CTDB command contract, section 3.1.
 *
 * <p>There is no database map: Size and hash lines say which nodes take part, and the leader gives
 * every change of them and every recovery another generation.
 */
final class StatusLines {

    /** As CTDB writes an unknown leader in JSON. */
    private static final long NO_LEADER = 0xffff_ffffL;

    private final ToolCall call;
    private final NodeView view;
    private final NodeStates states;

    private StatusLines(ToolCall call) {
        this.call = call;
        this.view = call.view();
        this.states = new NodeStates(view);
    }

    static Answer status(ToolCall call) {
        NodeLines lines = new NodeLines(call);
        if (call.line().json()) {
            call.patience().waitFor(() -> leader(call).isPresent(), call.line().timeLimit());
            return ToolCall.print(new StatusLines(call).json());
        }
        if (call.line().machine().isPresent()) {
            return ToolCall.print(lines.rows(call.line().machine().get(), lines.all()));
        }
        call.patience().waitFor(() -> leader(call).isPresent(), call.line().timeLimit());
        StatusLines status = new StatusLines(call);
        return ToolCall.print(lines.count() + lines.text(lines.all()) + status.cluster());
    }

    private static Optional<Pnn> leader(ToolCall call) {
        return call.view().leader();
    }

    private String cluster() {
        StringBuilder text = new StringBuilder();
        OptionalLong generation = generation();
        text.append("Generation:")
                .append(generation.isPresent() ? generation.getAsLong() : "INVALID")
                .append('\n');
        List<Pnn> active = states.active();
        text.append("Size:").append(active.size()).append('\n');
        for (int i = 0; i < active.size(); i++) {
            text.append("hash:%d lmaster:%s\n".formatted(i, active.get(i)));
        }
        text.append("Recovery mode:").append(isNormal() ? "NORMAL (0)" : "RECOVERY (1)");
        String leader = view.leader().map(Pnn::toString).orElse("UNKNOWN");
        return text.append("\nLeader:").append(leader).append('\n').toString();
    }

    /** Whether this node takes part in a cluster that is led. */
    private boolean isNormal() {
        return view.leader().isPresent() && !NodeFlag.inactive(states.flags(view.self().node()));
    }

    private OptionalLong generation() {
        return isNormal() ? states.generation() : OptionalLong.empty();
    }

    private String json() {
        OptionalLong generation = generation();
        List<Object> map = new ArrayList<>();
        List<Pnn> active = states.active();
        for (int i = 0; i < active.size(); i++) {
            map.add(ToolJson.object("hash", i, "lmaster", active.get(i).value()));
        }
        return ToolJson.write(
                ToolJson.object(
                        "node_status",
                        nodeStatus(),
                        "vnn_status",
                        ToolJson.object(
                                "generation",
                                generation.isPresent() ? generation.getAsLong() : Optional.empty(),
                                "size",
                                active.size(),
                                "vnn_map",
                                map),
                        "recovery_mode",
                        isNormal() ? "NORMAL" : "RECOVERY",
                        "recovery_mode_raw",
                        isNormal() ? 0 : 1,
                        "leader",
                        view.leader().map(leader -> (long) leader.value()).orElse(NO_LEADER)));
    }

    private Map<String, Object> nodeStatus() {
        NodesFile nodes = call.context().nodes();
        Map<String, Object> each = new LinkedHashMap<>();
        nodes.addresses().forEach((pnn, ip) -> each.put(pnn.toString(), node(pnn, ip.toString())));
        return ToolJson.object(
                "node_count",
                nodes.count(),
                "deleted_node_count",
                nodes.count() - nodes.addresses().size(),
                "nodes",
                each);
    }

    private Map<String, Object> node(Pnn pnn, String ip) {
        int bits = states.flags(pnn);
        Map<String, Object> flags = new LinkedHashMap<>();
        for (NodeStates.Column column : NodeStates.Column.values()) {
            flags.put(column.name().toLowerCase(Locale.ROOT), column.in(bits));
        }
        return ToolJson.object(
                "pnn",
                pnn.value(),
                "address",
                ip,
                "partially_online",
                states.isPartiallyOnline(pnn),
                "flags_raw",
                bits,
                "flags_ok",
                bits == 0,
                "flags",
                flags,
                "this_node",
                pnn.equals(call.node()));
    }
}
