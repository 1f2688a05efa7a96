package dev.baton.agent.event;

import dev.baton.events.Event;
import dev.baton.events.SequenceResult;
import dev.baton.events.process.Running;
import dev.baton.events.process.Shortcut;
import dev.baton.events.sequence.Ticket;

import java.time.Duration;
import java.util.Map;
import java.util.function.Consumer;

/** Starts the processes of an event, so that a test can stand in their place. */
@FunctionalInterface
public interface EventStarter {

    /**
     * Returns at once; {@code done} is called exactly once, on another thread.
     *
     * @param limit for all scripts together
     * @param environment of the scripts, whole
     * @param shortcut asked in place of scripts that allow it
     */
    Running start(
            Ticket ticket,
            Event event,
            Duration limit,
            Map<String, String> environment,
            Shortcut shortcut,
            Consumer<SequenceResult> done);
}
