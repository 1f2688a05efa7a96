package dev.baton.orchestrator.node;

import dev.baton.orchestrator.cluster.Moment;
import dev.baton.orchestrator.cluster.NodeReport;

import java.util.Optional;

/** What this node knows of one peer from its heartbeats and answers. */
final class PeerState {

    /** The peer's life; 0 before its first heartbeat. */
    long incarnation;

    Moment lastHeard = Moment.PAST;
    boolean connected;

    /**
     * Which of its lives has answered a heartbeat of this moment; 0 for none. What a healed wire
     * kept proves nothing.
     */
    long answers;

    /** The number of the peer's right to lead while it says it holds it; else 0. */
    long leading;

    Optional<NodeReport> report = Optional.empty();

    /** The version of this node's report the peer has. */
    long reportSeen;
}
