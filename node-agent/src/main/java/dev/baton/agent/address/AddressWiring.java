package dev.baton.agent.address;

import dev.baton.agent.core.Broken;
import dev.baton.config.ForeignAddress;
import dev.baton.config.InterfaceName;
import dev.baton.config.IpAddress;
import dev.baton.monitoring.metrics.RenewalResult;
import dev.baton.orchestrator.exchange.Input;

import java.util.SortedSet;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * What the room is connected to.
 *
 * @param addresses this node may carry
 * @param untouched failover is disabled: addresses and interfaces are only looked at
 * @param foreign what a machine outside the cluster that uses an address means for its first take
 * @param mayHaveProcesses whether events of an address have started any process since {@code
 *     endEvents} last ended all of them
 * @param endEvents ends every process that events of an address started; whether none is left.
 *     Bounds: {@link dev.baton.events.process.ProcessScopes#KILL_LIMIT}
 * @param inbox of the core
 * @param renewed hears how each renewal ended; must not wait
 * @param announced hears of which address neighbours were told; must not wait
 * @param broken ends the agent when the room cannot go on
 */
public record AddressWiring(
        CarriedAddresses addresses,
        ForeignAddress foreign,
        boolean untouched,
        Predicate<IpAddress> mayHaveProcesses,
        Predicate<IpAddress> endEvents,
        Consumer<Input> inbox,
        Consumer<RenewalResult> renewed,
        Consumer<IpAddress> announced,
        Broken broken) {

    boolean isPublic(IpAddress ip) {
        return addresses.isPublic(ip);
    }

    SortedSet<InterfaceName> interfaces() {
        return addresses.interfaces();
    }
}
