package dev.baton.agent;

import dev.baton.agent.control.CommandDoor;
import dev.baton.agent.control.Commands;
import dev.baton.agent.event.EventEnvironment;
import dev.baton.agent.eventd.EventService;
import dev.baton.agent.eventd.EventTool;
import dev.baton.agent.kernel.OrphanReaper;
import dev.baton.agent.kernel.ProcessControl;
import dev.baton.config.EventSettings;
import dev.baton.config.Layout;
import dev.baton.events.process.EventEngine;

import io.vertx.core.Vertx;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.nio.file.Path;
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

    private final Layout layout;
    private final ScriptWiring scripts;
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
        scripts =
                new ScriptWiring(
                        layout,
                        settings.events(),
                        home,
                        identity + "/" + ProcessHandle.current().pid());
        engine =
                scripts.engine(
                        EventEnvironment.variables(layout, settings.logging(), home, environment)
                                ::of);
        EventTool tool =
                EventTool.of(
                        EventService.of(engine), ScriptWiring.files(layout, environment, home));
        door = new CommandDoor(vertx, new EventCommands(tool));
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
        scripts.close();
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
