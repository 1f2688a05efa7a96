package dev.baton.orchestrator.node;

import dev.baton.orchestrator.exchange.Effect;

import java.util.Optional;

/** Whether an event may start now, and under which lease if it is about an address. */
record StartPermit(boolean given, Optional<Effect.EventLease> lease) {

    static final StartPermit WITHOUT_LEASE = new StartPermit(true, Optional.empty());
    static final StartPermit DENIED = new StartPermit(false, Optional.empty());

    static StartPermit under(Effect.EventLease lease) {
        return new StartPermit(true, Optional.of(lease));
    }
}
