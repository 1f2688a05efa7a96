package dev.baton.orchestrator.cluster;

import dev.baton.config.InterfaceName;
import dev.baton.config.IpAddress;
import dev.baton.config.NodeName;

import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a node says about itself; the only authority for its own flags.
 *
 * @param version grows with every change within one incarnation
 * @param flags bits of {@link NodeFlag}, as the node itself sees them
 * @param mayLead whether the node is willing to lead
 * @param reason the operator's words for DISABLED, STOPPED or BANNED; empty otherwise
 * @param failingScript the script that makes it UNHEALTHY, with its status; empty otherwise
 * @param interfacesDown configured interfaces without carrier
 * @param addresses its configured public addresses
 * @param vote what it says of its vote
 * @param tunables what it works by, and the shared values it knows
 * @param generation of the cluster, while this node leads it; else 0
 */
public record NodeReport(
        long version,
        NodeName name,
        Runstate runstate,
        int flags,
        boolean mayLead,
        String reason,
        String failingScript,
        List<InterfaceName> interfacesDown,
        SortedMap<IpAddress, AddressReport> addresses,
        VoterWord vote,
        NodeTunables tunables,
        long generation) {

    public NodeReport {
        interfacesDown = List.copyOf(interfacesDown);
        addresses = Collections.unmodifiableSortedMap(new TreeMap<>(addresses));
    }

    /**
     * Whether a leader sees the same in both. Changed tunables are no reason for a run, they count
     * in the next one; the generation is the leader's own word.
     */
    public boolean looksLike(NodeReport other) {
        return runstate == other.runstate
                && flags == other.flags
                && mayLead == other.mayLead
                && name.equals(other.name)
                && reason.equals(other.reason)
                && failingScript.equals(other.failingScript)
                && interfacesDown.equals(other.interfacesDown)
                && addresses.equals(other.addresses)
                && vote.equals(other.vote);
    }

    /** The same report with other addresses. */
    public NodeReport withAddresses(SortedMap<IpAddress, AddressReport> others) {
        return new NodeReport(
                version,
                name,
                runstate,
                flags,
                mayLead,
                reason,
                failingScript,
                interfacesDown,
                others,
                vote,
                tunables,
                generation);
    }

    /** Whether this node may be given addresses, were it connected. */
    public boolean canHost() {
        return runstate == Runstate.RUNNING && flags == 0 && vote.mayHold();
    }
}
