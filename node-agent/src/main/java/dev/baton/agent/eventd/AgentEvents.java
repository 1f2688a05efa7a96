package dev.baton.agent.eventd;

import dev.baton.events.LastRun;
import dev.baton.events.NamedEvent;
import dev.baton.events.RememberedRuns;
import dev.baton.events.SequenceResult;
import dev.baton.events.process.EventAnswer;
import dev.baton.events.process.EventEngine;
import dev.baton.events.process.EventRequest;
import dev.baton.orchestrator.exchange.Effect;
import dev.baton.orchestrator.exchange.Fact;
import dev.baton.orchestrator.exchange.Input;
import dev.baton.orchestrator.exchange.RequestId;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * The events of an agent: those of {@code legacy} take their place among the node's own, in the
 * core; those of other components run beside them.
 *
 * <p>Events of addresses are not run for anybody: an address is on a node only under a lease, which
 * the core alone has. Bounds: {@value #MOST_WAITING} events of {@code legacy} asked for at a time;
 * the engine's for others. Thread: any. Source: CTDB events contract, sections 2 (number 2) and 4.
 */
public final class AgentEvents implements EventService, AutoCloseable {

    static final int MOST_WAITING = 64;

    private static final int MOST_REMEMBERED = 1000;
    private static final int EPERM = 1;
    private static final int EAGAIN = 11;
    private static final int EOPNOTSUPP = 95;

    private final EventEngine engine;
    private final Consumer<Input> inbox;
    private final InstantSource wall;
    private final RememberedRuns own = new RememberedRuns(MOST_REMEMBERED);
    private final AtomicLong lastId = new AtomicLong();
    private final Map<RequestId, Asked> asked = new ConcurrentHashMap<>();

    private record Asked(String event, CompletableFuture<SequenceResult> result) {}

    /**
     * Events of a node.
     *
     * @param engine for components other than {@code legacy}
     * @param inbox of the core
     */
    public AgentEvents(EventEngine engine, Consumer<Input> inbox, InstantSource wall) {
        this.engine = engine;
        this.inbox = inbox;
        this.wall = wall;
    }

    @Override
    public CompletableFuture<EventAnswer> run(EventRequest request) {
        NamedEvent event = request.event();
        Optional<EventAnswer> no = problem(event.component());
        if (no.isPresent()) {
            return CompletableFuture.completedFuture(no.get());
        }
        return event.component().equals(NamedEvent.LEGACY) ? own(request) : engine.run(request);
    }

    /** Synchronized, so that no more wait than may. */
    private synchronized CompletableFuture<EventAnswer> own(EventRequest request) {
        return refusal(request)
                .map(CompletableFuture::completedFuture)
                .orElseGet(() -> ask(request));
    }

    private Optional<EventAnswer> refusal(EventRequest request) {
        NamedEvent event = request.event();
        if (event.ofAddress()) {
            return Optional.of(
                    EventAnswer.refused(
                            EPERM,
                            "this agent runs %s only with a lease on the address; use: baton ip move"
                                    .formatted(event.name())));
        }
        if (request.throughFailures()) {
            return Optional.of(
                    EventAnswer.refused(
                            EOPNOTSUPP,
                            "events of the node itself end at the first failure; only those of"
                                    + " other components run through"));
        }
        return asked.size() < MOST_WAITING
                ? Optional.empty()
                : Optional.of(
                        EventAnswer.refused(
                                EAGAIN, MOST_WAITING + " events wait already; try again"));
    }

    /** The core always ends what it starts or refuses, so this completes. */
    private CompletableFuture<EventAnswer> ask(EventRequest request) {
        RequestId id = new RequestId(lastId.incrementAndGet());
        CompletableFuture<SequenceResult> result = new CompletableFuture<>();
        asked.put(id, new Asked(request.event().name(), result));
        inbox.accept(new Input.EventAsked(id, request.event().event(), request.limit()));
        return result.thenApply(EventAnswer::of);
    }

    /** Takes the core's answer to an event that was asked for. */
    public void answered(Effect.AnswerEvent answer) {
        Asked waiting = asked.remove(answer.request());
        if (waiting != null) {
            // the fact may come later than the asker's next question
            remember(waiting.event(), answer.result());
            waiting.result().complete(answer.result());
        }
    }

    /** Remembers what came of the node's own events. */
    public void heard(Fact fact) {
        if (fact
                instanceof
                Fact.EventEnded(String event, String _, SequenceResult result, Duration _)) {
            remember(event, result);
        }
    }

    private void remember(String event, SequenceResult result) {
        Instant started = wall.instant().minus(result.took());
        own.remember(NamedEvent.LEGACY, event, new LastRun(started, result));
    }

    @Override
    public Optional<LastRun> last(String component, String event) {
        return component.equals(NamedEvent.LEGACY)
                ? own.last(component, event)
                : engine.last(component, event);
    }

    @Override
    public Optional<EventAnswer> problem(String component) {
        return engine.problem(component);
    }

    /** Kills what runs in other components; the core ends its own. */
    @Override
    public void close() {
        engine.close();
    }
}
