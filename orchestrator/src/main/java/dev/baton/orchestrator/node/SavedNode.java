package dev.baton.orchestrator.node;

import dev.baton.config.InterfaceName;
import dev.baton.config.IpAddress;
import dev.baton.config.NodeName;
import dev.baton.config.PublicAddress;
import dev.baton.config.Tunables;
import dev.baton.orchestrator.cluster.Runstate;

import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * One node of a saved view.
 *
 * @param flags bits of {@link dev.baton.orchestrator.cluster.NodeFlag}, DISCONNECTED and DELETED
 *     included
 * @param mayLead the leader capability
 * @param reason the operator's words for a flag; empty otherwise
 * @param failingScript what makes it UNHEALTHY; empty otherwise
 * @param addresses the public addresses it may carry
 * @param linksDown interfaces without carrier
 * @param held the addresses it carries, and on which interface
 * @param heardAgo how long ago it was heard; empty for never
 */
public record SavedNode(
        NodeName name,
        Runstate runstate,
        int flags,
        boolean mayLead,
        String reason,
        String failingScript,
        List<PublicAddress> addresses,
        SortedSet<InterfaceName> linksDown,
        SortedMap<IpAddress, InterfaceName> held,
        Tunables tunables,
        Optional<Duration> heardAgo) {

    public SavedNode {
        addresses = List.copyOf(addresses);
        linksDown = Collections.unmodifiableSortedSet(new TreeSet<>(linksDown));
        held = Collections.unmodifiableSortedMap(new TreeMap<>(held));
    }
}
