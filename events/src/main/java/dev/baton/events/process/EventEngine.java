package dev.baton.events.process;

import dev.baton.events.LastRun;
import dev.baton.events.NamedEvent;
import dev.baton.events.RememberedRuns;
import dev.baton.events.SequenceResult;
import dev.baton.events.SequenceStatus;
import dev.baton.events.sequence.Ticket;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * Runs events of components for whoever asks, and remembers what came of them. Each component has a
 * queue of its own and is known as soon as its directory is there.
 *
 * <p>Bounds: the queues' own; {@value #MOST_REMEMBERED} results. Thread: any. Source: CTDB events
 * contract, sections 2 to 4.
 */
public final class EventEngine implements AutoCloseable {

    /** Results that are remembered; the oldest goes first. */
    static final int MOST_REMEMBERED = 10_000;

    /**
     * Tickets of requests are above those of the node's own events, which count from 1: both name
     * processes of one agent.
     */
    private static final long FIRST_TICKET = 1L << 40;

    private static final Duration END_LIMIT = ProcessScopes.KILL_LIMIT.plusSeconds(1);
    private static final int EAGAIN = 11;
    private static final int ESHUTDOWN = 108;

    /** Starts the scripts of a request. */
    @FunctionalInterface
    public interface Starter {
        /** As {@link SequenceRunner#start}; {@code left} is what remains of the limit. */
        Running start(
                Ticket ticket, EventRequest request, Duration left, Consumer<SequenceResult> done);
    }

    private final ComponentDirectories components;
    private final Starter starter;
    private final InstantSource wall;
    private final BiConsumer<NamedEvent, SequenceResult> ended;
    private final AtomicLong lastTicket = new AtomicLong(FIRST_TICKET);
    private final Map<String, ComponentQueue> queues = new TreeMap<>();
    private final RememberedRuns remembered = new RememberedRuns(MOST_REMEMBERED);
    private boolean closed;

    /**
     * An engine in which nothing runs.
     *
     * @param wall for the times that people read
     * @param ended hears of every event that ran, cancelled ones too
     */
    public EventEngine(
            ComponentDirectories components,
            Starter starter,
            InstantSource wall,
            BiConsumer<NamedEvent, SequenceResult> ended) {
        this.components = components;
        this.starter = starter;
        this.wall = wall;
        this.ended = ended;
    }

    /** Runs an event when its component's queue lets it; always completes, never exceptionally. */
    public CompletableFuture<EventAnswer> run(EventRequest request) {
        NamedEvent event = request.event();
        Optional<EventAnswer> problem = problem(event.component());
        if (problem.isPresent()) {
            return CompletableFuture.completedFuture(problem.get());
        }
        Optional<ComponentQueue> queue = queue(event.component());
        if (queue.isEmpty()) {
            return CompletableFuture.completedFuture(
                    EventAnswer.refused(ESHUTDOWN, "the event daemon is ending"));
        }
        if (queue.get().isFull()) {
            return CompletableFuture.completedFuture(
                    EventAnswer.refused(
                            EAGAIN,
                            "%d events of %s wait already; try again"
                                    .formatted(ComponentQueue.MOST_WAITING, event.component())));
        }
        Ticket ticket = new Ticket(lastTicket.incrementAndGet());
        return queue.get().submit(ticket, request).thenApply(run -> answer(event, run.result()));
    }

    /** The latest run of an event; empty when it has not run yet. */
    public Optional<LastRun> last(String component, String event) {
        return remembered.last(component, event);
    }

    /** Why a component has no scripts to run. */
    public Optional<EventAnswer> problem(String component) {
        return components.problem(component);
    }

    /** Kills everything that runs and takes no more; returns when all of it has ended. */
    @Override
    public void close() {
        List<ComponentQueue> all;
        synchronized (this) {
            closed = true;
            all = new ArrayList<>(queues.values());
        }
        all.stream()
                .map(ComponentQueue::cancelAll)
                .toList()
                .forEach(
                        gone ->
                                gone.completeOnTimeout(
                                                null, END_LIMIT.toMillis(), TimeUnit.MILLISECONDS)
                                        .join());
    }

    private synchronized Optional<ComponentQueue> queue(String component) {
        return closed
                ? Optional.empty()
                : Optional.of(
                        queues.computeIfAbsent(
                                component, _ -> new ComponentQueue(starter, wall, this::ended)));
    }

    private void ended(EventRequest request, LastRun run) {
        NamedEvent event = request.event();
        remembered.remember(event.component(), event.name(), run);
        ended.accept(event, run.result());
    }

    private EventAnswer answer(NamedEvent event, SequenceResult result) {
        EventAnswer answer = EventAnswer.of(result);
        return result.status() == SequenceStatus.NOT_STARTED
                ? problem(event.component()).orElse(answer)
                : answer;
    }
}
