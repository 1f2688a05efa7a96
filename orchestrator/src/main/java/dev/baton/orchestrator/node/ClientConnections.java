package dev.baton.orchestrator.node;

import dev.baton.config.IpAddress;
import dev.baton.orchestrator.cluster.Connection;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;

/** What scripts and operators say of connections of clients, sorted by the address they go to. */
final class ClientConnections {

    private final SortedSet<IpAddress> served;
    private final Connections connections;

    /**
     * @param served the public addresses of this node, as they are whenever it is looked at
     */
    ClientConnections(SortedSet<IpAddress> served, Connections connections) {
        this.served = served;
        this.connections = connections;
    }

    /** Registers connections to public addresses; what is empty was done, else why not. */
    String register(Work work, List<Connection> all) {
        int strange = 0;
        int refused = 0;
        for (Map.Entry<IpAddress, List<Connection>> one : byServer(all).entrySet()) {
            if (served.contains(one.getKey())) {
                refused += connections.add(work, one.getKey(), one.getValue());
            } else {
                strange += one.getValue().size();
            }
        }
        if (strange > 0) {
            return strange + " connections are to no public address of this node";
        }
        return refused == 0
                ? ""
                : "there is no room for "
                        + refused
                        + " connections: an address has at most "
                        + Connections.MOST_OF_ADDRESS
                        + ", a node "
                        + Connections.MOST;
    }

    void strike(Work work, List<Connection> all) {
        byServer(all).forEach((ip, list) -> connections.remove(work, ip, list));
    }

    private static SortedMap<IpAddress, List<Connection>> byServer(List<Connection> all) {
        TreeMap<IpAddress, List<Connection>> lists = new TreeMap<>();
        all.forEach(one -> lists.computeIfAbsent(one.server(), _ -> new ArrayList<>()).add(one));
        return lists;
    }
}
