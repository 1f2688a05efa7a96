package dev.baton.events.contract.opennebula;

import dev.baton.events.callout.Call;

/** What can be asked of OpenNebula's storage drivers, and what the contract asks because of it. */
public sealed interface DriverCall extends Call permits DatastoreCall, TransferCall, PresenceCall {

    /** The contract's name. */
    String CONTRACT = "opennebula";

    @Override
    default String contract() {
        return CONTRACT;
    }
}
