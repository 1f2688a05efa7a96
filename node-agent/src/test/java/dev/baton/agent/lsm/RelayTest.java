package dev.baton.agent.lsm;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.baton.agent.kernel.IdentityLock;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

@Timeout(60)
@DisplayName(
        "Storage call-outs contract, sections 5.2, 5.4, 5.5, 5.10: clients that exist are served")
class RelayTest {

    private static final Duration AMPLE = Duration.ofSeconds(30);

    private final PluginsOnDisk plugins;
    private final Path sockets;
    private final Relay relay;

    RelayTest(@TempDir Path folder) throws IOException {
        plugins = new PluginsOnDisk(folder);
        sockets = plugins.base.resolve("ipc");
        Path programs = Files.createDirectories(plugins.base.resolve("bin"));
        Files.createDirectories(programs.resolve(".hidden"));
        Files.createSymbolicLink(programs.resolve("array_lsmplugin"), PluginsOnDisk.array());
        Files.createSymbolicLink(programs.resolve(".hidden/no_lsmplugin"), PluginsOnDisk.array());
        relay =
                new Relay(
                        new RelaySettings(sockets, programs, plugins.base, 64, 2),
                        plugins.starter,
                        plugins.limits,
                        Optional.empty());
    }

    @BeforeEach
    void open() {
        assertEquals(Optional.empty(), relay.open());
    }

    @AfterEach
    void close() {
        relay.close();
        await().atMost(AMPLE).until(() -> relay.sessions() == 0);
        plugins.close();
    }

    /** What the peer client printed, and how it ended. */
    private record Said(int status, String out, String err) {}

    private Said client(String options, String... words) throws Exception {
        return clientWithInput("", options, words);
    }

    private Said clientWithInput(String input, String options, String... words) throws Exception {
        List<String> command = new ArrayList<>();
        command.add(PluginsOnDisk.PEERS.resolve("lsm_client.py").toString());
        command.addAll(List.of("-d", sockets.toString(), "-u", plugins.uri(options)));
        command.addAll(List.of(words));
        Path err = plugins.base.resolve("err");
        Process process = new ProcessBuilder(command).redirectError(err.toFile()).start();
        try (var stdin = process.getOutputStream()) {
            stdin.write(input.getBytes(StandardCharsets.UTF_8));
        }
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Said(process.waitFor(), out.strip(), Files.readString(err).strip());
    }

    private long calls(String method) {
        return Optional.ofNullable(
                        relay.counts().figures().get(new RelayCounts.Key("array", method)))
                .map(RelayCounts.Figures::calls)
                .orElse(0L);
    }

    @Test
    void aClientThatLooksWhoIsThereStartsNothing() throws Exception {
        Said said = client("", "probe");

        assertEquals(new Said(0, "array", ""), said);
        assertEquals(
                "rw-rw-rw-",
                PosixFilePermissions.toString(
                        Files.getPosixFilePermissions(sockets.resolve("array"))));
        await().atMost(AMPLE).until(() -> relay.sessions() == 0);
        assertTrue(relay.counts().figures().isEmpty());
    }

    @Test
    void aWholeSessionGoesThroughAndIsCounted() throws Exception {
        String script =
                """
                ["volume_create", {"pool": {"id": "pool-1"}, "volume_name": "v\\u00fc", "size_bytes": 1048576, "provisioning": 3}]
                ["volumes", {"search_key": "id", "search_value": "vol-1"}]
                ["volumes", {"search_key": "color", "search_value": "red"}]
                ["no_such_method", {}]
                ["set_time_out", {"ms": 5000}]
                ["time_out_get", {}]
                """;
        Said said = clientWithInput(script, "", "script");

        List<String> lines = said.out().lines().toList();
        assertEquals(0, said.status(), said.err());
        assertTrue(lines.get(0).contains("\"name\": \"v\\u00fc\""), lines.get(0));
        assertTrue(lines.get(1).contains("\"id\": \"vol-1\""), lines.get(1));
        assertTrue(lines.get(2).contains("\"error\": 510"), lines.get(2));
        assertTrue(lines.get(3).contains("\"error\": 153"), lines.get(3));
        assertEquals("{\"result\": null}", lines.get(4), "an old name is understood");
        assertEquals("{\"result\": 5000}", lines.get(5));
        assertEquals(
                List.of(
                        "plugin_register 1 0",
                        "plugin_unregister 1 0",
                        "time_out_get 1 0",
                        "time_out_set 1 0",
                        "unknown 1 1",
                        "volume_create 1 0",
                        "volumes 2 1"),
                relay.counts().figures().entrySet().stream()
                        .map(
                                each ->
                                        each.getKey().method()
                                                + " "
                                                + each.getValue().calls()
                                                + " "
                                                + each.getValue().errors())
                        .toList());
    }

    @Test
    void aJobIsFoundByALaterClient() throws Exception {
        Said begun = client("jobs=2", "-b", "volume-create", "v", "1048576");
        Said running = client("", "job-status", begun.out());
        Said done = client("", "job-status", begun.out());

        assertEquals(7, begun.status(), begun.err());
        assertEquals(new Said(7, "[1, 50, null]", ""), running);
        assertEquals(0, done.status(), done.err());
        assertTrue(done.out().startsWith("[2, 100, {\"class\": \"Volume\""), done.out());
    }

    @Test
    void pluginsAreListedWithoutASession() throws Exception {
        Said said = client("", "plugins");

        assertEquals(new Said(0, "[\"array\", \"Array of a file, for tests\", \"1.0\"]", ""), said);
    }

    @Test
    void moreClientsThanProcessesWaitForOneAnother() throws Exception {
        Said said = client("", "many", "6");

        assertEquals(0, said.status(), said.out() + said.err());
        assertEquals(6, calls("plugin_unregister"));
        await().atMost(AMPLE).until(() -> relay.sessions() == 0);
    }

    @Test
    void aPluginThatDiesIsAnError400() throws Exception {
        Said said = client("fault=die:pools", "list", "pools");

        assertEquals(4, said.status());
        assertTrue(
                said.err().startsWith("TRANSPORT_COMMUNICATION(400): the plugin went away"),
                said.err());
        assertTrue(said.err().contains("it exited with 9"), said.err());
    }

    @Test
    void aFrameOver64MebibytesIsRefused() throws Exception {
        Said said =
                client(
                        "",
                        "raw",
                        HexFormat.of().formatHex("0067108865".getBytes(StandardCharsets.US_ASCII)));

        assertTrue(said.out().contains("\"code\":-32700"), said.out());
        assertTrue(said.out().contains("at most 67108864 are taken"), said.out());
        assertEquals(1, relay.counts().malformedSoFar());
    }

    @Test
    void whatIsNoJsonIsRefusedAndTheSessionGoesOn() throws Exception {
        String wire =
                "0000000003{x}0000000054{\"method\":\"plugin_info\",\"id\":100,\"params\":{\"flags\":0}}";

        Said said =
                client(
                        "",
                        "raw",
                        HexFormat.of().formatHex(wire.getBytes(StandardCharsets.US_ASCII)));

        assertTrue(said.out().contains("\"code\":-32700"), said.out());
        assertTrue(said.out().contains("Array of a file, for tests"), said.out());
    }

    @Test
    void theDaemonsLockIsRespected() throws Exception {
        relay.close();
        Files.delete(sockets.resolve(Relay.LOCK));
        try (IdentityLock _ = IdentityLock.tryLock(sockets.resolve(Relay.LOCK)).orElseThrow()) {
            String why = relay.open().orElseThrow();

            assertTrue(why.contains("another process, such as lsmd, holds"), why);
        }
    }

    @Test
    void socketsOfAnEarlierLifeAreRemovedAndPluginsComeAndGo() throws Exception {
        relay.close();
        Path stale = sockets.resolve("stale");
        ServerSocketChannel.open(StandardProtocolFamily.UNIX)
                .bind(UnixDomainSocketAddress.of(stale))
                .close();

        assertEquals(Optional.empty(), relay.open());
        assertTrue(Files.notExists(stale));
        Files.move(
                plugins.base.resolve("bin/array_lsmplugin"),
                plugins.base.resolve("bin/other_lsmplugin"));
        assertEquals(Optional.empty(), relay.rescan());
        assertEquals(new Said(0, "other", ""), client("", "probe"));
    }

    @Test
    void rootIsKeptOnlyByConsentOfThree() throws IOException {
        RootConsent consent = new RootConsent(plugins.base);
        Files.createDirectories(plugins.base.resolve("pluginconf.d"));
        Files.writeString(
                plugins.base.resolve("lsmd.conf"), "allow-plugin-root-privilege = true;\n");

        assertEquals(PluginStarter.USER, consent.user("array", true));

        Files.writeString(
                plugins.base.resolve("pluginconf.d/array.conf"), "require-root-privilege = true;");

        assertEquals(PluginStarter.SAME_USER, consent.user("array", true));
        assertEquals(PluginStarter.USER, consent.user("array", false));
        assertEquals(PluginStarter.USER, consent.user("another", true));
    }
}
