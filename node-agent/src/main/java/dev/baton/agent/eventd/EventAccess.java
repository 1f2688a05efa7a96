package dev.baton.agent.eventd;

import dev.baton.events.process.ScriptFiles;

/**
 * What operators can do with events of this machine.
 *
 * @param service runs them and knows their results
 * @param files their scripts
 */
public record EventAccess(EventService service, ScriptFiles files) {

    /** CTDB's event commands over it. */
    public EventTool tool() {
        return EventTool.of(service, files);
    }
}
