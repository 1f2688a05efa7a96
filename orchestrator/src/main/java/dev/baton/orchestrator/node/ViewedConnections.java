package dev.baton.orchestrator.node;

import dev.baton.config.IpAddress;
import dev.baton.orchestrator.cluster.Connection;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/** The connections scripts register in a view: every node knows all of them at once. */
final class ViewedConnections {

    private final TreeSet<Connection> all = new TreeSet<>();

    /** Why not all were registered; empty when all were. */
    String add(ViewedNode node, List<Connection> connections) {
        long strange = connections.stream().filter(each -> !node.knows(each.server())).count();
        if (strange > 0) {
            return strange + " connections are to no public address of this node";
        }
        TreeSet<Connection> more = new TreeSet<>(all);
        more.addAll(connections);
        if (more.size() > Connections.MOST) {
            return "there is no room for more than " + Connections.MOST + " connections";
        }
        all.addAll(more);
        return "";
    }

    void remove(List<Connection> connections) {
        connections.forEach(all::remove);
    }

    SortedMap<IpAddress, List<Connection>> byAddress() {
        TreeMap<IpAddress, List<Connection>> map = new TreeMap<>();
        all.forEach(each -> map.computeIfAbsent(each.server(), _ -> new ArrayList<>()).add(each));
        map.replaceAll((_, list) -> List.copyOf(list));
        return Collections.unmodifiableSortedMap(map);
    }
}
