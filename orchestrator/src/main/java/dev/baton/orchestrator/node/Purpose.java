package dev.baton.orchestrator.node;

import dev.baton.config.IpAddress;
import dev.baton.orchestrator.exchange.RequestId;

/** Why an event was submitted: who hears of its end. */
sealed interface Purpose {

    /** A step of the node's own life. */
    record Life() implements Purpose {}

    record Monitor() implements Purpose {}

    /** An instruction of a leader's order that is one event. */
    record Ordered(OrderPart part) implements Purpose {}

    /** Somebody on this machine asked for it; its result changes nothing. */
    record Asked(RequestId request) implements Purpose {}

    /** An event of a public address. */
    record OfAddress(IpAddress ip) implements Purpose {}
}
