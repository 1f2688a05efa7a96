package dev.baton.agent.event;

import dev.baton.agent.eventd.EventLog;
import dev.baton.events.Event;
import dev.baton.events.NamedEvent;
import dev.baton.events.ScriptStatus;
import dev.baton.events.SequenceResult;
import dev.baton.events.process.Running;
import dev.baton.events.process.Shortcut;
import dev.baton.events.sequence.Ticket;
import dev.baton.orchestrator.exchange.Effect;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Runs {@code notify.sh} beside everything else: nothing waits for it, and what comes of it is only
 * logged.
 *
 * <p>Bounds: {@value #MOST_AT_ONCE} at a time, more are left out with a line in the log; each has
 * {@link #LIMIT}. They end with the agent. Thread: any; never waits for a script. Source: CTDB
 * events contract, section 10.
 */
public final class Notifier implements AutoCloseable {

    /** The file below the configuration directory. */
    public static final String SCRIPT = "notify.sh";

    static final int MOST_AT_ONCE = 8;
    static final Duration LIMIT = Duration.ofSeconds(60);

    private static final String COMPONENT = "notification";

    /** Above those of the node's events and of requests: all name processes of one agent. */
    private static final long FIRST_TICKET = 1L << 41;

    private static final Logger LOG = LoggerFactory.getLogger("baton.event");

    private final Path script;
    private final EventStarter starter;
    private final EventEnvironment environment;
    private final EventLog log = new EventLog();
    private final Map<Ticket, Running> running = new TreeMap<>();
    private long lastTicket = FIRST_TICKET;
    private boolean closed;

    /**
     * Nothing runs yet.
     *
     * @param script {@code notify.sh}, which need not exist
     * @param starter runs it
     */
    public Notifier(Path script, EventStarter starter, EventEnvironment environment) {
        this.script = script;
        this.starter = starter;
        this.environment = environment;
    }

    /** Starts the script with this word as its only argument. */
    public synchronized void tell(Effect.Notify effect) {
        String word = effect.what().word();
        if (closed || !Files.exists(script)) {
            LOG.debug("not_notified of={} script={}", word, script);
        } else if (running.size() >= MOST_AT_ONCE) {
            LOG.error("not_notified of={} why=\"{} scripts run already\"", word, MOST_AT_ONCE);
        } else {
            start(new Event.Other(word, List.of()));
        }
    }

    /** How many scripts run, or are being killed. */
    synchronized int underWay() {
        return running.size();
    }

    private void start(Event event) {
        Ticket ticket = new Ticket(++lastTicket);
        running.put(
                ticket,
                starter.start(
                        ticket,
                        event,
                        LIMIT,
                        environment.of(event, Optional.empty()),
                        Shortcut.NONE,
                        result -> ended(ticket, event, result)));
    }

    private void ended(Ticket ticket, Event event, SequenceResult result) {
        log.accept(new NamedEvent(COMPONENT, event.name(), List.of()), result);
        if (result.scripts().stream().anyMatch(each -> each.status() == ScriptStatus.DISABLED)) {
            LOG.error("not_notified of={} why=\"{} cannot be executed\"", event.name(), script);
        }
        synchronized (this) {
            Optional.ofNullable(running.remove(ticket)).ifPresent(Running::dismiss);
        }
    }

    /** Kills what runs and starts no more. */
    @Override
    public synchronized void close() {
        closed = true;
        running.values().forEach(Running::cancel);
    }
}
