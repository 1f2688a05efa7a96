package dev.baton.orchestrator.node;

import dev.baton.orchestrator.exchange.Outcome;

/** Hears what came of an instruction about an address. */
interface AddressOutcomes {
    void report(Work work, OrderPart part, Outcome outcome);

    /** Answers the order that waits for what is going on with an address, if one does. */
    default void answer(Work work, HostedAddress host, Outcome outcome) {
        host.takeOrder().ifPresent(part -> report(work, part, outcome));
    }
}
