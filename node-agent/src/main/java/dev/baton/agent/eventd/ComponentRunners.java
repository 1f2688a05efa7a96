package dev.baton.agent.eventd;

import dev.baton.events.Event;
import dev.baton.events.SequenceResult;
import dev.baton.events.process.ComponentDirectories;
import dev.baton.events.process.EventEngine;
import dev.baton.events.process.EventRequest;
import dev.baton.events.process.Launchers;
import dev.baton.events.process.ProcessScopes;
import dev.baton.events.process.RunnerSettings;
import dev.baton.events.process.Running;
import dev.baton.events.process.ScriptDirectory;
import dev.baton.events.process.ScriptTrust;
import dev.baton.events.process.SequenceRunner;
import dev.baton.events.process.Shortcut;
import dev.baton.events.sequence.Ticket;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Function;

/** Runs the scripts of each component, one runner for each that was asked for. Thread: any. */
public final class ComponentRunners implements EventEngine.Starter {

    /**
     * What all runners share.
     *
     * @param output an existing directory for what scripts print while they run
     * @param debugScript is told of hung scripts
     * @param trusted up to which directory owners and modes of scripts are looked at
     * @param environment of an event's scripts, whole
     */
    public record Means(
            ComponentDirectories directories,
            Path output,
            Optional<Path> debugScript,
            Path trusted,
            ProcessScopes scopes,
            Launchers launchers,
            Function<Event, Map<String, String>> environment) {}

    private final Means means;
    private final Map<String, SequenceRunner> runners = new TreeMap<>();

    public ComponentRunners(Means means) {
        this.means = means;
    }

    @Override
    public Running start(
            Ticket ticket, EventRequest request, Duration left, Consumer<SequenceResult> done) {
        Event event = request.event().event();
        return runner(request.event().component(), request.throughFailures())
                .start(ticket, event, left, means.environment().apply(event), Shortcut.NONE, done);
    }

    private synchronized SequenceRunner runner(String component, boolean throughFailures) {
        return runners.computeIfAbsent(
                component + "/" + throughFailures, _ -> make(component, throughFailures));
    }

    private SequenceRunner make(String component, boolean throughFailures) {
        Path directory = means.directories().of(component);
        Path top = directory.startsWith(means.trusted()) ? means.trusted() : directory;
        RunnerSettings how =
                new RunnerSettings(
                        means.output(), means.debugScript(), Duration.ZERO, throughFailures);
        ScriptTrust trust = ScriptTrust.ofThisProcess(means.trusted());
        return new SequenceRunner(
                how, new ScriptDirectory(directory, top, trust), means.scopes(), means.launchers());
    }
}
