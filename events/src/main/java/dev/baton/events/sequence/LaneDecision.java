package dev.baton.events.sequence;

import dev.baton.events.Event;

/** What {@link EventLanes} wants done with an event. */
public sealed interface LaneDecision {
    /** Start it now; its deadline begins now. */
    record Start(Ticket ticket, Event event) implements LaneDecision {}

    /** Kill a running monitor; it then finishes as cancelled and its end is reported as usual. */
    record Cancel(Ticket ticket) implements LaneDecision {}

    /** Do not run it at all: a monitor that met another event. */
    record Refuse(Ticket ticket, Event event) implements LaneDecision {}
}
