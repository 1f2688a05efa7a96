package dev.baton.orchestrator.node;

import dev.baton.orchestrator.cluster.ClusterSnapshot;
import dev.baton.orchestrator.cluster.Incarnation;
import dev.baton.orchestrator.cluster.NodeFlag;
import dev.baton.orchestrator.cluster.RunId;

import java.util.TreeSet;

/**
 * The number a leader gives to the cluster as it is: another one after every change of the nodes
 * that take part, a restart included, and after every recovery. All nodes show their leader's.
 *
 * <p>Source: CTDB command contract, section 3.1; CTDB events contract, section 12, membership map.
 */
final class Generations {

    /** No generation. */
    static final long NONE = 0;

    private static final long MASK = 0x7fff_ffffL;

    /** CTDB's word for a generation that is not valid; never given. */
    private static final long INVALID = 1;

    /** Odd, and large, so that two leaders in a row begin far apart. */
    private static final long SPREAD = 0x9e37_79b9_7f4a_7c15L;

    private final TreeSet<Incarnation> members = new TreeSet<>();
    private RunId recovered = RunId.NONE;
    private long now;

    Generations(long leading) {
        now = ((leading * SPREAD) >>> 32) & MASK;
    }

    /** Looks at the cluster, and at the last recovery that ended well. */
    void look(ClusterSnapshot snapshot, Leader.Node node, RunId recovery) {
        TreeSet<Incarnation> active = new TreeSet<>();
        snapshot.reports()
                .forEach(
                        (pnn, report) -> {
                            if (!NodeFlag.inactive(report.flags())) {
                                node.life(pnn).ifPresent(active::add);
                            }
                        });
        if (!active.equals(members) || !recovery.equals(recovered)) {
            members.clear();
            members.addAll(active);
            recovered = recovery;
            now = next(now);
        }
    }

    private static long next(long number) {
        long after = (number + 1) & MASK;
        return after == NONE || after == INVALID ? INVALID + 1 : after;
    }

    long now() {
        return now;
    }
}
