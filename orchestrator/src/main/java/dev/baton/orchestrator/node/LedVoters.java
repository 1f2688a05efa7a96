package dev.baton.orchestrator.node;

import dev.baton.orchestrator.cluster.ClusterSnapshot;
import dev.baton.orchestrator.cluster.Moment;
import dev.baton.orchestrator.exchange.Message;

/** What a leader does about who votes. */
interface LedVoters {

    /** Asks every connected node for its file. */
    void reload(Work work, Asker asker);

    void told(Message.NodesTold told);

    /** Takes every step that is due. */
    void drive(Work work, ClusterSnapshot snapshot);

    /** This node leads no more: nobody may wait for it. */
    void resign(Work work);

    Moment nextDeadline();
}
