package dev.baton.agent.eventd;

import dev.baton.events.LastRun;
import dev.baton.events.process.EventAnswer;
import dev.baton.events.process.EventEngine;
import dev.baton.events.process.EventRequest;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** Runs events on this machine and tells what came of them. Thread: any. */
public interface EventService {

    /** Always completes, within the request's limit and the time that ending scripts takes. */
    CompletableFuture<EventAnswer> run(EventRequest request);

    /** The latest run of an event; empty when it has not run. */
    Optional<LastRun> last(String component, String event);

    /** Why a component has no scripts to run; empty when it may have some. */
    Optional<EventAnswer> problem(String component);

    /** An engine alone, without a cluster. */
    static EventService of(EventEngine engine) {
        return new EventService() {
            @Override
            public CompletableFuture<EventAnswer> run(EventRequest request) {
                return engine.run(request);
            }

            @Override
            public Optional<LastRun> last(String component, String event) {
                return engine.last(component, event);
            }

            @Override
            public Optional<EventAnswer> problem(String component) {
                return engine.problem(component);
            }
        };
    }
}
