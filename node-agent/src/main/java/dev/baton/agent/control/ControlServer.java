package dev.baton.agent.control;

import dev.baton.config.ClusterSettings;
import dev.baton.config.IpAddress;
import dev.baton.monitoring.metrics.Metrics;
import dev.baton.orchestrator.node.NodeView;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.SocketAddress;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * The two doors of an agent: commands over the unix socket, and {@link Routes} over HTTP.
 *
 * <p>Bounds: those of {@link CommandDoor}. Thread: any. Source: architecture, section 6 (c).
 */
public final class ControlServer {

    private static final Duration WARM_UP_AFTER = Duration.ofSeconds(5);
    private static final String SECTION = "/v1/section/";

    /** For answers that are under way when the server closes: that of a shutdown is one. */
    private static final long ANSWERS_MILLIS = 250;

    private final Vertx vertx;
    private final ClusterSettings settings;
    private final Supplier<NodeView> views;
    private final OperatorDesk desk;
    private final Commands commands;
    private final Metrics metrics;
    private final LongSupplier nanoTime;
    private final CommandDoor door;
    private final RouteDoor routes;
    private final List<HttpServer> servers = new ArrayList<>();

    /**
     * Makes a server that does not listen yet.
     *
     * @param nanoTime the machine's monotonic clock, the one of {@link NodeView#at}
     * @param access to what changes something over HTTP
     */
    public ControlServer(
            Vertx vertx,
            ClusterSettings settings,
            Supplier<NodeView> views,
            OperatorDesk desk,
            Commands commands,
            Metrics metrics,
            LongSupplier nanoTime,
            Access access) {
        this.vertx = vertx;
        this.settings = settings;
        this.views = views;
        this.desk = desk;
        this.commands = commands;
        this.door = new CommandDoor(vertx, commands);
        this.routes = new RouteDoor(vertx, commands, views, metrics, nanoTime, door, access);
        this.metrics = metrics;
        this.nanoTime = nanoTime;
    }

    /** Opens the unix socket; to be called after {@code init} has succeeded. */
    public Future<Void> openSocket() {
        Path socket = settings.layout().socket();
        SocketFile.prepare(socket, socket.startsWith(settings.layout().run()));
        SocketAddress address = SocketAddress.domainSocketAddress(socket.toString());
        return listen(address, this::answerOperator)
                .onSuccess(_ -> SocketFile.protect(socket))
                .onSuccess(_ -> warmUpLater());
    }

    /** The first command is slow to load; not while the node is about to serve addresses. */
    private void warmUpLater() {
        vertx.setTimer(WARM_UP_AFTER.toMillis(), _ -> door.aside(commands::warmUp));
    }

    /** Opens the HTTP port on every configured address. */
    public Future<Void> openHttp() {
        int port = settings.endpoints().httpPort();
        List<Future<Void>> opening = new ArrayList<>();
        for (IpAddress ip : settings.endpoints().httpAddresses()) {
            SocketAddress address = SocketAddress.inetSocketAddress(port, ip.toString());
            opening.add(listen(address, routes::take));
        }
        return Future.all(opening).mapEmpty();
    }

    /** Closes both doors; who has been taken in gets an answer if it is ready by then. */
    public Future<Void> close() {
        door.close();
        List<Future<Void>> closing =
                servers.stream()
                        .map(each -> each.shutdown(ANSWERS_MILLIS, TimeUnit.MILLISECONDS))
                        .toList();
        return Future.all(closing).mapEmpty();
    }

    private Future<Void> listen(
            SocketAddress address, io.vertx.core.Handler<HttpServerRequest> handler) {
        HttpServer server =
                vertx.createHttpServer(new HttpServerOptions().setIdleTimeout(700))
                        .requestHandler(
                                request -> {
                                    count(request);
                                    handler.handle(request);
                                });
        servers.add(server);
        return server.listen(address).mapEmpty();
    }

    /** Also of answers nobody waited for. */
    private void count(HttpServerRequest request) {
        long began = nanoTime.getAsLong();
        String method = request.method().name();
        String path = request.path();
        request.response()
                .endHandler(
                        _ ->
                                metrics.api()
                                        .answered(
                                                method,
                                                path,
                                                request.response().getStatusCode(),
                                                Duration.ofNanos(nanoTime.getAsLong() - began)));
    }

    private void answerOperator(HttpServerRequest request) {
        if (CommandDoor.isCommand(request)) {
            door.take(request);
        } else if (request.method().equals(HttpMethod.POST) && request.path().startsWith(SECTION)) {
            takeSection(request);
        } else {
            routes.take(request);
        }
    }

    private void takeSection(HttpServerRequest request) {
        String name = request.path().substring(SECTION.length());
        String wait = Optional.ofNullable(request.getParam("wait_ms")).orElse("30000");
        if (!name.matches("[A-Za-z0-9_-][A-Za-z0-9._-]{0,99}") || !wait.matches("\\d{1,9}")) {
            request.response().end("!2 expected a section's name and wait_ms in milliseconds\n");
            return;
        }
        new SectionStream(vertx, desk, views, nanoTime, metrics.sections(), request.response())
                .enter(name, Long.parseLong(wait));
    }
}
