package dev.baton.testcluster.agent;

import dev.baton.testcluster.netns.NetnsCluster;
import dev.baton.testcluster.netns.Network;

import java.util.List;
import java.util.TreeSet;

/**
 * The ways between agents, each of which can be cut alone: its sender believes the receiver to be
 * at a link address that nobody has, so that frames get lost in the network.
 */
final class PrivateWays {

    private static final String NOBODY = "02:00:00:00:00:01";

    private final NetnsCluster namespaces;
    private final TreeSet<Way> cuts = new TreeSet<>();

    private record Way(int from, int to) implements Comparable<Way> {
        @Override
        public int compareTo(Way other) {
            return from == other.from
                    ? Integer.compare(to, other.to)
                    : Integer.compare(from, other.from);
        }
    }

    PrivateWays(NetnsCluster namespaces) {
        this.namespaces = namespaces;
    }

    /** Nothing passes from one to the other. */
    void cut(int from, int to) {
        if (from != to && cuts.add(new Way(from, to))) {
            neighbour(from, "replace " + address(to) + " lladdr " + NOBODY + " nud permanent");
        }
    }

    /** Nothing passes between these nodes and those that are not among them. */
    void cutBetween(List<Integer> group, int nodes) {
        for (int one : group) {
            for (int other = 0; other < nodes; other++) {
                if (!group.contains(other)) {
                    cut(one, other);
                    cut(other, one);
                }
            }
        }
    }

    /** Opens both ways between a node and all others. */
    void join(int node) {
        for (Way way : List.copyOf(cuts)) {
            if (way.from() == node || way.to() == node) {
                open(way);
            }
        }
    }

    void heal() {
        List.copyOf(cuts).forEach(this::open);
    }

    private void open(Way way) {
        cuts.remove(way);
        neighbour(way.from(), "del " + address(way.to()));
    }

    private void neighbour(int node, String change) {
        namespaces.ip(
                namespaces.nodeNamespace(node),
                "neigh " + change + " dev " + Network.PRIVATE.interfaceName());
    }

    private String address(int node) {
        return namespaces.nodeAddress(node, Network.PRIVATE);
    }
}
