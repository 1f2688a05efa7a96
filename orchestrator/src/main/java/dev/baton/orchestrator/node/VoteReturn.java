package dev.baton.orchestrator.node;

import dev.baton.config.Pnn;
import dev.baton.orchestrator.cluster.Moment;
import dev.baton.orchestrator.cluster.NodeReport;
import dev.baton.orchestrator.cluster.Runstate;
import dev.baton.orchestrator.cluster.Voters;
import dev.baton.orchestrator.lease.Rights;

import java.time.Duration;

/**
 * A node that ends in order wants its vote to count no more, so that the others stay a majority.
 * Not where the others end too: then whoever starts first is to serve. Source: {@code
 * docs/safety.md}, section "Voters".
 */
final class VoteReturn {

    private static final Duration LIMIT = Duration.ofSeconds(2);
    private static final Duration HEARD_WITHIN = Duration.ofSeconds(2);

    private final boolean wanted;
    private final Rights rights;
    private final Peers peers;
    private Moment until = Moment.NEVER;
    private boolean asks;
    private boolean over;

    VoteReturn(NodeSetup setup, Rights rights, Peers peers) {
        this.wanted = setup.voting().givesBack();
        this.rights = rights;
        this.peers = peers;
    }

    /** Whether this node asks the leader to take its vote. */
    boolean asks() {
        return asks;
    }

    /**
     * Whether an ending node need not wait for its vote any more.
     *
     * @param nothingHeld whether all else it had is given back
     */
    boolean isOver(Work work, boolean nothingHeld) {
        if (!nothingHeld) {
            return false;
        }
        if (until.equals(Moment.NEVER)) {
            until = work.now().plus(LIMIT);
        }
        asks = isPossible(work.now());
        over = !asks && !isStillNeeded(work.now());
        return over;
    }

    /** While both sets are asked, the set before may be no majority without this node. */
    private boolean isStillNeeded(Moment now) {
        Voters voters = rights.voters();
        Pnn self = rights.self().node();
        boolean leaving = voters.isJoint() && !voters.mayHold(self);
        return leaving
                && now.isBefore(until.plus(rights.timing().promise()))
                && !rights.isEnough(peer -> peers.connected(peer).isPresent());
    }

    private boolean isPossible(Moment now) {
        Voters voters = rights.voters();
        boolean mine = voters.isFounded() && voters.mayHold(rights.self().node());
        return wanted
                && mine
                && voters.set().voters().size() > 1
                && now.isBefore(until)
                && rights.hearsMajority(now, HEARD_WITHIN)
                && !isAnotherEnding();
    }

    private boolean isAnotherEnding() {
        for (NodeReport report : peers.reports().values()) {
            if (report.runstate() == Runstate.SHUTDOWN) {
                return true;
            }
        }
        return false;
    }

    Moment nextDeadline() {
        if (over || until.equals(Moment.NEVER)) {
            return Moment.NEVER;
        }
        return asks ? until : until.plus(rights.timing().promise());
    }
}
