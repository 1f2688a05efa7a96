package dev.baton.config;

import java.util.List;

/**
 * One line of {@code public_addresses}: an address the cluster keeps on some healthy node, its
 * prefix length and the interfaces of this node that may carry it, in order of preference.
 *
 * <p>Source: CTDB events contract, section 15, "public_addresses".
 */
public record PublicAddress(IpAddress ip, int maskBits, List<InterfaceName> interfaces)
        implements Comparable<PublicAddress> {

    public PublicAddress {
        if (maskBits < 0 || maskBits > ip.bits()) {
            throw new IllegalArgumentException(
                    "expected a prefix length from 0 to " + ip.bits() + ", got " + maskBits);
        }
        if (interfaces.isEmpty()) {
            throw new IllegalArgumentException("expected at least one interface for " + ip);
        }
        interfaces = List.copyOf(interfaces);
    }

    @Override
    public int compareTo(PublicAddress other) {
        return ip.compareTo(other.ip);
    }

    @Override
    public String toString() {
        return ip + "/" + maskBits;
    }
}
