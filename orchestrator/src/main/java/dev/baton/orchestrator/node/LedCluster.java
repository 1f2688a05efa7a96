package dev.baton.orchestrator.node;

import dev.baton.config.Pnn;
import dev.baton.orchestrator.cluster.ClusterSnapshot;
import dev.baton.orchestrator.cluster.Incarnation;
import dev.baton.orchestrator.cluster.NodeReport;
import dev.baton.orchestrator.exchange.Message;
import dev.baton.orchestrator.exchange.OperatorReply;

import java.util.Optional;
import java.util.TreeMap;

/** The cluster as a leader reaches it: itself, and the peers that are connected. */
final class LedCluster implements Leader.Node {

    private final Pnn self;
    private final int nodeCount;
    private final Peers peers;
    private final OwnReport report;
    private final Operators.Lives lives;
    private final Outgoing outgoing;
    private final Operators operators;

    LedCluster(
            NodeSetup setup,
            Peers peers,
            OwnReport report,
            Operators.Lives lives,
            Outgoing outgoing,
            Operators operators) {
        this.self = setup.self().node();
        this.nodeCount = setup.nodeCount();
        this.peers = peers;
        this.report = report;
        this.lives = lives;
        this.outgoing = outgoing;
        this.operators = operators;
    }

    @Override
    public ClusterSnapshot snapshot() {
        TreeMap<Pnn, NodeReport> reports = new TreeMap<>(peers.reports());
        reports.put(self, report.current());
        return new ClusterSnapshot(nodeCount, reports);
    }

    @Override
    public Optional<Incarnation> life(Pnn pnn) {
        return lives.of(pnn);
    }

    @Override
    public void send(Work work, Pnn to, Message message) {
        outgoing.send(work, to, message);
    }

    @Override
    public void reply(Work work, Asker asker, OperatorReply reply) {
        operators.reply(work, asker, reply);
    }
}
