package dev.baton.agent.wire;

import dev.baton.config.IpAddress;
import dev.baton.config.Pnn;

import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What the wire must know of its cluster.
 *
 * @param self this node
 * @param incarnation of this agent; another agent of the same number has another one
 * @param nodes the address of every node that is not deleted, this one included; later ones come by
 *     {@link Wire#meet}
 * @param port one port for the whole cluster, 1 to 65535. Default 4480
 * @param cluster what must be equal on all nodes, as a digest; at most 256 characters
 * @param tls empty: plain TCP
 */
public record WireSettings(
        Pnn self,
        long incarnation,
        SortedMap<Pnn, IpAddress> nodes,
        int port,
        String cluster,
        Optional<WireTls> tls) {

    /** Source: architecture, section 10, "Names, ports, paths". */
    public static final int DEFAULT_PORT = 4480;

    public WireSettings {
        nodes = Collections.unmodifiableSortedMap(new TreeMap<>(nodes));
        if (!nodes.containsKey(self)) {
            throw new IllegalArgumentException(
                    "node " + self + " is not in nodes; expected one of " + nodes.keySet());
        }
        if (port < 1 || port > 65535) {
            throw new IllegalArgumentException("expected a port from 1 to 65535, got " + port);
        }
        if (cluster.length() > Hello.MAX_TEXT) {
            throw new IllegalArgumentException(
                    "expected a cluster name of at most "
                            + Hello.MAX_TEXT
                            + " characters, got "
                            + cluster.length());
        }
    }

    /** The private address of this node, on which it listens and from which it dials. */
    public IpAddress address() {
        return Optional.ofNullable(nodes.get(self)).orElseThrow();
    }
}
