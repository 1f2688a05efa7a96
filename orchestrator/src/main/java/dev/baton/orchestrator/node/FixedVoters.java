package dev.baton.orchestrator.node;

import dev.baton.orchestrator.cluster.ClusterSnapshot;
import dev.baton.orchestrator.cluster.Moment;
import dev.baton.orchestrator.exchange.Message;
import dev.baton.orchestrator.exchange.OperatorReply;

/** The voters of a view: they are what they were when it was saved. */
record FixedVoters(Leader.Node node) implements LedVoters {

    @Override
    public void reload(Work work, Asker asker) {
        node.reply(work, asker, new OperatorReply.Refused("a view has no file of nodes"));
    }

    @Override
    public void told(Message.NodesTold told) {
        throw new IllegalStateException("nobody was asked: " + told);
    }

    @Override
    public void drive(Work work, ClusterSnapshot snapshot) {}

    @Override
    public void resign(Work work) {}

    @Override
    public Moment nextDeadline() {
        return Moment.NEVER;
    }
}
