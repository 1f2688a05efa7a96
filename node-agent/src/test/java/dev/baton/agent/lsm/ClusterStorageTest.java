package dev.baton.agent.lsm;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;

import dev.baton.agent.callout.JobState;
import dev.baton.agent.callout.RealProviders;
import dev.baton.agent.callout.StorageRoom;
import dev.baton.agent.opennebula.NoDrivers;
import dev.baton.agent.round.RoundAccess;
import dev.baton.config.LsmOptions;
import dev.baton.config.Pnn;
import dev.baton.events.contract.lsm.LsmJson;
import dev.baton.events.plugin.PluginFailure;
import dev.baton.events.plugin.Pool;
import dev.baton.monitoring.metrics.LsmCounts;
import dev.baton.orchestrator.exchange.OperatorCommand;
import dev.baton.orchestrator.exchange.OperatorReply;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

@Timeout(180)
@DisplayName(
        "Storage call-outs contract, section 5.9: jobs and volumes are the cluster's, on any node")
class ClusterStorageTest {

    private static final Duration AMPLE = Duration.ofSeconds(60);
    private static final String ALL = "{\"search_key\": null, \"search_value\": null}";

    private final Path base;
    private final PluginsOnDisk plugins;
    private final List<RealProviders> providers = new ArrayList<>();
    private final List<StorageRoom> rooms = new ArrayList<>();
    private final List<ClusterRoom> clusters = new ArrayList<>();
    private final List<LsmRoom> served = new ArrayList<>();
    private final int[] calls = new int[2];
    private volatile boolean firstIsDown;

    ClusterStorageTest(@TempDir Path folder) throws IOException {
        base = folder.toRealPath();
        plugins = new PluginsOnDisk(Files.createDirectory(base.resolve("plugins")));
        for (int node = 0; node < 2; node++) {
            RealProviders own =
                    new RealProviders(Files.createDirectory(base.resolve("n" + node))).files();
            own.self = new Pnn(node);
            own.script(
                    "files",
                    "create",
                    "[ ! -e \"$store/slow\" ] || sleep 60; echo $VOL_SIZE >\"$store/$VOL_NAME\"");
            own.script(
                    "files", "snapshot", "cp \"$store/$VOL_NAME\" \"$store/$VOL_SNAPSHOT_NAME\"");
            providers.add(own);
        }
    }

    @BeforeEach
    void begin() throws IOException {
        for (int node = 0; node < 2; node++) {
            rooms.add(providers.get(node).room());
            clusters.add(cluster(node));
            LsmRoom room =
                    new LsmRoom(
                            new LsmOptions(
                                    true,
                                    Files.createDirectory(base.resolve("bin" + node)),
                                    base.resolve("ipc" + node),
                                    base,
                                    2),
                            plugins.places,
                            Map.of("PATH", "/usr/bin:/bin"),
                            Optional.of(clusters.get(node)));
            room.start();
            served.add(room);
        }
    }

    private ClusterRoom cluster(int node) {
        return new ClusterRoom(
                rooms.get(node),
                new NoDrivers(),
                RoundAccess.NONE,
                new Pnn(node),
                () -> new TreeMap<>(Map.of(new Pnn(0), !firstIsDown, new Pnn(1), true)),
                this::carry);
    }

    private CompletableFuture<OperatorReply> carry(OperatorCommand command) {
        OperatorCommand.CallTool line = (OperatorCommand.CallTool) command;
        assertTrue(ClusterRoom.isOne(line.words()));
        return line.node().equals(new Pnn(0)) && firstIsDown
                ? CompletableFuture.completedFuture(new OperatorReply.Refused("it is disconnected"))
                : CompletableFuture.supplyAsync(
                        () -> clusters.get(line.node().value()).answer(line.words()));
    }

    @AfterEach
    void close() {
        served.forEach(LsmRoom::close);
        rooms.forEach(StorageRoom::close);
        plugins.close();
    }

    /** One session of the peer's client at a node; a reply for each line. */
    private List<JsonNode> ask(int node, String... lines) throws Exception {
        calls[node] += lines.length;
        Process client =
                new ProcessBuilder(
                                PluginsOnDisk.PEERS.resolve("lsm_client.py").toString(),
                                "-d",
                                base.resolve("ipc" + node).toString(),
                                "-u",
                                "cluster://?store=" + providers.getFirst().store,
                                "script")
                        .redirectErrorStream(true)
                        .start();
        try (var in = client.getOutputStream()) {
            in.write(String.join("\n", lines).getBytes(UTF_8));
        }
        String out = new String(client.getInputStream().readAllBytes(), UTF_8);
        assertEquals(0, client.waitFor(), out);
        return out.lines().map(line -> LsmJson.value(line).orElseThrow()).toList();
    }

    private static String call(String method, String params) {
        return "[\"%s\", %s]".formatted(method, params);
    }

    private static String create(JsonNode pool, String name) {
        return call(
                "volume_create",
                "{\"pool\": %s, \"volume_name\": \"%s\", \"size_bytes\": 1000000, \"provisioning\": 3}"
                        .formatted(LsmJson.text(pool), name));
    }

    private static String status(String job) {
        return call("job_status", "{\"job_id\": \"%s\"}".formatted(job));
    }

    /** The finished object, asked for at a node until it is there. */
    private JsonNode done(int node, String job) {
        JsonNode[] last = new JsonNode[1];
        await().atMost(AMPLE)
                .until(
                        () -> {
                            last[0] = ask(node, status(job)).getFirst().path("result");
                            return last[0].path(0).asInt() != 1;
                        });
        assertEquals(2, last[0].path(0).asInt(), last[0].toString());
        return last[0].path(2);
    }

    private static String job(JsonNode reply) {
        assertTrue(reply.path("result").path(0).isTextual(), reply.toString());
        return reply.path("result").path(0).asText();
    }

    private static List<String> names(JsonNode reply) {
        List<String> names = new ArrayList<>();
        reply.path("result").forEach(each -> names.add(each.path("name").asText()));
        return names;
    }

    @Test
    void aSessionOfFortyCallsHalfOfThemOnAnotherNode() throws Exception {
        List<JsonNode> first =
                ask(0, call("systems", "{}"), call("pools", ALL), call("volumes", ALL));
        JsonNode system = first.getFirst().path("result").path(0);
        JsonNode pools = first.get(1).path("result");
        assertEquals(List.of("files@0", "files@1"), names(first.get(1)));
        assertEquals(2, system.path("status").asInt());

        List<JsonNode> made = ask(0, create(pools.path(0), "v0"), create(pools.path(1), "v1"));
        JsonNode v0 = done(1, job(made.get(0)));
        JsonNode v1 = done(1, job(made.get(1)));
        assertEquals("files@1", v1.path("pool_id").asText());
        assertEquals(1 << 20, v1.path("num_of_blocks").asInt() * 512, "whole MiB");

        List<JsonNode> changed =
                ask(
                        1,
                        call("volumes", ALL),
                        call(
                                "volumes",
                                "{\"search_key\": \"pool_id\", \"search_value\": \"files@0\"}"),
                        create(pools.path(0), "v0"),
                        call(
                                "volume_resize",
                                "{\"volume\": %s, \"new_size_bytes\": 5000000}"
                                        .formatted(LsmJson.text(v0))),
                        call("capabilities", "{\"system\": %s}".formatted(LsmJson.text(system))),
                        call("exports", ALL),
                        create(pools.path(1), "a b"),
                        call("job_status", "{\"job_id\": \"9.1\"}"),
                        call("job_status", "{\"job_id\": \"x\"}"),
                        call("volume_mask", "{}"));
        assertEquals(List.of("v0", "v1"), names(changed.get(0)));
        assertEquals(List.of("v0"), names(changed.get(1)));
        assertEquals(
                List.of(50, 153, 101, 202, 202, 402),
                Arrays.stream(new int[] {2, 5, 6, 7, 8, 9})
                        .mapToObj(at -> changed.get(at).path("error").asInt())
                        .toList());
        assertEquals(10240, done(0, job(changed.get(3))).path("num_of_blocks").asInt());

        String copy =
                call(
                        "volume_replicate",
                        "{\"pool\": null, \"rep_type\": 3, \"volume_src\": %s, \"name\": \"c1\"}"
                                .formatted(LsmJson.text(v1)));
        JsonNode c1 = done(0, job(ask(0, copy).getFirst()));
        assertEquals("files@1", c1.path("pool_id").asText());
        for (JsonNode each : List.of(v0, v1, c1)) {
            JsonNode gone =
                    ask(0, call("volume_delete", "{\"volume\": %s}".formatted(LsmJson.text(each))))
                            .getFirst();
            String job = gone.path("result").asText();
            assertTrue(done(1, job).isNull());
            List<JsonNode> freed =
                    ask(
                            1,
                            call("job_free", "{\"job_id\": \"%s\"}".formatted(job)),
                            status(job),
                            call("volumes", ALL));
            assertEquals(202, freed.get(1).path("error").asInt());
        }
        assertEquals(List.of(), names(ask(0, call("volumes", ALL)).getFirst()));
        for (int more = calls[0] + calls[1]; more < 40; more++) {
            ask(more % 2, call("pools", ALL));
        }
        assertTrue(calls[1] >= 20, Arrays.toString(calls));
    }

    @Test
    void whatTheNodeOfAJobIsKilledForIsTold() throws Exception {
        Files.createFile(providers.getFirst().store.resolve("slow"));
        JsonNode pool = ask(0, call("pools", ALL)).getFirst().path("result").path(0);
        String job = job(ask(0, create(pool, "v")).getFirst());
        assertEquals(1, ask(1, status(job)).getFirst().path("result").path(0).asInt());

        firstIsDown = true;
        rooms.getFirst().close();
        List<JsonNode> meanwhile = ask(1, status(job), call("systems", "{}"), call("pools", ALL));
        assertEquals(141, meanwhile.getFirst().path("error").asInt(), meanwhile.toString());
        assertEquals(8, meanwhile.get(1).path("result").path(0).path("status").asInt());
        assertEquals(List.of("files@1"), names(meanwhile.get(2)));

        Files.delete(providers.getFirst().store.resolve("slow"));
        rooms.set(0, providers.getFirst().room());
        clusters.set(0, cluster(0));
        firstIsDown = false;
        await().atMost(AMPLE).until(() -> rooms.getFirst().jobs().getFirst().state().isOver());

        JsonNode told = ask(1, status(job)).getFirst();
        JobState state = rooms.getFirst().jobs().getFirst().state();
        int expected =
                switch (state) {
                    case DONE, WARNED -> 2;
                    case FAILED, CANCELLED -> 3;
                    case UNKNOWN -> 0;
                    case WAITING, RUNNING -> 1;
                };
        assertEquals(expected, told.path("result").path(0).asInt(0), told + " " + state);
    }

    /** Section 5.4: whoever connects is served. The whole bar is a run of test-cluster/long. */
    @Test
    void manyClientsAtOnceAreServedAndLeaveNothing() throws Exception {
        int clients = Boolean.getBoolean("baton.long") ? 1000 : 100;
        many(clients);
        long before = open();

        many(clients);

        await().atMost(AMPLE).until(() -> served.getFirst().counts().sessions() == 0);
        await().atMost(AMPLE).until(() -> open() <= before);
        LsmCounts counts = served.getFirst().counts();
        assertEquals(
                new LsmCounts.Requests(2L * clients, 0),
                counts.requests().get("plugin_unregister"));
        assertEquals(0, counts.malformed());
    }

    private void many(int clients) throws Exception {
        Process client =
                new ProcessBuilder(
                                PluginsOnDisk.PEERS.resolve("lsm_client.py").toString(),
                                "-d",
                                base.resolve("ipc0").toString(),
                                "-u",
                                "cluster://",
                                "many",
                                Integer.toString(clients))
                        .redirectErrorStream(true)
                        .start();
        String out = new String(client.getInputStream().readAllBytes(), UTF_8);
        assertEquals(0, client.waitFor(), out);
    }

    /** Files and sockets this process has open. */
    private static long open() throws IOException {
        try (Stream<Path> all = Files.list(Path.of("/proc/self/fd"))) {
            return all.count();
        }
    }

    @Test
    void onlyRootMayChangeWhatAllMaySee() {
        ClusterStorage storage =
                new ClusterStorage(
                        new NodeLines(
                                new Pnn(0),
                                () -> new TreeMap<>(Map.of(new Pnn(0), true)),
                                this::carry,
                                _ -> "{\"id\":100,\"result\":[]}"),
                        new ImageStorage(new NoDrivers()),
                        false);

        var refused =
                assertThrows(
                        PluginFailure.class,
                        () ->
                                storage.createVolume(
                                        new Pool("files@0", "", 4, 0, 0, 2, "", "baton", ""),
                                        "v",
                                        1,
                                        Optional.empty()));

        assertEquals(13, refused.code().number());
    }
}
