package dev.baton.orchestrator.node;

import dev.baton.config.Pnn;
import dev.baton.orchestrator.cluster.ClusterSnapshot;
import dev.baton.orchestrator.cluster.Incarnation;
import dev.baton.orchestrator.cluster.NodeReport;
import dev.baton.orchestrator.exchange.Message;
import dev.baton.orchestrator.exchange.OperatorReply;
import dev.baton.orchestrator.lease.Rights;

import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** The cluster as a leader reaches it: itself, and the peers that are connected. */
final class LedCluster implements Leader.Node {

    private final Pnn self;
    private final Rights rights;
    private final Peers peers;
    private final OwnReport report;
    private final Operators.Lives lives;
    private final Outgoing outgoing;
    private final Operators operators;

    /** The last picture and what it was made from; made anew only when that changes. */
    private NodeReport own;

    private SortedMap<Pnn, NodeReport> others = new TreeMap<>();
    private ClusterSnapshot latest;

    LedCluster(
            NodeSetup setup,
            Rights rights,
            Peers peers,
            OwnReport report,
            Operators.Lives lives,
            Outgoing outgoing,
            Operators operators) {
        this.self = setup.self().node();
        this.rights = rights;
        this.peers = peers;
        this.report = report;
        this.lives = lives;
        this.outgoing = outgoing;
        this.operators = operators;
        this.own = report.current();
        TreeMap<Pnn, NodeReport> alone = new TreeMap<>();
        alone.put(self, own);
        this.latest = new ClusterSnapshot(nodeCount(), alone);
    }

    @Override
    public ClusterSnapshot snapshot() {
        boolean sameCount = latest.nodeCount() == nodeCount();
        if (!sameCount || !own.equals(report.current()) || !peers.areReports(others)) {
            own = report.current();
            others = peers.reports();
            TreeMap<Pnn, NodeReport> reports = new TreeMap<>(others);
            reports.put(self, own);
            latest = new ClusterSnapshot(nodeCount(), reports);
        }
        return latest;
    }

    private int nodeCount() {
        return rights.voters().set().nodes().count();
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
