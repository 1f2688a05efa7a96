package dev.baton.agent.compat;

import dev.baton.config.Pnn;
import dev.baton.orchestrator.cluster.NodeFlag;
import dev.baton.orchestrator.cluster.NodeReport;
import dev.baton.orchestrator.cluster.Runstate;
import dev.baton.orchestrator.node.NodeView;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Flags of nodes as the tool shows them. Source: CTDB events contract, section 9; CTDB command
 * contract, section 3.1.
 */
final class NodeStates {

    /** Only the tool has it: this node does not know the others yet. */
    static final int UNKNOWN = 0x40;

    private final NodeView view;

    NodeStates(NodeView view) {
        this.view = view;
    }

    /** The bits of a configured node, {@link #UNKNOWN} among them. */
    int flags(Pnn pnn) {
        int bits = peer(pnn).map(NodeView.Peer::flags).orElse(NodeFlag.DISCONNECTED.bit());
        boolean early = view.runstate().compareTo(Runstate.FIRST_RECOVERY) <= 0;
        boolean connectedOther =
                !pnn.equals(view.self().node())
                        && !NodeFlag.DISCONNECTED.in(bits)
                        && !NodeFlag.DELETED.in(bits);
        return early && connectedOther ? UNKNOWN : bits;
    }

    Optional<NodeView.Peer> peer(Pnn pnn) {
        return Optional.ofNullable(view.peers().get(pnn));
    }

    /** No flag, and an interface of that node is down. */
    boolean isPartiallyOnline(Pnn pnn) {
        return flags(pnn) == 0
                && peer(pnn)
                        .flatMap(NodeView.Peer::report)
                        .map(NodeReport::interfacesDown)
                        .filter(down -> !down.isEmpty())
                        .isPresent();
    }

    /** {@code OK}, {@code PARTIALLYONLINE}, or the names of the flags. */
    String words(Pnn pnn) {
        if (isPartiallyOnline(pnn)) {
            return "PARTIALLYONLINE";
        }
        return words(flags(pnn));
    }

    /** {@code OK} or the names of the flags. */
    static String words(int bits) {
        List<String> names = new ArrayList<>();
        for (Column column : Column.values()) {
            if (column.in(bits)) {
                names.add(column.name());
            }
        }
        return names.isEmpty() ? "OK" : String.join("|", names);
    }

    /** What the leader calls the cluster as it is; empty while nobody leads. */
    OptionalLong generation() {
        return view.leader()
                .flatMap(this::peer)
                .flatMap(NodeView.Peer::report)
                .map(NodeReport::generation)
                .filter(number -> number != 0)
                .map(OptionalLong::of)
                .orElse(OptionalLong.empty());
    }

    /** The nodes that take part, in order. */
    List<Pnn> active() {
        return view.peers().keySet().stream()
                .filter(pnn -> !NodeFlag.inactive(flags(pnn)))
                .toList();
    }

    /** Flags in the order of the text form. */
    enum Column {
        DISCONNECTED(NodeFlag.DISCONNECTED.bit()),
        UNKNOWN(NodeStates.UNKNOWN),
        DISABLED(NodeFlag.DISABLED.bit()),
        BANNED(NodeFlag.BANNED.bit()),
        UNHEALTHY(NodeFlag.UNHEALTHY.bit()),
        DELETED(NodeFlag.DELETED.bit()),
        STOPPED(NodeFlag.STOPPED.bit()),
        INACTIVE(
                NodeFlag.DISCONNECTED.bit()
                        | NodeFlag.BANNED.bit()
                        | NodeFlag.DELETED.bit()
                        | NodeFlag.STOPPED.bit());

        private final int mask;

        Column(int mask) {
            this.mask = mask;
        }

        boolean in(int bits) {
            return (bits & mask) != 0;
        }
    }
}
