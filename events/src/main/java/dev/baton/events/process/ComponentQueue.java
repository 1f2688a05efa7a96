package dev.baton.events.process;

import dev.baton.events.LastRun;
import dev.baton.events.SequenceResult;
import dev.baton.events.SequenceStatus;
import dev.baton.events.sequence.EventLanes;
import dev.baton.events.sequence.LaneDecision;
import dev.baton.events.sequence.Ticket;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;

/**
 * Runs the requests of one component one at a time, in order; a monitor gives way.
 *
 * <p>Bounds: {@value #MOST_WAITING} wait; who submits asks {@link #isFull} before. A request whose
 * deadline comes while it waits ends at once, without a script. Thread: any. Source: CTDB events
 * contract, sections 3.3 and 4.
 */
final class ComponentQueue {

    /** Requests that may wait. */
    static final int MOST_WAITING = 64;

    private static final int ONE_AT_A_TIME = 1;

    private record Waiting(
            EventRequest request, Stopwatch since, CompletableFuture<LastRun> answer) {

        Duration left() {
            Duration left = request.limit().minus(since.elapsed());
            return left.isNegative() ? Duration.ZERO : left;
        }
    }

    private final EventEngine.Starter starter;
    private final InstantSource wall;
    private final BiConsumer<EventRequest, LastRun> ended;
    private final EventLanes lanes = new EventLanes(ONE_AT_A_TIME);
    private final Map<Ticket, Waiting> waiting = new TreeMap<>();
    private final Map<Ticket, Running> running = new TreeMap<>();

    /** What all answered requests await. */
    private final List<CompletableFuture<LastRun>> answers = new ArrayList<>();

    /**
     * A queue in which nothing waits.
     *
     * @param ended hears of each end before the next event starts and before the caller does
     */
    ComponentQueue(
            EventEngine.Starter starter,
            InstantSource wall,
            BiConsumer<EventRequest, LastRun> ended) {
        this.starter = starter;
        this.wall = wall;
        this.ended = ended;
    }

    /** The future completes with what the event came to, also when it is refused or cancelled. */
    CompletableFuture<LastRun> submit(Ticket ticket, EventRequest request) {
        CompletableFuture<LastRun> answer = new CompletableFuture<>();
        synchronized (this) {
            answers.removeIf(CompletableFuture::isDone);
            answers.add(answer);
            waiting.put(ticket, new Waiting(request, Stopwatch.started(), answer));
            carryOut(lanes.submit(ticket, request.event().event()));
            if (waiting.containsKey(ticket)) {
                CompletableFuture.delayedExecutor(request.limit().toMillis(), TimeUnit.MILLISECONDS)
                        .execute(() -> expire(ticket));
            }
        }
        return answer;
    }

    /** Whether as many wait as may. */
    synchronized boolean isFull() {
        return waiting.size() >= MOST_WAITING;
    }

    /** Kills what runs and refuses what waits; completes when nothing runs any more. */
    synchronized CompletableFuture<Void> cancelAll() {
        for (Ticket ticket : List.copyOf(waiting.keySet())) {
            if (lanes.withdraw(ticket)) {
                refuse(ticket);
            }
        }
        running.values().forEach(Running::cancel);
        return CompletableFuture.allOf(answers.toArray(CompletableFuture[]::new));
    }

    private void carryOut(List<LaneDecision> decisions) {
        for (LaneDecision decision : decisions) {
            switch (decision) {
                case LaneDecision.Start(Ticket ticket, var _) -> start(ticket);
                case LaneDecision.Cancel(Ticket ticket) ->
                        Optional.ofNullable(running.get(ticket)).ifPresent(Running::cancel);
                case LaneDecision.Refuse(Ticket ticket, var _) -> refuse(ticket);
            }
        }
    }

    private void start(Ticket ticket) {
        take(ticket)
                .ifPresent(
                        next ->
                                running.put(
                                        ticket,
                                        start(ticket, next, next.left(), () -> finished(ticket))));
    }

    private Running start(Ticket ticket, Waiting next, Duration left, Runnable atEnd) {
        Instant started = wall.instant();
        return starter.start(
                ticket,
                next.request(),
                left,
                result -> {
                    LastRun run = new LastRun(started, result);
                    ended.accept(next.request(), run);
                    atEnd.run();
                    next.answer().complete(run);
                });
    }

    private synchronized void finished(Ticket ticket) {
        Optional.ofNullable(running.remove(ticket)).ifPresent(Running::dismiss);
        carryOut(lanes.finished(ticket));
    }

    /** Runs no script any more, so it need not wait for its turn to say so. */
    private synchronized void expire(Ticket ticket) {
        if (lanes.withdraw(ticket)) {
            take(ticket).ifPresent(late -> start(ticket, late, Duration.ZERO, () -> {}));
        }
    }

    private void refuse(Ticket ticket) {
        SequenceResult refused =
                new SequenceResult(
                        SequenceStatus.CANCELLED, List.of(), Duration.ZERO, "another event runs");
        LastRun run = new LastRun(wall.instant(), refused);
        take(ticket)
                .ifPresent(
                        next -> {
                            ended.accept(next.request(), run);
                            next.answer().complete(run);
                        });
    }

    private Optional<Waiting> take(Ticket ticket) {
        return Optional.ofNullable(waiting.remove(ticket));
    }
}
