package dev.baton.agent;

import dev.baton.agent.control.CommandDoor;
import dev.baton.agent.control.Commands;
import dev.baton.agent.eventd.ComponentRunners;
import dev.baton.agent.eventd.EventLog;
import dev.baton.agent.eventd.EventService;
import dev.baton.agent.eventd.EventTool;
import dev.baton.agent.kernel.OrphanReaper;
import dev.baton.agent.kernel.ProcessControl;
import dev.baton.config.EventSettings;
import dev.baton.config.Layout;
import dev.baton.events.EnvironmentOfEvents;
import dev.baton.events.process.ComponentDirectories;
import dev.baton.events.process.EventEngine;
import dev.baton.events.process.Launchers;
import dev.baton.events.process.ProcessScopes;
import dev.baton.events.process.ScriptFiles;

import io.vertx.core.Vertx;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Events of one machine without a cluster: an engine behind a socket of its own. Wiring only.
 *
 * <p>Source: CTDB events contract, sections 1 and 15.
 */
final class EventDaemon implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(EventDaemon.class);
    private static final long OPEN_SECONDS = 30;
    private static final Path CTDB_SCRIPTS = Path.of("/usr/share/ctdb/events");
    private static final Path CTDB_LOCAL_SCRIPTS = Path.of("/usr/local/share/ctdb/events");

    private final Layout layout;
    private final ProcessScopes scopes;
    private final Launchers launchers;
    private final OrphanReaper orphans = new OrphanReaper();
    private final EventEngine engine;
    private final Vertx vertx = EventLoops.start();
    private final CommandDoor door;
    private final CountDownLatch stopped = new CountDownLatch(1);

    EventDaemon(EventSettings settings, Map<String, String> environment) {
        layout = settings.layout();
        ProcessControl.becomeSubreaper();
        Path home = Home.find();
        String identity = layout.eventSocket().toString().replace('/', '_');
        scopes = ProcessScopes.detect(identity + "/" + ProcessHandle.current().pid());
        launchers = new Launchers(home.resolve("libexec/event-launcher"), scopes);
        ComponentDirectories directories =
                new ComponentDirectories(layout.events(), settings.events().directory());
        ComponentRunners runners =
                new ComponentRunners(
                        new ComponentRunners.Means(
                                directories,
                                layout.run().resolve("events"),
                                settings.events().debugScript(),
                                layout.etc(),
                                scopes,
                                launchers,
                                variables(settings, home, environment)::of));
        engine = new EventEngine(directories, runners, InstantSource.system(), new EventLog());
        EventTool tool =
                EventTool.of(EventService.of(engine), scriptFiles(layout, environment, home));
        door = new CommandDoor(vertx, new EventCommands(tool));
    }

    /**
     * Where administrators and vendors keep scripts on this machine. In a directory with CTDB's
     * {@code functions}, which its scripts need, those that CTDB's package delivered go first.
     */
    static ScriptFiles scriptFiles(Layout layout, Map<String, String> environment, Path home) {
        boolean testMode =
                environment.containsKey("CTDB_TEST_MODE")
                        && !environment.getOrDefault("CTDB_BASE", "").isEmpty();
        if (testMode) {
            return new ScriptFiles(layout.events(), layout.etc().resolve("share/events"));
        }
        Path ours = home.resolve("share/events");
        return Files.exists(layout.etc().resolve("functions"))
                ? new ScriptFiles(layout.events(), List.of(CTDB_SCRIPTS, CTDB_LOCAL_SCRIPTS, ours))
                : new ScriptFiles(layout.events(), ours);
    }

    private static EnvironmentOfEvents variables(
            EventSettings settings, Path home, Map<String, String> environment) {
        Path compat = home.resolve("compat");
        return new EnvironmentOfEvents(
                environment,
                settings.layout().etc().toString(),
                settings.logging().location(),
                settings.logging().level().name(),
                compat.resolve("ctdb").toString(),
                compat.toString(),
                settings.layout().var().resolve("scripts").toString(),
                compat.toString());
    }

    /** Serves until {@link #close} is called on another thread. */
    void serve() throws Exception {
        orphans.start();
        door.open(layout.eventSocket()).await(OPEN_SECONDS, TimeUnit.SECONDS);
        LOG.info("listening on {}", layout.eventSocket());
        stopped.await();
    }

    /** Takes no more requests and kills what runs. */
    @Override
    public void close() {
        door.close();
        engine.close();
        launchers.close();
        scopes.close();
        orphans.close();
        stopped.countDown();
        LOG.info("stopped");
    }

    /** What its socket answers: nothing but {@code ctdb-event}. */
    private record EventCommands(EventTool tool) implements Commands {

        private static final int UNKNOWN = 1;

        @Override
        public Answer run(Invocation invocation) {
            List<String> words = invocation.arguments();
            if (words.isEmpty() || !words.getFirst().equals(EventTool.NAME)) {
                String sentence = "expected " + EventTool.NAME + "; no agent runs here";
                return new Answer(UNKNOWN, "", sentence + "\n");
            }
            return tool.answer(words.subList(1, words.size()), invocation.environment());
        }

        @Override
        public void warmUp() {
            var _ = tool.answer(List.of("script", "list", "legacy"), Map.of());
        }

        @Override
        public String view() {
            return "{}";
        }
    }
}
