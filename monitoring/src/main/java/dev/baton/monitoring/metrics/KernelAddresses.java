package dev.baton.monitoring.metrics;

import dev.baton.config.IpAddress;

import java.util.Set;

/**
 * Which public addresses the kernel of this node carries, read back and never believed.
 *
 * <p>Thread: any. Bounds: must not wait; a scrape calls it.
 */
@FunctionalInterface
public interface KernelAddresses {
    Set<IpAddress> hosted();
}
