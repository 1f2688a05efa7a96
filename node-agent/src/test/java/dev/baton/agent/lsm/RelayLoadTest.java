package dev.baton.agent.lsm;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A thousand clients, each with a process of the peer's plugin of its own, 16 at a time. */
@Timeout(value = 15, unit = TimeUnit.MINUTES)
@EnabledIfSystemProperty(
        named = "baton.long",
        matches = "true",
        disabledReason = "for test-cluster/long storage")
@DisplayName(
        "Storage call-outs contract, sections 5.4 and 5.11: a plugin's clients wait, none fails")
class RelayLoadTest {

    private static final int CLIENTS = 1000;
    private static final int WARM_UP = 100;
    private static final int AT_ONCE = 16;
    private static final Duration AMPLE = Duration.ofSeconds(60);

    /** What a heap may grow by between the first clients and a thousand more; in bytes. */
    private static final long FLAT = 16L << 20;

    private final PluginsOnDisk plugins;
    private final Relay relay;

    RelayLoadTest(@TempDir Path folder) throws IOException {
        plugins = new PluginsOnDisk(folder);
        Path programs = Files.createDirectories(plugins.base.resolve("bin"));
        Files.createSymbolicLink(programs.resolve("array_lsmplugin"), PluginsOnDisk.array());
        relay =
                new Relay(
                        new RelaySettings(
                                plugins.base.resolve("ipc"), programs, plugins.base, 2048, AT_ONCE),
                        plugins.starter,
                        plugins.limits,
                        Optional.empty());
    }

    @AfterEach
    void close() {
        relay.close();
        plugins.close();
    }

    private void many(int clients) throws Exception {
        Process client =
                new ProcessBuilder(
                                PluginsOnDisk.PEERS.resolve("lsm_client.py").toString(),
                                "-d",
                                plugins.base.resolve("ipc").toString(),
                                "-u",
                                plugins.uri(""),
                                "-w",
                                "300000",
                                "many",
                                Integer.toString(clients))
                        .redirectErrorStream(true)
                        .start();
        String out = new String(client.getInputStream().readAllBytes(), UTF_8);
        assertEquals(0, client.waitFor(), out);
        await().atMost(AMPLE).until(() -> relay.sessions() == 0);
    }

    private static long open() throws IOException {
        try (Stream<Path> all = Files.list(Path.of("/proc/self/fd"))) {
            return all.count();
        }
    }

    /** Bytes that are reachable. */
    private static long heap() {
        System.gc();
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }

    @Test
    void aThousandClientsOfAPluginAreServedAndLeaveNothing() throws Exception {
        assertEquals(Optional.empty(), relay.open());
        many(WARM_UP);
        long files = open();
        long bytes = heap();

        many(CLIENTS);

        await().atMost(AMPLE).until(() -> open() <= files);
        await().atMost(AMPLE).until(() -> heap() <= bytes + FLAT);
        RelayCounts.Figures ended =
                Optional.ofNullable(
                                relay.counts()
                                        .figures()
                                        .get(new RelayCounts.Key("array", "plugin_unregister")))
                        .orElseThrow();
        assertEquals(WARM_UP + CLIENTS, ended.calls());
        assertEquals(0, ended.errors());
        assertEquals(0, relay.counts().malformedSoFar());
        assertTrue(relay.counts().figures().values().stream().allMatch(each -> each.errors() == 0));
    }
}
