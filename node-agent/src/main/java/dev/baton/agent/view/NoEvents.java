package dev.baton.agent.view;

import dev.baton.agent.eventd.EventService;
import dev.baton.events.LastRun;
import dev.baton.events.process.EventAnswer;
import dev.baton.events.process.EventRequest;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** A view runs no events: nothing of this machine is its own. */
final class NoEvents implements EventService {

    private static final int NOT_SUPPORTED = 95; // EOPNOTSUPP, asm-generic/errno.h

    @Override
    public CompletableFuture<EventAnswer> run(EventRequest request) {
        return CompletableFuture.completedFuture(
                EventAnswer.refused(NOT_SUPPORTED, "a view runs no events of its own"));
    }

    @Override
    public Optional<LastRun> last(String component, String event) {
        return Optional.empty();
    }

    @Override
    public Optional<EventAnswer> problem(String component) {
        return Optional.empty();
    }
}
