package dev.baton.agent.lsm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.baton.config.LsmOptions;
import dev.baton.events.contract.lsm.LsmMethod;
import dev.baton.monitoring.metrics.LsmCounts;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

@Timeout(60)
@DisplayName("Storage call-outs contract, section 5.4: an agent hosts where it is told to")
class LsmRoomTest {

    private static final Map<String, String> ENVIRONMENT =
            Map.of("PATH", "/usr/bin:/bin", "HOME", "/root");

    @Test
    void nobodyIsServedUnlessTheSettingsWantIt(@TempDir Path folder) throws IOException {
        try (PluginsOnDisk plugins = new PluginsOnDisk(folder)) {
            Path sockets = plugins.base.resolve("ipc");
            LsmOptions options = new LsmOptions(false, plugins.base, sockets, plugins.base, 2);
            try (LsmRoom room =
                    new LsmRoom(options, plugins.places, ENVIRONMENT, Optional.empty())) {
                room.start();

                assertTrue(Files.notExists(sockets));
            }
        }
    }

    @Test
    void clientsAreServedWhileTheAgentRuns(@TempDir Path folder) throws Exception {
        try (PluginsOnDisk plugins = new PluginsOnDisk(folder)) {
            Path programs = Files.createDirectories(plugins.base.resolve("bin"));
            Path sockets = plugins.base.resolve("ipc");
            Files.createSymbolicLink(programs.resolve("array_lsmplugin"), PluginsOnDisk.array());
            LsmOptions options = new LsmOptions(true, programs, sockets, plugins.base, 2);
            try (LsmRoom serving =
                    new LsmRoom(options, plugins.places, ENVIRONMENT, Optional.empty())) {
                serving.start();

                Process client =
                        new ProcessBuilder(
                                        PluginsOnDisk.PEERS.resolve("lsm_client.py").toString(),
                                        "-d",
                                        sockets.toString(),
                                        "plugins")
                                .redirectErrorStream(true)
                                .start();

                assertEquals(
                        "[\"array\", \"Array of a file, for tests\", \"1.0\"]\n",
                        new String(client.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
                assertEquals(0, client.waitFor());
                assertEquals(
                        new LsmCounts.Requests(1, 0),
                        serving.counts().requests().get("plugin_info"));
                assertEquals(
                        LsmMethod.values().length + 1,
                        serving.counts().requests().size(),
                        "methods nobody asked for, too");
            }
            assertTrue(Files.notExists(sockets.resolve("array")));
        }
    }
}
