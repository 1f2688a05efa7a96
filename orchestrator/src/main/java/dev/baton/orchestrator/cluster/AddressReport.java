package dev.baton.orchestrator.cluster;

import dev.baton.config.InterfaceName;

import java.util.Optional;

/**
 * What a node says about one of its configured public addresses.
 *
 * @param available an interface for it is up; says nothing of the node's flags
 * @param phase what the node does about it
 * @param number the number of the right held or asked for; 0 when none
 * @param on the interface that carries it, if any
 * @param onIsUp whether that interface is up
 * @param best the interface it would be taken on, if any is up
 * @param leaving an operator deleted it here: the next run takes it away
 * @param foreign hardware address of the machine outside the cluster that answered for it when this
 *     node looked before its last take; empty: none did
 */
public record AddressReport(
        boolean available,
        AddressPhase phase,
        long number,
        Optional<InterfaceName> on,
        boolean onIsUp,
        Optional<InterfaceName> best,
        boolean leaving,
        String foreign) {

    /** Whether this node answers for the address or is about to. */
    public boolean holds() {
        return phase != AddressPhase.ABSENT && phase != AddressPhase.ASKING;
    }
}
