package dev.baton.orchestrator.exchange;

import dev.baton.config.InterfaceName;
import dev.baton.config.IpAddress;

/**
 * One public address as the kernel of this node carries it.
 *
 * @param lifetimeSeconds what is left; negative when it has no end
 * @param usable neither tentative nor failed in duplicate detection
 */
public record AddressSeen(
        IpAddress ip, int prefixBits, InterfaceName on, long lifetimeSeconds, boolean usable) {

    public boolean permanent() {
        return lifetimeSeconds < 0;
    }
}
