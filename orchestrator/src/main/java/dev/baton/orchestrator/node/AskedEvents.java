package dev.baton.orchestrator.node;

import dev.baton.events.Event;
import dev.baton.events.SequenceResult;
import dev.baton.events.SequenceStatus;
import dev.baton.orchestrator.exchange.Effect;
import dev.baton.orchestrator.exchange.RequestId;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;

/**
 * Events that somebody on this machine asks for. Only one of them at a time stands among the node's
 * own, so that they hold up an address for no longer than one of them takes; a monitor that cannot
 * run at once is refused.
 *
 * <p>Bounds: {@value #MOST_WAITING} wait. Source: CTDB events contract, section 4.
 */
final class AskedEvents {

    static final int MOST_WAITING = 64;

    private record Asked(RequestId request, Event event, Duration limit) {}

    private final EventDesk desk;
    private final ArrayDeque<Asked> waiting = new ArrayDeque<>();
    private Optional<RequestId> running = Optional.empty();

    AskedEvents(EventDesk desk) {
        this.desk = desk;
    }

    void ask(Work work, RequestId request, Event event, Duration limit) {
        Asked asked = new Asked(request, event, limit);
        if (event instanceof Event.Monitor) {
            submit(work, asked);
        } else if (running.isEmpty()) {
            running = Optional.of(request);
            submit(work, asked);
        } else if (waiting.size() < MOST_WAITING) {
            waiting.add(asked);
        } else {
            String why = MOST_WAITING + " events that were asked for wait already; try again";
            answer(
                    work,
                    request,
                    new SequenceResult(SequenceStatus.NOT_STARTED, List.of(), Duration.ZERO, why));
        }
    }

    private void submit(Work work, Asked asked) {
        desk.submit(work, asked.event(), new Purpose.Asked(asked.request()), asked.limit());
    }

    /** One has ended, or was refused: the next takes its place. */
    void ended(Work work, RequestId request, SequenceResult result) {
        answer(work, request, result);
        if (running.equals(Optional.of(request))) {
            Optional<Asked> next = Optional.ofNullable(waiting.poll());
            running = next.map(Asked::request);
            next.ifPresent(asked -> submit(work, asked));
        }
    }

    private static void answer(Work work, RequestId request, SequenceResult result) {
        work.effect(new Effect.AnswerEvent(request, result));
    }
}
