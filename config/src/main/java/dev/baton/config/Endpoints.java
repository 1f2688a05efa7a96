package dev.baton.config;

import java.util.List;

/**
 * Where this agent listens.
 *
 * <p>Wire and Hazelcast listen on the node's private address.
 *
 * @param wirePort TCP, agent to agent
 * @param hazelcast whether Hazelcast runs at all
 * @param hazelcastPort TCP
 * @param httpPort TCP, metrics and health
 * @param httpAddresses where HTTP listens, at least one
 */
public record Endpoints(
        int wirePort,
        boolean hazelcast,
        int hazelcastPort,
        int httpPort,
        List<IpAddress> httpAddresses) {

    /** Ports 4480, 4481 and 4482, HTTP on IPv4 loopback. */
    public static final Endpoints DEFAULT =
            new Endpoints(4480, true, 4481, 4482, List.of(IpAddress.of("127.0.0.1")));

    public Endpoints {
        httpAddresses = List.copyOf(httpAddresses);
        requirePort(wirePort);
        requirePort(hazelcastPort);
        requirePort(httpPort);
        if (wirePort == hazelcastPort || wirePort == httpPort || hazelcastPort == httpPort) {
            throw new IllegalArgumentException(
                    "expected three different ports, got "
                            + List.of(wirePort, hazelcastPort, httpPort));
        }
        if (httpAddresses.isEmpty()) {
            throw new IllegalArgumentException("expected at least one address for HTTP");
        }
    }

    private static void requirePort(int port) {
        if (port < 1 || port > 65_535) {
            throw new IllegalArgumentException("expected a port from 1 to 65535, got " + port);
        }
    }
}
