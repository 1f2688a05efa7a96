package dev.baton.agent;

import dev.baton.agent.event.Notifier;
import dev.baton.agent.eventd.ComponentRunners;
import dev.baton.agent.eventd.EventLog;
import dev.baton.config.EventOptions;
import dev.baton.config.Layout;
import dev.baton.events.Event;
import dev.baton.events.process.CallRunner;
import dev.baton.events.process.ComponentDirectories;
import dev.baton.events.process.EventEngine;
import dev.baton.events.process.Launchers;
import dev.baton.events.process.ProcessScopes;
import dev.baton.events.process.RunnerSettings;
import dev.baton.events.process.ScriptDirectory;
import dev.baton.events.process.ScriptFiles;
import dev.baton.events.process.ScriptTrust;
import dev.baton.events.process.SequenceRunner;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * How this machine runs scripts: which there are, whose are trusted, and what their processes
 * belong to. The same for an agent and for the event daemon. Wiring only.
 *
 * <p>Source: CTDB events contract, sections 2, 3 and 10.
 */
final class ScriptWiring implements AutoCloseable {

    private static final Path CTDB_SCRIPTS = Path.of("/usr/share/ctdb/events");
    private static final Path CTDB_LOCAL_SCRIPTS = Path.of("/usr/local/share/ctdb/events");

    private final Layout layout;
    private final EventOptions options;
    private final ScriptTrust trust;
    private final ProcessScopes scopes;
    private final Launchers launchers;
    private final Launchers callLaunchers;

    /**
     * Nothing runs yet.
     *
     * @param life names what this process starts, unique on the machine
     */
    ScriptWiring(Layout layout, EventOptions options, Path home, String life) {
        this.layout = layout;
        this.options = options;
        trust = ScriptTrust.ofThisProcess(layout.etc());
        scopes = ProcessScopes.detect(life);
        Path launcher = home.resolve("libexec/event-launcher");
        launchers = new Launchers(launcher, scopes);
        callLaunchers = new Launchers(launcher, scopes);
    }

    ProcessScopes scopes() {
        return scopes;
    }

    /** For the node's own events. */
    SequenceRunner runner(Duration silence) {
        return new SequenceRunner(
                settings(options.debugScript(), silence),
                events(options.directory()),
                scopes,
                launchers);
    }

    /** The event scripts there are now, as results name them; none when they cannot be listed. */
    List<String> names() {
        return events(options.directory()).names();
    }

    private ScriptDirectory events(Path scripts) {
        Path top = scripts.startsWith(layout.etc()) ? layout.etc() : scripts;
        return new ScriptDirectory(scripts, top, trust);
    }

    /** For {@code notify.sh}. */
    SequenceRunner notifications() {
        return new SequenceRunner(
                settings(Optional.empty(), Duration.ZERO),
                ScriptDirectory.of(layout.etc(), Notifier.SCRIPT, trust),
                scopes,
                launchers);
    }

    private RunnerSettings settings(Optional<Path> debugScript, Duration silence) {
        return new RunnerSettings(output(), debugScript, silence, false);
    }

    private Path output() {
        return layout.run().resolve("events");
    }

    /** For the scripts of storage call-outs; they have launchers of their own. */
    CallRunner calls() {
        return new CallRunner(output(), trust, scopes, callLaunchers);
    }

    ScriptTrust trust() {
        return trust;
    }

    /** Runs events of components for whoever asks. */
    EventEngine engine(Function<Event, Map<String, String>> environment) {
        ComponentDirectories directories =
                new ComponentDirectories(layout.events(), options.directory());
        ComponentRunners runners =
                new ComponentRunners(
                        new ComponentRunners.Means(
                                directories,
                                output(),
                                options.debugScript(),
                                layout.etc(),
                                scopes,
                                launchers,
                                environment));
        return new EventEngine(directories, runners, InstantSource.system(), new EventLog());
    }

    /**
     * Where administrators and vendors keep scripts on this machine. In a directory with CTDB's
     * {@code functions}, which its scripts need, those that CTDB's package delivered go first.
     */
    static ScriptFiles files(Layout layout, Map<String, String> environment, Path home) {
        if (Layout.isTestMode(environment)) {
            return new ScriptFiles(layout.events(), layout.etc().resolve("share/events"));
        }
        Path ours = home.resolve("share/events");
        return Files.exists(layout.etc().resolve("functions"))
                ? new ScriptFiles(layout.events(), List.of(CTDB_SCRIPTS, CTDB_LOCAL_SCRIPTS, ours))
                : new ScriptFiles(layout.events(), ours);
    }

    /** Lets launchers go; what events left running lives on. */
    @Override
    public void close() {
        launchers.close();
        callLaunchers.close();
        scopes.close();
    }
}
