package dev.baton.agent.kernel;

import dev.baton.config.IpAddress;

/**
 * One address to be created or given a new lifetime.
 *
 * @param lifetimeSeconds 1 up to below 2^31; the kernel refuses zero
 */
public record AddressWrite(IpAddress ip, int prefixBits, int interfaceIndex, int lifetimeSeconds) {

    public AddressWrite {
        if (prefixBits < 0 || prefixBits > ip.bits()) {
            throw new IllegalArgumentException(
                    "expected a prefix length from 0 to " + ip.bits() + ", got " + prefixBits);
        }
        if (lifetimeSeconds <= 0) {
            throw new IllegalArgumentException(
                    "expected a lifetime of at least 1 s, got " + lifetimeSeconds);
        }
    }
}
