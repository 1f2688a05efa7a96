package dev.baton.orchestrator.node;

import dev.baton.config.IpAddress;
import dev.baton.events.Event;
import dev.baton.events.SequenceResult;
import dev.baton.events.SequenceStatus;
import dev.baton.events.sequence.EventLanes;
import dev.baton.events.sequence.LaneDecision;
import dev.baton.events.sequence.Ticket;
import dev.baton.orchestrator.cluster.Moment;
import dev.baton.orchestrator.exchange.Effect;
import dev.baton.orchestrator.exchange.Fact;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * Hands events to the lanes, starts what they allow and tells who asked of the end.
 *
 * <p>An event of an address starts only while its right is held: what waited too long is not run at
 * all.
 */
final class EventDesk {

    /** Says whether, and under which lease, an event may start now. */
    interface Permits {
        StartPermit of(Work work, Event event);
    }

    /** Hears the end of an event. */
    interface Ends {
        void ended(Work work, Purpose purpose, Event event, SequenceResult result);
    }

    /** {@code begins} is when its first script was to run; never before that. */
    private record Submitted(
            Event event, Purpose purpose, Duration limit, Moment asked, Moment begins) {

        Submitted begunAt(Moment now) {
            return new Submitted(event, purpose, limit, asked, now);
        }

        Duration waited(Moment now) {
            return Moment.earlier(begins, now).since(asked);
        }
    }

    private final EventLanes lanes;
    private final Supplier<Duration> limit;
    private final Permits permits;
    private final Ends ends;
    private final TreeMap<Ticket, Submitted> submitted = new TreeMap<>();

    /** Ended events of addresses whose launchers still watch. */
    private final TreeMap<IpAddress, List<Ticket>> unsettled = new TreeMap<>();

    private final ArrayDeque<LaneDecision> decisions = new ArrayDeque<>();
    private long lastTicket;
    private boolean deciding;

    EventDesk(EventLanes lanes, Supplier<Duration> limit, Permits permits, Ends ends) {
        this.lanes = lanes;
        this.limit = limit;
        this.permits = permits;
        this.ends = ends;
    }

    Ticket submit(Work work, Event event, Purpose purpose) {
        return submit(work, event, purpose, limit.get());
    }

    /** With a limit of its own. */
    Ticket submit(Work work, Event event, Purpose purpose, Duration own) {
        Ticket ticket = new Ticket(++lastTicket);
        submitted.put(ticket, new Submitted(event, purpose, own, work.now(), Moment.NEVER));
        decisions.addAll(lanes.submit(ticket, event));
        decide(work);
        return ticket;
    }

    void finished(Work work, Ticket ticket, SequenceResult result) {
        Submitted ended = submitted.get(ticket);
        if (ended == null) {
            throw new IllegalStateException("an event ended that was never started: " + ticket);
        }
        decisions.addAll(lanes.finished(ticket));
        Optional<IpAddress> address = ended.event().address();
        if (address.isPresent()) {
            unsettled.computeIfAbsent(address.get(), _ -> new ArrayList<>()).add(ticket);
        } else {
            work.effect(new Effect.DismissLauncher(ticket));
        }
        tell(work, ticket, result);
        decide(work);
    }

    /**
     * An address is served, and the kernel will drop it in time by itself, or it is gone: the
     * launchers of its ended events need not watch any more.
     */
    void settled(Work work, IpAddress ip) {
        List<Ticket> ended = unsettled.remove(ip);
        if (ended != null) {
            ended.forEach(ticket -> work.effect(new Effect.DismissLauncher(ticket)));
        }
    }

    /** Asks for a running or waiting event to be killed; it then ends as cancelled. */
    void cancel(Work work, Ticket ticket) {
        if (submitted.containsKey(ticket)) {
            work.effect(new Effect.CancelEvent(ticket));
        }
    }

    private void decide(Work work) {
        if (deciding) {
            return;
        }
        deciding = true;
        while (!decisions.isEmpty()) {
            carryOut(work, decisions.remove());
        }
        deciding = false;
    }

    private void carryOut(Work work, LaneDecision decision) {
        switch (decision) {
            case LaneDecision.Start(Ticket ticket, Event event) -> start(work, ticket, event);
            case LaneDecision.Cancel(Ticket ticket) -> work.effect(new Effect.CancelEvent(ticket));
            case LaneDecision.Refuse(Ticket ticket, Event _) ->
                    tell(work, ticket, unstarted(SequenceStatus.CANCELLED, "another event runs"));
        }
    }

    private void start(Work work, Ticket ticket, Event event) {
        StartPermit permit = permits.of(work, event);
        if (permit.given()) {
            Duration own =
                    Optional.ofNullable(submitted.get(ticket))
                            .map(Submitted::limit)
                            .orElseGet(limit);
            submitted.computeIfPresent(ticket, (_, it) -> it.begunAt(work.now()));
            work.effect(new Effect.RunEvent(ticket, event, own, permit.lease()));
        } else {
            decisions.addAll(lanes.finished(ticket));
            tell(work, ticket, unstarted(SequenceStatus.NOT_STARTED, "its right is not held"));
        }
    }

    private void tell(Work work, Ticket ticket, SequenceResult result) {
        Submitted ended = submitted.remove(ticket);
        if (ended != null) {
            Event event = ended.event();
            String arguments = String.join(" ", event.arguments());
            Duration waited = ended.waited(work.now());
            work.fact(new Fact.EventEnded(event.name(), arguments, result, waited));
            ends.ended(work, ended.purpose(), event, result);
        }
    }

    private static SequenceResult unstarted(SequenceStatus status, String why) {
        return new SequenceResult(status, List.of(), Duration.ZERO, why);
    }
}
