package dev.baton.agent.event;

import dev.baton.events.Event;
import dev.baton.events.SequenceResult;
import dev.baton.events.SequenceStatus;
import dev.baton.events.process.Running;
import dev.baton.events.process.Shortcut;
import dev.baton.events.sequence.Ticket;
import dev.baton.orchestrator.cluster.Moment;
import dev.baton.orchestrator.exchange.Effect;
import dev.baton.orchestrator.exchange.Input;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Runs the events the core asks for and tells it how each ended.
 *
 * <p>Which events run side by side is the core's decision. Thread: any; starting, renewing and
 * cancelling do not wait for a process.
 */
public final class EventRoom {

    private static final SequenceResult TOO_LATE =
            new SequenceResult(
                    SequenceStatus.NOT_STARTED,
                    List.of(),
                    Duration.ZERO,
                    "the agent was held up until its lease was too old");

    private final Function<Duration, EventStarter> runnerWithSilence;
    private final EventEnvironment environment;
    private final Function<Effect.RunEvent, Shortcut> shortcuts;
    private final Consumer<Input> inbox;
    private final AtomicInteger under = new AtomicInteger();
    private final Map<Ticket, Running> running = new TreeMap<>();
    private final Map<Duration, EventStarter> runners = new TreeMap<>();

    /**
     * A room in which nothing runs yet.
     *
     * @param runnerWithSilence makes the runner for events that end after so long without a
     *     renewal; asked once per length
     * @param shortcuts what the agent itself can do of an event
     */
    public EventRoom(
            Function<Duration, EventStarter> runnerWithSilence,
            EventEnvironment environment,
            Function<Effect.RunEvent, Shortcut> shortcuts,
            Consumer<Input> inbox) {
        this.runnerWithSilence = runnerWithSilence;
        this.environment = environment;
        this.shortcuts = shortcuts;
        this.inbox = inbox;
    }

    /** Starts an event; {@link Input.SequenceFinished} answers when it has ended. */
    public synchronized void run(Effect.RunEvent effect) {
        Ticket ticket = effect.ticket();
        Event event = effect.event();
        if (effect.lease().filter(lease -> lease.latest().isBefore(now())).isPresent()) {
            ended(ticket, TOO_LATE);
            return;
        }
        Duration silence = effect.lease().map(Effect.EventLease::silence).orElse(Duration.ZERO);
        Map<String, String> variables = environment.of(event, effect.lease());
        EventStarter runner = runners.computeIfAbsent(silence, runnerWithSilence);
        under.incrementAndGet();
        running.put(
                ticket,
                runner.start(
                        ticket,
                        event,
                        effect.limit(),
                        variables,
                        shortcuts.apply(effect),
                        result -> {
                            under.decrementAndGet();
                            ended(ticket, result);
                        }));
    }

    /** Events whose scripts run now. Never waits. */
    public int underWay() {
        return under.get();
    }

    private static Moment now() {
        return new Moment(System.nanoTime());
    }

    /** Ends an event with everything it started; nothing happens when it has ended already. */
    public synchronized void cancel(Effect.CancelEvent effect) {
        find(effect.ticket()).ifPresent(Running::cancel);
    }

    /** Tells an event's launcher that the agent lives; nothing happens when it has ended. */
    public synchronized void renew(Effect.RenewEvent effect) {
        find(effect.ticket()).ifPresent(Running::renewed);
    }

    /** Lets the launcher of an ended event leave; nothing happens when it has left. */
    public synchronized void dismiss(Effect.DismissLauncher effect) {
        Optional.ofNullable(running.remove(effect.ticket())).ifPresent(Running::dismiss);
    }

    private Optional<Running> find(Ticket ticket) {
        return Optional.ofNullable(running.get(ticket));
    }

    private void ended(Ticket ticket, SequenceResult result) {
        inbox.accept(new Input.SequenceFinished(ticket, result));
    }
}
