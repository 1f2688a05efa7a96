package dev.baton.events.process;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.baton.events.LastRun;
import dev.baton.events.NamedEvent;
import dev.baton.events.SequenceResult;
import dev.baton.events.SequenceStatus;
import dev.baton.events.sequence.Ticket;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Each row of the table in section 4, and section 3.3, number 1. */
@DisplayName("Queueing and cancellation (contract, section 4)")
class ComponentQueueTest {

    private static final Duration AMPLE = Duration.ofSeconds(60);

    private final List<String> seen = new ArrayList<>();
    private final Map<Ticket, Consumer<SequenceResult>> running = new TreeMap<>();
    private final ComponentQueue queue =
            new ComponentQueue(
                    this::start,
                    InstantSource.system(),
                    (request, run) ->
                            seen.add(request.event().name() + " " + run.result().status()));
    private long tickets;

    @Test
    void withNothingRunningAnythingStarts() {
        ask("random");

        assertEquals(List.of("start random"), seen);
    }

    @Test
    void aRunningMonitorIsCancelledByAnotherEventWhichThenStarts() throws Exception {
        CompletableFuture<LastRun> monitor = submit("monitor");
        ask("random");
        end(1, SequenceStatus.CANCELLED);

        assertEquals(
                List.of("start monitor", "cancel monitor", "monitor CANCELLED", "start random"),
                seen);
        assertEquals(SequenceStatus.CANCELLED, status(monitor));
    }

    @Test
    void aRunningMonitorIsCancelledByAMonitor() {
        ask("monitor");
        ask("monitor");
        end(1, SequenceStatus.CANCELLED);

        assertEquals(
                List.of("start monitor", "cancel monitor", "monitor CANCELLED", "start monitor"),
                seen);
    }

    @Test
    void aMonitorIsRefusedAtOnceWhileAnotherEventRuns() throws Exception {
        ask("random");
        CompletableFuture<LastRun> monitor = submit("monitor");

        assertEquals(SequenceStatus.CANCELLED, status(monitor));
        assertEquals(List.of("start random", "monitor CANCELLED"), seen);
    }

    @Test
    void otherEventsRunOneAtATimeInTheOrderOfAsking() {
        ask("a");
        ask("takeip");
        ask("b");
        end(1, SequenceStatus.OK);
        end(2, SequenceStatus.FAILED);
        end(3, SequenceStatus.OK);

        assertEquals(
                List.of("start a", "a OK", "start takeip", "takeip FAILED", "start b", "b OK"),
                seen);
    }

    /** Section 3.3: time in the queue counts, so what is late ends before its turn. */
    @Test
    void anEventWhoseDeadlineComesInTheQueueEndsThenWithoutTimeForAScript() throws Exception {
        ask("long");
        CompletableFuture<LastRun> late = submit("late", Duration.ofMillis(20));

        assertEquals(SequenceStatus.TIMED_OUT, status(late));
        assertEquals(List.of("start long", "late TIMED_OUT"), seen);
        end(1, SequenceStatus.OK);
        assertEquals(3, seen.size(), seen.toString());
    }

    @Test
    void whenTheDaemonEndsWhatRunsIsKilledAndWhatWaitsRefused() throws Exception {
        ask("a");
        CompletableFuture<LastRun> waiting = submit("b");
        CompletableFuture<Void> over = queue.cancelAll();

        assertEquals(SequenceStatus.CANCELLED, status(waiting));
        assertEquals(false, over.isDone());
        end(1, SequenceStatus.CANCELLED);
        over.get(10, TimeUnit.SECONDS);
        assertEquals(List.of("start a", "b CANCELLED", "cancel a", "a CANCELLED"), seen);
    }

    private void ask(String event) {
        var _ = submit(event);
    }

    private CompletableFuture<LastRun> submit(String event) {
        return submit(event, AMPLE);
    }

    private CompletableFuture<LastRun> submit(String event, Duration limit) {
        return queue.submit(
                new Ticket(++tickets),
                new EventRequest(new NamedEvent("random", event, List.of()), limit, false));
    }

    /** Says that it ran no script when there is no time left. */
    private Running start(
            Ticket ticket, EventRequest request, Duration left, Consumer<SequenceResult> done) {
        String name = request.event().name();
        if (left.isZero()) {
            done.accept(result(SequenceStatus.TIMED_OUT));
        } else {
            seen.add("start " + name);
            running.put(ticket, done);
        }
        return new Running() {
            @Override
            public void cancel() {
                seen.add("cancel " + name);
            }

            @Override
            public void renewed() {}

            @Override
            public void dismiss() {}
        };
    }

    private void end(long ticket, SequenceStatus status) {
        Optional.ofNullable(running.get(new Ticket(ticket))).orElseThrow().accept(result(status));
    }

    private static SequenceResult result(SequenceStatus status) {
        return new SequenceResult(status, List.of(), Duration.ZERO, "");
    }

    private static SequenceStatus status(CompletableFuture<LastRun> answer) throws Exception {
        return answer.get(10, TimeUnit.SECONDS).result().status();
    }
}
