package dev.baton.agent.kernel;

import dev.baton.config.InterfaceName;

/**
 * A network interface as the kernel has it.
 *
 * @param up an administrator has set it up (IFF_UP)
 * @param carrier its lower layer is up as well (IFF_LOWER_UP)
 * @param linkType a value of linux/if_arp.h, such as {@link #ETHERNET}
 */
public record KernelLink(
        int index, InterfaceName name, boolean up, boolean carrier, MacAddress mac, int linkType) {

    /** ARPHRD_ETHER, linux/if_arp.h. */
    public static final int ETHERNET = 1;

    /** Whether ARP and neighbour advertisements can be sent on it. */
    public boolean isEthernet() {
        return linkType == ETHERNET && mac.isEthernet();
    }
}
