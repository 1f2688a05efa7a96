package dev.baton.agent.wire;

import dev.baton.config.IpAddress;
import dev.baton.config.Pnn;

import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The nodes this one may speak with, by private address. They change when the nodes of the cluster
 * do.
 *
 * <p>Thread: any.
 */
final class Neighbours {

    private volatile SortedMap<Pnn, IpAddress> nodes;

    Neighbours(SortedMap<Pnn, IpAddress> first) {
        nodes = copy(first);
    }

    private static SortedMap<Pnn, IpAddress> copy(SortedMap<Pnn, IpAddress> all) {
        return Collections.unmodifiableSortedMap(new TreeMap<>(all));
    }

    void become(SortedMap<Pnn, IpAddress> others) {
        nodes = copy(others);
    }

    SortedMap<Pnn, IpAddress> all() {
        return nodes;
    }

    Optional<IpAddress> addressOf(Pnn pnn) {
        return Optional.ofNullable(nodes.get(pnn));
    }

    /** The node that lives at an address. */
    Optional<Pnn> at(IpAddress address) {
        return nodes.entrySet().stream()
                .filter(node -> node.getValue().equals(address))
                .map(Map.Entry::getKey)
                .findFirst();
    }
}
