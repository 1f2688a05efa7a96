package dev.baton.events.sequence;

import dev.baton.config.IpAddress;
import dev.baton.events.Event;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.IntSupplier;

/**
 * Decides which events of a node run side by side.
 *
 * <p>Events of different public addresses do, up to a bound; events of one address keep their
 * order; every other event is a barrier: it runs alone and nothing overtakes it. A monitor gives
 * way to any event submitted after it and is refused while a non-monitor runs or waits. A cancelled
 * monitor keeps its place until its end is reported.
 *
 * <p>Bounds: at most {@value #MAX_WAITING} events wait; what comes then is refused. Thread: one.
 * Source: CTDB events contract, sections 4 and 16 (number 1).
 */
public final class EventLanes {

    /** Room for a take and a release of some thousand addresses at once. */
    public static final int MAX_WAITING = 16_384;

    private final IntSupplier parallelAddressEvents;
    private final Map<Ticket, Event> running = new LinkedHashMap<>();
    private final Map<Ticket, Event> waiting = new LinkedHashMap<>();

    public EventLanes(int parallelAddressEvents) {
        if (parallelAddressEvents < 1) {
            throw new IllegalArgumentException(
                    "expected a bound of at least 1, got " + parallelAddressEvents);
        }
        this.parallelAddressEvents = () -> parallelAddressEvents;
    }

    /** Lanes whose bound, at least 1, may change; it is asked for whenever an event may start. */
    public EventLanes(IntSupplier parallelAddressEvents) {
        this.parallelAddressEvents = parallelAddressEvents;
    }

    /** Takes one event; tickets must be new. */
    public List<LaneDecision> submit(Ticket ticket, Event event) {
        if (running.containsKey(ticket) || waiting.containsKey(ticket)) {
            throw new IllegalStateException("ticket " + ticket + " was submitted before");
        }
        if (mustRefuse(event)) {
            return List.of(new LaneDecision.Refuse(ticket, event));
        }
        List<LaneDecision> decisions = new ArrayList<>();
        makeMonitorsYield(decisions);
        waiting.put(ticket, event);
        startWhatMay(decisions);
        return List.copyOf(decisions);
    }

    /** Takes the end of an event that was started, whatever it came to. */
    public List<LaneDecision> finished(Ticket ticket) {
        if (running.remove(ticket) == null) {
            throw new IllegalStateException("ticket " + ticket + " is not running");
        }
        List<LaneDecision> decisions = new ArrayList<>();
        startWhatMay(decisions);
        return List.copyOf(decisions);
    }

    /** Takes an event back that waits; false when it does not. */
    public boolean withdraw(Ticket ticket) {
        return waiting.remove(ticket) != null;
    }

    /** Nothing runs and nothing waits. */
    public boolean idle() {
        return running.isEmpty() && waiting.isEmpty();
    }

    private boolean mustRefuse(Event event) {
        return waiting.size() >= MAX_WAITING || (isMonitor(event) && holdsNonMonitor());
    }

    private boolean holdsNonMonitor() {
        // whatever waits behind a non-monitor is not a monitor, so the first of each tells all
        return running.values().stream().anyMatch(event -> !isMonitor(event))
                || waiting.values().stream().limit(1).anyMatch(event -> !isMonitor(event));
    }

    private void makeMonitorsYield(List<LaneDecision> decisions) {
        if (!waiting.isEmpty() && isMonitor(waiting.values().iterator().next())) {
            Map.Entry<Ticket, Event> yielding = waiting.entrySet().iterator().next();
            decisions.add(new LaneDecision.Refuse(yielding.getKey(), yielding.getValue()));
            waiting.remove(yielding.getKey());
        } else if (waiting.isEmpty()) {
            running.forEach(
                    (ticket, event) -> {
                        if (isMonitor(event)) {
                            decisions.add(new LaneDecision.Cancel(ticket));
                        }
                    });
        }
    }

    private void startWhatMay(List<LaneDecision> decisions) {
        TreeSet<IpAddress> busy = new TreeSet<>();
        running.values().forEach(event -> event.address().ifPresent(busy::add));
        Iterator<Map.Entry<Ticket, Event>> queue = waiting.entrySet().iterator();
        while (queue.hasNext() && mayLookFurther()) {
            Map.Entry<Ticket, Event> next = queue.next();
            if (next.getValue().address().isEmpty()) {
                if (running.isEmpty() && busy.isEmpty()) {
                    start(next, queue, decisions);
                }
                return;
            }
            if (busy.add(next.getValue().address().get())) {
                start(next, queue, decisions);
            }
        }
    }

    private boolean mayLookFurther() {
        return running.size() < parallelAddressEvents.getAsInt()
                && running.values().stream().allMatch(event -> event.address().isPresent());
    }

    private void start(
            Map.Entry<Ticket, Event> next,
            Iterator<Map.Entry<Ticket, Event>> queue,
            List<LaneDecision> decisions) {
        Ticket ticket = next.getKey();
        Event event = next.getValue();
        queue.remove();
        running.put(ticket, event);
        decisions.add(new LaneDecision.Start(ticket, event));
    }

    private static boolean isMonitor(Event event) {
        return event.name().equals(Event.MONITOR);
    }
}
