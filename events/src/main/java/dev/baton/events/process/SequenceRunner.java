package dev.baton.events.process;

import dev.baton.events.Event;
import dev.baton.events.SequenceResult;
import dev.baton.events.sequence.Ticket;

import java.time.Duration;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * Runs the scripts of events as processes, one virtual thread per event.
 *
 * <p>Whether an event may run now is not asked here; {@link dev.baton.events.sequence.EventLanes}
 * decides that. Thread: any. Source: CTDB events contract, section 3; safety rule, section 3.
 */
public final class SequenceRunner {

    private final RunnerSettings settings;
    private final ScriptDirectory scripts;
    private final ProcessScopes scopes;
    private final Launchers launchers;
    private final LeftoverOutput leftovers = new LeftoverOutput();

    public SequenceRunner(
            RunnerSettings settings,
            ScriptDirectory scripts,
            ProcessScopes scopes,
            Launchers launchers) {
        this.launchers = launchers;
        this.settings = settings;
        this.scripts = scripts;
        this.scopes = scopes;
    }

    /**
     * Starts an event now; its deadline begins now.
     *
     * @param limit for all scripts together; a hung event ends up to 0.2 s and, with a debug
     *     script, 10 s later
     * @param environment of the scripts, whole; see {@link dev.baton.events.EnvironmentOfEvents}
     * @param shortcut asked in place of scripts that allow it
     * @param done called exactly once, on the event's own thread, whatever happens; {@link
     *     Running#dismiss} is expected after it
     */
    public Running start(
            Ticket ticket,
            Event event,
            Duration limit,
            Map<String, String> environment,
            Shortcut shortcut,
            Consumer<SequenceResult> done) {
        Map<String, String> variables = Collections.unmodifiableMap(new TreeMap<>(environment));
        RunningEvent running =
                new RunningEvent(
                        settings, scripts, scopes, launchers, leftovers, ticket, event, limit,
                        variables, shortcut);
        Thread.ofVirtual().name(event.name() + "-" + ticket).start(() -> running.run(done));
        return running;
    }
}
