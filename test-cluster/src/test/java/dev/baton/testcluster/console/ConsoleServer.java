package dev.baton.testcluster.console;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.baton.agent.access.Secret;
import dev.baton.agent.access.TokenFile;
import dev.baton.agent.compat.AgentProcess;
import dev.baton.agent.control.Access;
import dev.baton.agent.control.Commands;
import dev.baton.agent.control.ControlServer;
import dev.baton.agent.saved.BadFile;
import dev.baton.agent.view.LoadedView;
import dev.baton.agent.view.SavedViewReader;
import dev.baton.agent.view.ViewPrograms;
import dev.baton.agent.view.ViewRoom;
import dev.baton.config.AccessToken;
import dev.baton.config.ClusterSettings;
import dev.baton.config.Endpoints;
import dev.baton.config.IpAddress;
import dev.baton.config.Layout;
import dev.baton.config.LogLevel;
import dev.baton.config.Role;
import dev.baton.monitoring.metrics.Build;
import dev.baton.monitoring.metrics.Metrics;
import dev.baton.monitoring.metrics.Sources;

import io.vertx.core.Future;
import io.vertx.core.Vertx;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * The doors of an agent over a saved view, in this process: the same HTTP server, command line and
 * leader, no kernel and no other node.
 *
 * <p>What no saved view can say, because no leader would let it be, is changed in the finished JSON
 * ({@link #alter}).
 */
final class ConsoleServer implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final long SECONDS = 20;

    private final Vertx vertx;
    private final ViewRoom room;
    private final Altered commands;
    private final ControlServer server;
    private final int port;
    private final Path tokens;

    private ConsoleServer(LoadedView loaded, Path base, int port) {
        this.port = port;
        vertx = Vertx.vertx();
        room =
                new ViewRoom(
                        loaded.view(), System::nanoTime, Clock.systemUTC(), (_, _) -> {}, _ -> {});
        Layout layout = Layout.under(base);
        tokens = layout.tokens();
        commands =
                new Altered(
                        ViewPrograms.of(loaded, room, layout, process(), "1", System::nanoTime));
        server = server(loaded, layout);
    }

    /** Serves a saved view on a free port of loopback. */
    static ConsoleServer of(String view, Path base) {
        return on(freePort(), view, base);
    }

    /** The same on a port that was free a moment ago: the agent comes back. */
    static ConsoleServer on(int port, String view, Path base) {
        try {
            Path file = base.resolve("view.json");
            Files.writeString(file, view);
            ConsoleServer made = new ConsoleServer(SavedViewReader.read(file), base, port);
            await(made.server.openHttp());
            return made;
        } catch (IOException | BadFile wrong) {
            throw new IllegalStateException("cannot serve " + view, wrong);
        }
    }

    private static int freePort() {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return free.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private ControlServer server(LoadedView loaded, Layout layout) {
        int other = port > 4000 ? 100 : 60_000;
        ClusterSettings settings =
                loaded.settings(layout, loaded.view().self())
                        .withEndpoints(
                                new Endpoints(
                                        other,
                                        true,
                                        other + 1,
                                        port,
                                        List.of(IpAddress.of("127.0.0.1"))));
        Metrics metrics =
                new Metrics(
                        settings,
                        new Build("1", "c", "25"),
                        Sources.ofView(
                                () -> room.view(loaded.view().self()),
                                room::nanoTime,
                                Clock.systemUTC()));
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
                        room.history(loaded.view().self())));
    }

    /** A new token. */
    String token(String name, Role role) {
        Secret secret = Secret.random();
        new TokenFile(tokens).add(new AccessToken(name, role, secret.hash(), Optional.empty()));
        return secret.reveal();
    }

    private static AgentProcess process() {
        return new AgentProcess(
                "1",
                ProcessHandle.current().pid(),
                Clock.systemUTC().instant(),
                ZoneId.of("UTC"),
                () -> LogLevel.NOTICE,
                _ -> {},
                new AtomicInteger(),
                new AtomicBoolean(true));
    }

    String address() {
        return "http://127.0.0.1:" + port + "/";
    }

    int port() {
        return port;
    }

    /** Changes what readers are told of the view from now on. */
    void alter(Consumer<ObjectNode> change) {
        commands.change = change;
    }

    /** An operator's command on this node; its words. */
    String command(String... words) {
        Commands.Answer answer =
                commands.run(new Commands.Invocation("/", List.of(words), Map.of(), ""));
        if (answer.exitCode() > 1) {
            throw new IllegalStateException(String.join(" ", words) + ": " + answer.stderr());
        }
        return answer.stdout();
    }

    private static void await(Future<?> done) {
        try {
            done.toCompletionStage().toCompletableFuture().get(SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException failed) {
            throw new IllegalStateException("not within " + SECONDS + " s", failed);
        } catch (InterruptedException told) {
            Thread.currentThread().interrupt();
        }
    }

    /** The agent is gone; whoever reads sees its connection end. */
    @Override
    public void close() {
        await(server.close());
        await(vertx.close());
    }

    /** The agent's own commands, and a view with one change. */
    private static final class Altered implements Commands {
        private final Commands real;
        private volatile Consumer<ObjectNode> change = _ -> {};

        Altered(Commands real) {
            this.real = real;
        }

        @Override
        public Answer run(Invocation invocation) {
            return real.run(invocation);
        }

        @Override
        public void warmUp() {
            real.warmUp();
        }

        @Override
        public String view() {
            try {
                ObjectNode view = (ObjectNode) JSON.readTree(real.view());
                change.accept(view);
                return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(view);
            } catch (IOException garbage) {
                throw new UncheckedIOException(garbage);
            }
        }
    }
}
