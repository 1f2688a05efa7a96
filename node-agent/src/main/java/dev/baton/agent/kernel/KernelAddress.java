package dev.baton.agent.kernel;

import dev.baton.config.InterfaceName;
import dev.baton.config.IpAddress;

/**
 * An address as the kernel has it.
 *
 * @param validSeconds whole seconds until the kernel removes it, or {@link #FOREVER}
 * @param permanent without a lifetime (IFA_F_PERMANENT)
 * @param tentative IPv6 duplicate detection is not finished (IFA_F_TENTATIVE)
 * @param dadFailed IPv6 duplicate detection found another holder (IFA_F_DADFAILED)
 */
public record KernelAddress(
        IpAddress ip,
        int prefixBits,
        int interfaceIndex,
        InterfaceName on,
        long validSeconds,
        boolean permanent,
        boolean tentative,
        boolean dadFailed) {

    /** The kernel's "infinity" lifetime. */
    public static final long FOREVER = 0xffff_ffffL;

    public boolean hasLifetime() {
        return validSeconds != FOREVER;
    }

    @Override
    public String toString() {
        return ip + "/" + prefixBits + " on " + on;
    }
}
