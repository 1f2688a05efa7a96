package dev.baton.events.process;

import dev.baton.events.NamedEvent;

import java.time.Duration;

/**
 * Somebody wants an event of a component run.
 *
 * @param limit from the request on, for all scripts together, time in the queue included; zero is a
 *     deadline that has passed. Source: CTDB events contract, section 3.3
 * @param throughFailures go on after a failing script and fail at the end; for tests of scripts
 */
public record EventRequest(NamedEvent event, Duration limit, boolean throughFailures) {

    public EventRequest {
        if (limit.isNegative()) {
            throw new IllegalArgumentException("expected a limit of 0 or more, got " + limit);
        }
    }
}
