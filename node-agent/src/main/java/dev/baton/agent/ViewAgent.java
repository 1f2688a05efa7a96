package dev.baton.agent;

import dev.baton.agent.compat.AgentProcess;
import dev.baton.agent.control.Access;
import dev.baton.agent.control.Commands;
import dev.baton.agent.control.ControlServer;
import dev.baton.agent.view.LoadedView;
import dev.baton.agent.view.ViewPrograms;
import dev.baton.agent.view.ViewRoom;
import dev.baton.config.ClusterSettings;
import dev.baton.config.Layout;
import dev.baton.config.LogLevel;
import dev.baton.config.Pnn;
import dev.baton.monitoring.facts.FactFields;
import dev.baton.monitoring.facts.FactLog;
import dev.baton.monitoring.metrics.Build;
import dev.baton.monitoring.metrics.Metrics;
import dev.baton.monitoring.metrics.Sources;

import io.vertx.core.Vertx;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/**
 * {@code baton agent --view FILE}: an agent that owns nothing. It listens on the socket of its
 * directory and on the usual HTTP port, and touches neither kernel, network, scripts nor leases.
 */
final class ViewAgent {

    private static final Logger LOG = LoggerFactory.getLogger(ViewAgent.class);
    private static final Duration LONGEST_SLEEP = Duration.ofMillis(500);
    private static final int OPEN_SECONDS = 30;
    private static final int CLOSING_SECONDS = 5;
    private static final int TOO_LATE = 1;
    private static final int UNABLE = 69;

    private final LoadedView loaded;
    private final Layout layout;
    private final CountDownLatch stopped = new CountDownLatch(1);
    private final CountDownLatch closed = new CountDownLatch(1);
    private final ViewRoom room;

    ViewAgent(LoadedView loaded, Layout layout) {
        this.loaded = loaded;
        this.layout = layout;
        Pnn self = loaded.view().self();
        FactLog log = new FactLog(LoggerFactory.getILoggerFactory(), FactFields::line);
        room =
                new ViewRoom(
                        loaded.view(),
                        System::nanoTime,
                        Clock.systemUTC(),
                        (node, fact) -> {
                            if (node.equals(self)) {
                                log.accept(fact);
                            }
                        },
                        _ -> stopped.countDown());
    }

    /** Serves until a signal comes or its node is shut down; the exit code. */
    int run() {
        Vertx vertx = EventLoops.start();
        ControlServer server = server(vertx);
        Runtime.getRuntime()
                .addShutdownHook(Thread.ofPlatform().name("ending").unstarted(this::onSignal));
        try {
            server.openSocket()
                    .toCompletionStage()
                    .toCompletableFuture()
                    .get(OPEN_SECONDS, TimeUnit.SECONDS);
            server.openHttp()
                    .onFailure(why -> LOG.warn("http_not_open why=\"{}\"", why.getMessage()));
            LOG.info("view_served socket={}", layout.socket());
            goOn();
            return 0;
        } catch (ExecutionException | TimeoutException failed) {
            LOG.error("socket_not_open socket={} why=\"{}\"", layout.socket(), failed.getMessage());
            return UNABLE;
        } catch (InterruptedException told) {
            Thread.currentThread().interrupt();
            return 0;
        } finally {
            close(server);
        }
    }

    /** SIGTERM and SIGINT; an end that nobody asked for by signal has closed everything before. */
    private void onSignal() {
        if (closed.getCount() == 0) {
            return;
        }
        stopped.countDown();
        try {
            boolean inTime = closed.await(CLOSING_SECONDS, TimeUnit.SECONDS);
            Runtime.getRuntime().halt(inTime ? 0 : TOO_LATE);
        } catch (InterruptedException told) {
            Thread.currentThread().interrupt();
        }
    }

    /** The socket's file is gone then. */
    private void close(ControlServer server) {
        try {
            server.close()
                    .toCompletionStage()
                    .toCompletableFuture()
                    .get(CLOSING_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException late) {
            LOG.warn("view_not_closed why=\"{}\"", late.getMessage());
        } catch (InterruptedException told) {
            Thread.currentThread().interrupt();
        } finally {
            closed.countDown();
        }
    }

    /** Retries and bans come at their time. */
    private void goOn() throws InterruptedException {
        Duration sleep = Duration.ZERO;
        while (!stopped.await(Math.max(1, sleep.toMillis()), TimeUnit.MILLISECONDS)) {
            sleep = room.wake(LONGEST_SLEEP);
        }
    }

    private ControlServer server(Vertx vertx) {
        ClusterSettings settings = loaded.settings(layout, loaded.view().self());
        BuildVersion version = BuildVersion.read();
        Commands commands =
                ViewPrograms.of(loaded, room, layout, process(), version.line(), System::nanoTime);
        String java = Integer.toString(Runtime.version().feature());
        Metrics metrics =
                new Metrics(
                        settings,
                        new Build(version.version(), version.commit(), java),
                        Sources.ofView(
                                () -> room.view(loaded.view().self()),
                                room::nanoTime,
                                Clock.systemUTC()));
        metrics.start();
        return new ControlServer(
                vertx,
                settings,
                () -> room.view(loaded.view().self()),
                room,
                commands,
                metrics,
                room::nanoTime,
                Access.by(
                        layout.tokens(),
                        Clock.systemUTC(),
                        System::nanoTime,
                        new FactLog(LoggerFactory.getILoggerFactory(), FactFields::line)));
    }

    private static AgentProcess process() {
        AtomicReference<LogLevel> level = new AtomicReference<>(LogLevel.NOTICE);
        ProcessHandle process = ProcessHandle.current();
        return new AgentProcess(
                BuildVersion.read().version(),
                process.pid(),
                process.info().startInstant().orElseGet(Instant::now),
                ZoneId.systemDefault(),
                level::get,
                level::set,
                new AtomicInteger(),
                new AtomicBoolean(true));
    }
}
