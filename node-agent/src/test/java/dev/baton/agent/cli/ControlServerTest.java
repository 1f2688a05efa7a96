package dev.baton.agent.cli;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.baton.agent.control.Access;
import dev.baton.agent.control.ControlServer;
import dev.baton.agent.control.OperatorDesk;
import dev.baton.config.ClusterSettings;
import dev.baton.config.Endpoints;
import dev.baton.config.IpAddress;
import dev.baton.config.Layout;
import dev.baton.config.Tunables;
import dev.baton.monitoring.metrics.Build;
import dev.baton.monitoring.metrics.Metrics;
import dev.baton.monitoring.metrics.Sources;
import dev.baton.orchestrator.cluster.Right;
import dev.baton.orchestrator.exchange.Fact;
import dev.baton.orchestrator.exchange.OperatorCommand;
import dev.baton.orchestrator.exchange.OperatorReply;
import dev.baton.orchestrator.node.NodeView;

import io.vertx.core.Vertx;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.StandardProtocolFamily;
import java.net.URI;
import java.net.UnixDomainSocketAddress;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;

/** The launcher's wire over a real unix socket, and the HTTP port. */
class ControlServerTest {

    private static final Duration BOUND = Duration.ofSeconds(30);

    @TempDir private Path base;
    private final ExampleCluster cluster = new ExampleCluster();
    private final AtomicReference<NodeView> view = new AtomicReference<>(cluster.view());
    private final List<OperatorCommand> asked = new CopyOnWriteArrayList<>();
    private final List<Fact> facts = new CopyOnWriteArrayList<>();
    private final Vertx vertx = Vertx.vertx();
    private int port;
    private Path socket = Path.of("");

    @BeforeEach
    void open() throws Exception {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        ClusterSettings settings = settings();
        socket = settings.layout().socket();
        Files.createDirectories(settings.layout().run());
        Files.writeString(socket, "left by a killed agent");
        OperatorDesk desk =
                command -> {
                    asked.add(command);
                    return CompletableFuture.completedFuture(
                            new OperatorReply.Entered("quota", 42));
                };
        ControlServer server =
                new ControlServer(
                        vertx,
                        settings,
                        view::get,
                        desk,
                        cluster.cli(),
                        new Metrics(
                                settings,
                                new Build("1", "c", "25"),
                                Sources.ofView(
                                        view::get,
                                        ExampleCluster.NOW::nanos,
                                        InstantSource.system())),
                        ExampleCluster.NOW::nanos,
                        Access.by(
                                settings.layout().tokens(),
                                InstantSource.system(),
                                System::nanoTime,
                                facts::add));
        server.openSocket().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
        server.openHttp().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    @AfterEach
    void close() throws Exception {
        vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    @Test
    void theSocketReplacesAStaleOneAndOnlyItsGroupMayUseIt() throws IOException {
        assertEquals("rw-rw----", permissions(socket));
        assertEquals("rwxr-x---", permissions(socket.resolveSibling(".")));
    }

    @Test
    void aCommandIsAnsweredWithCountsAndBothOutputs() throws IOException {
        String answer = body(post("/v1/command", "/tmp\0002\0node\0frob\0TERM=dumb\0\0"));

        String error =
                "baton: baton node knows no \"frob\"; known: list, show, reload, disable, enable,"
                        + " stop, continue, ban, unban\n";
        assertEquals("2 0 " + error.length() + "\n" + error, answer);
    }

    @Test
    void metersThatCannotBePutInPlaceLeaveNothingBehind() throws IOException {
        Path taken = Files.createDirectory(base.resolve("taken.prom"));

        Called written = launch("metrics", "--textfile", taken.toString());

        assertEquals(6, written.exitCode(), written.output());
        try (Stream<Path> left = Files.walk(base)) {
            assertEquals(
                    List.of(taken), left.filter(it -> it.toString().contains(".prom")).toList());
        }
    }

    @Test
    @DisplayName("monitoring, section 3: check for Nagios; meters in a file for node_exporter")
    void theLauncherChecksAndWritesMeters() throws IOException {
        Path file = base.resolve("baton.prom");

        Called checked = launch("check");
        Called written = launch("metrics", "--textfile", file.toString());

        assertEquals(0, checked.exitCode(), checked.output());
        assertTrue(checked.output().startsWith("BATON OK - 3 of 3 nodes OK"), checked.output());
        assertEquals(new Called("", 0), written);
        assertTrue(Files.readString(file).contains("\nbaton_majority{cluster=\"baton\"} 1.0\n"));
        assertEquals("rw-r--r--", permissions(file));
        try (Stream<Path> left = Files.list(base)) {
            assertEquals(
                    List.of(file),
                    left.filter(each -> each.toString().contains("baton.prom")).toList());
        }
        assertTrue(launch("metrics").output().contains("# TYPE baton_leader gauge\n"));
    }

    @Test
    void aBodyThatIsNoRequestIsRefused() throws IOException {
        assertTrue(body(post("/v1/command", "garbage")).startsWith("3 0 "));
        assertTrue(body(post("/v1/command", "/tmp\0009\0node\0")).startsWith("3 0 "));
    }

    @Test
    void aSectionIsHeldWhileItsLeaseRunsAndEndsWithIt() throws Exception {
        hold(42);
        CompletableFuture<String> stream =
                CompletableFuture.supplyAsync(() -> post("/v1/section/quota?wait_ms=500", ""));
        await().atMost(BOUND).until(() -> !asked.isEmpty());

        view.set(cluster.view());

        String answer = stream.get(10, TimeUnit.SECONDS);
        assertEquals(List.of(new OperatorCommand.EnterSection("quota", 500)), asked.subList(0, 1));
        assertTrue(answer.contains("42\n"), answer);
    }

    @Test
    @DisplayName("Safety rule, Sections: a word that comes when the lease is over lets nobody in")
    void aSectionWhoseLeaseIsOverIsNotEntered() {
        String answer = post("/v1/section/quota?wait_ms=500", "");

        assertTrue(answer.contains("!7 the lease of section:quota ended"), answer);
        await().atMost(BOUND)
                .until(() -> asked.contains(new OperatorCommand.LeaveSection("quota", 42)));
    }

    @Test
    void aClientThatGoesAwayGivesTheSectionBack() throws IOException {
        hold(42);
        try (SocketChannel client = connect()) {
            send(client, "/v1/section/quota", "");
            ByteBuffer first = ByteBuffer.allocate(4096);
            client.read(first);
        }

        await().atMost(BOUND)
                .until(() -> asked.contains(new OperatorCommand.LeaveSection("quota", 42)));
    }

    @Test
    void readersGetMetricsViewAndProbes() throws Exception {
        assertTrue(get("/metrics").body().contains("baton_leader{cluster=\"baton\"} 0.0\n"));
        assertTrue(get("/api/v1/view").body().contains("\"apiVersion\" : \"baton/v1\""));
        assertEquals(200, get("/healthz").statusCode());
        assertEquals(200, get("/readyz").statusCode());
        assertTrue(get("/api/v1/runbooks/BatonNodeDown").body().startsWith("# BatonNodeDown"));
        assertTrue(get("/api/v1/runbooks").body().startsWith("# Runbooks"));
        assertEquals(404, get("/api/v1/runbooks/BatonNothing").statusCode());
        view.set(new ExampleCluster().withoutMajority().view());
        assertEquals("no majority\n", get("/readyz").body());
        assertEquals(404, get("/v1/command").statusCode());
    }

    @Test
    @DisplayName("Operator experience, section 2: one static page, which loads nothing of others")
    void theConsoleIsServedAndNothingBesideIt() throws Exception {
        HttpResponse<String> page = get("/");

        assertTrue(page.body().startsWith("<!doctype html>"), page.body());
        assertTrue(
                page.headers()
                        .firstValue("Content-Security-Policy")
                        .orElse("")
                        .startsWith("default-src 'none'; script-src 'self'"),
                page.headers().toString());
        assertEquals(200, get("/console/console.js").statusCode());
        assertEquals(404, get("/console/package-info.class").statusCode());
        assertEquals(404, get("/console/%2e%2e/metrics/Metrics.class").statusCode());
    }

    @Test
    void programsReadTheJsonOfCommandsThatChangeNothing() throws Exception {
        assertTrue(get("/api/v1/history?since=2h&node=n1").body().contains("\"FactList\""));
        assertTrue(get("/api/v1/runs").body().contains("\"RunList\""));
        assertEquals(
                "/api/v1/history takes node, since, ip, got another parameter\n",
                get("/api/v1/history?output=name").body());
        assertEquals(400, get("/api/v1/history?since=2h%20--help").statusCode());
        assertEquals(404, get("/api/v1/runs/--help").statusCode());
        assertEquals(400, get("/api/v1/runs/x").statusCode());
        assertEquals(404, get("/api/v1/runs/1763.2").statusCode());
        assertTrue(get("/api/v1/settings").body().contains("\"Settings\""));
        assertTrue(get("/api/v1/scripts").body().contains("\"EventStatus\""));
        assertTrue(get("/api/v1/meters").body().contains("\"baton_node_state\""));
        assertEquals(400, get("/api/v1/history?since=never").statusCode());
    }

    @Test
    void theViewIsStreamedAtOnceAndWhenItHasChanged() throws Exception {
        URI uri = URI.create("http://127.0.0.1:%d/api/v1/events".formatted(port));
        HttpResponse<Stream<String>> events =
                HttpClient.newHttpClient()
                        .send(
                                HttpRequest.newBuilder(uri).build(),
                                HttpResponse.BodyHandlers.ofLines());
        List<String> told = new CopyOnWriteArrayList<>();
        var _ = CompletableFuture.runAsync(() -> events.body().forEach(told::add));
        await().atMost(BOUND).until(() -> views(told) == 1 && told.contains("event: beat"));

        cluster.withoutMajority();

        await().atMost(BOUND)
                .until(() -> told.stream().anyMatch(line -> line.contains("NO MAJORITY")));
        assertTrue(views(told) >= 2, told::toString);
    }

    private static long views(List<String> told) {
        return told.stream().filter("event: view"::equals).count();
    }

    @Test
    void theLauncherPrintsWhatTheAgentAnswers() throws Exception {
        Called called = launch("node", "list", "-o", "name");

        assertEquals("n1\nn2\nn3\n", called.output());
        assertEquals(0, called.exitCode());
    }

    @Test
    void aCommandInAClusterWideSectionKnowsItsNumber() throws Exception {
        hold(42);

        Called called =
                launch(
                        "lock",
                        "run",
                        "quota",
                        "--scope",
                        "cluster",
                        "--",
                        "sh",
                        "-c",
                        "echo $BATON_FENCE; exit 9");

        assertEquals("42\n", called.output());
        assertEquals(9, called.exitCode());
        await().atMost(BOUND)
                .until(() -> asked.contains(new OperatorCommand.LeaveSection("quota", 42)));
    }

    @Test
    void aCommandIsKilledWhenItsLeaseEnds() throws Exception {
        hold(42);
        CompletableFuture<Called> called =
                CompletableFuture.supplyAsync(
                        () ->
                                launch(
                                        "lock",
                                        "run",
                                        "quota",
                                        "--scope=cluster",
                                        "--",
                                        "sh",
                                        "-c",
                                        "sleep 60; echo survived"));
        await().atMost(BOUND).until(() -> !asked.isEmpty());

        view.set(cluster.view());

        Called ended = called.get(20, TimeUnit.SECONDS);
        assertEquals(
                "baton: lock quota: its lease ended; the command was killed.\n", ended.output());
        assertEquals(137, ended.exitCode());
    }

    /** What a call of the launcher came to; both outputs together. */
    private record Called(String output, int exitCode) {}

    private Called launch(String... words) {
        List<String> line = new ArrayList<>(List.of("src/main/dist/bin/baton"));
        line.addAll(List.of("--base", base.toString()));
        line.addAll(List.of(words));
        try {
            Process process = new ProcessBuilder(line).redirectErrorStream(true).start();
            process.getOutputStream().close();
            String output =
                    new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertTrue(process.waitFor(20, TimeUnit.SECONDS), output);
            return new Called(output, process.exitValue());
        } catch (IOException failure) {
            throw new UncheckedIOException("launcher", failure);
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("launcher interrupted", stop);
        }
    }

    private void hold(long number) {
        NodeView seen = cluster.view();
        TreeMap<Right, NodeView.Section> sections = new TreeMap<>();
        sections.put(
                new Right.Section("quota"),
                new NodeView.Section(number, ExampleCluster.NOW.plus(BOUND)));
        view.set(
                new NodeView(
                        seen.at(),
                        seen.self(),
                        seen.name(),
                        seen.runstate(),
                        seen.leader(),
                        seen.majority(),
                        seen.leaseEnd(),
                        seen.peers(),
                        sections,
                        seen.lastRun(),
                        seen.runInProgress(),
                        Tunables.DEFAULT,
                        true,
                        seen.addresses(),
                        seen.connections(),
                        seen.voters(),
                        false));
    }

    @Test
    void aScrapeIsPackedForWhoAsksForIt() throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpRequest request =
                    HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/metrics"))
                            .header("Accept-Encoding", "gzip")
                            .build();
            HttpResponse<InputStream> response =
                    client.send(request, HttpResponse.BodyHandlers.ofInputStream());

            assertEquals("gzip", response.headers().firstValue("content-encoding").orElse(""));
            try (InputStream text = new GZIPInputStream(response.body())) {
                assertTrue(
                        new String(text.readAllBytes(), StandardCharsets.UTF_8)
                                .contains("baton_leader{cluster=\"baton\"} 0.0\n"));
            }
        }
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        try (HttpClient client = HttpClient.newHttpClient()) {
            URI uri = URI.create("http://127.0.0.1:" + port + path);
            HttpRequest request = HttpRequest.newBuilder(uri).timeout(BOUND).build();
            return client.send(request, HttpResponse.BodyHandlers.ofString());
        }
    }

    private String post(String path, String body) {
        try (SocketChannel client = connect()) {
            send(client, path, body);
            StringBuilder answer = new StringBuilder();
            ByteBuffer part = ByteBuffer.allocate(65_536);
            while (client.read(part) >= 0) {
                answer.append(StandardCharsets.UTF_8.decode(part.flip()));
                part.clear();
            }
            return answer.toString();
        } catch (IOException failure) {
            throw new UncheckedIOException("unix socket " + socket, failure);
        }
    }

    private SocketChannel connect() throws IOException {
        SocketChannel client = SocketChannel.open(StandardProtocolFamily.UNIX);
        client.connect(UnixDomainSocketAddress.of(socket));
        return client;
    }

    private static void send(SocketChannel client, String path, String body) throws IOException {
        String head =
                "POST %s HTTP/1.1\r\nHost: baton\r\nConnection: close\r\nContent-Length: %d\r\n\r\n"
                        .formatted(path, body.length());
        client.write(ByteBuffer.wrap((head + body).getBytes(StandardCharsets.UTF_8)));
    }

    private static String body(String response) {
        return response.substring(response.indexOf("\r\n\r\n") + 4);
    }

    private static String permissions(Path file) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    }

    private ClusterSettings settings() {
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
