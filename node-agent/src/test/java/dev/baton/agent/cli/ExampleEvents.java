package dev.baton.agent.cli;

import dev.baton.agent.eventd.EventService;
import dev.baton.events.LastRun;
import dev.baton.events.SequenceResult;
import dev.baton.events.SequenceStatus;
import dev.baton.events.process.EventAnswer;
import dev.baton.events.process.EventRequest;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** Events that come to what a test says. */
final class ExampleEvents implements EventService {

    final List<EventRequest> asked = new ArrayList<>();
    EventAnswer answer =
            EventAnswer.of(
                    new SequenceResult(SequenceStatus.OK, List.of(), Duration.ofMillis(120), ""));
    Optional<LastRun> last = Optional.empty();
    Optional<EventAnswer> problem = Optional.empty();

    @Override
    public CompletableFuture<EventAnswer> run(EventRequest request) {
        asked.add(request);
        return CompletableFuture.completedFuture(problem.orElse(answer));
    }

    @Override
    public Optional<LastRun> last(String component, String event) {
        return last;
    }

    @Override
    public Optional<EventAnswer> problem(String component) {
        return problem;
    }
}
