package dev.baton.agent.membership;

import dev.baton.config.IpAddress;
import dev.baton.config.Pnn;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What the membership must know of its cluster.
 *
 * @param self this node
 * @param nodes the address of every node that is not deleted, this one included
 * @param port one port for the whole cluster, 1 to 65535. Default 4481
 * @param cluster agents of another name are not joined: the hash of the voter set
 * @param pings look for dead nodes by ICMP too; needs uid 0
 */
public record MembershipSettings(
        Pnn self, SortedMap<Pnn, IpAddress> nodes, int port, String cluster, boolean pings) {

    /** Source: architecture, section 10, "Names, ports, paths". */
    public static final int DEFAULT_PORT = 4481;

    public MembershipSettings {
        nodes = Collections.unmodifiableSortedMap(new TreeMap<>(nodes));
        if (!nodes.containsKey(self)) {
            throw new IllegalArgumentException(
                    "node " + self + " is not in nodes; expected one of " + nodes.keySet());
        }
        if (port < 1 || port > 65535) {
            throw new IllegalArgumentException("expected a port from 1 to 65535, got " + port);
        }
    }

    /** Where this node's member listens. */
    IpAddress address() {
        return nodes.entrySet().stream()
                .filter(node -> node.getKey().equals(self))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElseThrow();
    }

    /**
     * Where the members of all nodes listen, as Hazelcast writes it. The one place that says so: a
     * tunnel behind TLS would be put here.
     */
    List<String> memberAddresses() {
        return nodes.values().stream()
                .map(ip -> (ip.isIpv6() ? "[" + ip + "]" : ip.toString()) + ":" + port)
                .toList();
    }
}
