package dev.baton.agent.cli;

import dev.baton.agent.access.Secret;
import dev.baton.agent.access.TokenFile;
import dev.baton.agent.control.Access;
import dev.baton.agent.control.ControlServer;
import dev.baton.config.AccessToken;
import dev.baton.config.ClusterSettings;
import dev.baton.config.Endpoints;
import dev.baton.config.IpAddress;
import dev.baton.config.Layout;
import dev.baton.config.Role;
import dev.baton.monitoring.metrics.Build;
import dev.baton.monitoring.metrics.Metrics;
import dev.baton.monitoring.metrics.Sources;
import dev.baton.orchestrator.exchange.Fact;
import dev.baton.orchestrator.exchange.OperatorReply;

import io.vertx.core.Vertx;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/** A real HTTP port over the example cluster, and somebody who asks it. */
final class ApiServer {

    private static final Duration BOUND = Duration.ofSeconds(30);

    final List<Fact> facts = new CopyOnWriteArrayList<>();
    final Path tokens;

    /** One for all tests: making them takes longer than most tests. */
    private static final Vertx VERTX = Vertx.vertx();

    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    private final ControlServer server;
    private final int port;

    ApiServer(ExampleCluster cluster, Path base) throws Exception {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        ClusterSettings settings = settings(base);
        tokens = settings.layout().tokens();
        server =
                new ControlServer(
                        VERTX,
                        settings,
                        cluster::view,
                        _ -> CompletableFuture.completedFuture(new OperatorReply.Done("")),
                        cluster.cli(),
                        new Metrics(
                                settings,
                                new Build("1", "c", "25"),
                                Sources.ofView(
                                        cluster::view,
                                        ExampleCluster.NOW::nanos,
                                        InstantSource.system())),
                        ExampleCluster.NOW::nanos,
                        Access.by(tokens, InstantSource.system(), System::nanoTime, facts::add));
        server.openHttp().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    /** A new token. */
    String token(String name, Role role) {
        Secret secret = Secret.random();
        new TokenFile(tokens).add(new AccessToken(name, role, secret.hash(), Optional.empty()));
        return secret.reveal();
    }

    HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path)).timeout(BOUND);
    }

    HttpResponse<String> send(HttpRequest.Builder request)
            throws IOException, InterruptedException {
        return CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return send(request(path));
    }

    HttpResponse<String> post(String token, String path, String body)
            throws IOException, InterruptedException {
        return send(
                request(path)
                        .header("Authorization", "Bearer " + token)
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    void close() throws Exception {
        server.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    private ClusterSettings settings(Path base) {
        ClusterSettings all = ExampleCluster.settings();
        int other = port > 4000 ? 100 : 60_000;
        return new ClusterSettings(
                Layout.under(base),
                all.name(),
                all.pnn(),
                all.nodes(),
                all.publicAddresses(),
                all.homes(),
                all.tunables(),
                all.timing(),
                new Endpoints(other, true, other + 1, port, List.of(IpAddress.of("127.0.0.1"))),
                all.tls(),
                all.clusterLock(),
                all.votes(),
                all.events(),
                all.failover(),
                all.start(),
                all.logging(),
                all.databases(),
                all.storage(),
                all.telemetry());
    }
}
