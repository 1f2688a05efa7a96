package dev.baton.orchestrator.allocation;

import dev.baton.config.IpAddress;
import dev.baton.config.Pnn;

import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What one node reports: the addresses it knows, where it believes each is, and which it can host
 * now.
 *
 * <p>Source: CTDB ipalloc contract, section 1, "known" and "avail".
 *
 * @param known in the order reported; an address may come twice
 * @param available empty for a node that may host nothing
 */
public record NodeAddresses(List<Claim> known, SortedSet<IpAddress> available) {

    /** One known address and the node that is believed to hold it; empty for nowhere. */
    public record Claim(IpAddress ip, Optional<Pnn> owner) {}

    public NodeAddresses {
        known = List.copyOf(known);
        available = Collections.unmodifiableSortedSet(new TreeSet<>(available));
    }
}
