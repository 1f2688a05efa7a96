package dev.baton.monitoring.metrics;

import dev.baton.orchestrator.cluster.NodeFlag;
import dev.baton.orchestrator.cluster.NodeReport;
import dev.baton.orchestrator.node.NodeView;

/** What a node can be seen as; the closed set of a label. */
public enum NodeState {
    /** May host addresses, with all its interfaces. */
    OK,
    /** May host addresses; an interface is down. */
    PARTIALLY_ONLINE,
    UNHEALTHY,
    DISABLED,
    STOPPED,
    BANNED,
    DISCONNECTED,
    DELETED;

    /** Whether a node may hold addresses. */
    static boolean isServable(NodeView.Peer peer) {
        return peer.flags() == 0 && peer.report().filter(NodeReport::canHost).isPresent();
    }

    boolean holds(NodeView.Peer peer) {
        boolean serving = isServable(peer);
        boolean partial =
                peer.report().filter(report -> !report.interfacesDown().isEmpty()).isPresent();
        return switch (this) {
            case OK -> serving && !partial;
            case PARTIALLY_ONLINE -> serving && partial;
            case UNHEALTHY -> NodeFlag.UNHEALTHY.in(peer.flags());
            case DISABLED -> NodeFlag.DISABLED.in(peer.flags());
            case STOPPED -> NodeFlag.STOPPED.in(peer.flags());
            case BANNED -> NodeFlag.BANNED.in(peer.flags());
            case DISCONNECTED -> NodeFlag.DISCONNECTED.in(peer.flags());
            case DELETED -> NodeFlag.DELETED.in(peer.flags());
        };
    }
}
