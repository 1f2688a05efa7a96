package dev.baton.testcluster.netns;

import java.util.List;

/**
 * Cables of one node that are cut now.
 *
 * <p>Healing is idempotent and verified: it throws IllegalStateException naming the cable if one is
 * not back as it was.
 */
public final class CableCut implements AutoCloseable {
    private final NetnsCluster cluster;
    private final int node;
    private final List<Network> networks;
    private boolean healed;

    CableCut(NetnsCluster cluster, int node, List<Network> networks) {
        this.cluster = cluster;
        this.node = node;
        this.networks = List.copyOf(networks);
    }

    /** Puts every cut cable back and reads back that it is. */
    public synchronized void heal() {
        if (healed) {
            return;
        }
        networks.forEach(network -> cluster.plugIn(node, network));
        networks.forEach(network -> cluster.verifyPluggedIn(node, network));
        healed = true;
    }

    @Override
    public void close() {
        heal();
    }
}
