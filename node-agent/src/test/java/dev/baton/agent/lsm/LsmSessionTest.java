package dev.baton.agent.lsm;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.TextNode;

import dev.baton.events.callout.Outcome;
import dev.baton.events.contract.lsm.LsmCode;
import dev.baton.events.contract.lsm.LsmError;
import dev.baton.events.contract.lsm.LsmMethod;
import dev.baton.events.contract.lsm.LsmUri;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

@Timeout(60)
@DisplayName(
        "Storage call-outs contract, sections 5.3, 5.5, 5.9, 5.11: a plugin that exists is called")
class LsmSessionTest {

    private static final Duration AMPLE = Duration.ofSeconds(30);
    private static final Duration SHORT = LsmSession.PATIENCE.negated().plusMillis(700);
    private static final String PASSWORD = "geheim4711";

    private final PluginsOnDisk plugins;
    private final List<Duration> pauses = new ArrayList<>();

    LsmSessionTest(@TempDir Path folder) throws IOException {
        plugins = new PluginsOnDisk(folder);
    }

    @AfterEach
    void close() {
        plugins.close();
    }

    private PluginProcess started() {
        return assertInstanceOf(
                        PluginStarter.Start.Running.class,
                        plugins.starter.start(PluginsOnDisk.array(), PluginStarter.SAME_USER))
                .plugin();
    }

    private LsmSession session(PluginProcess plugin, Duration timeout) {
        return new LsmSession(plugin, timeout, pauses::add);
    }

    private Answer register(LsmSession session, String options) {
        LsmUri uri = LsmUri.of(plugins.uri(options)).orElseThrow();
        return session.register(uri, Optional.of(PASSWORD));
    }

    private static SortedMap<String, JsonNode> given(Object... pairs) {
        TreeMap<String, JsonNode> given = new TreeMap<>();
        for (int at = 0; at < pairs.length; at += 2) {
            given.put((String) pairs[at], (JsonNode) pairs[at + 1]);
        }
        return given;
    }

    private static JsonNode done(Answer answer) {
        return assertInstanceOf(Answer.Done.class, answer, answer.toString()).value();
    }

    private static LsmError refused(Answer answer) {
        return assertInstanceOf(Answer.Refused.class, answer, answer.toString()).error();
    }

    private static SortedMap<String, JsonNode> volume(JsonNode pool, String name) {
        return given(
                "pool", pool,
                "volume_name", TextNode.valueOf(name),
                "size_bytes", LongNode.valueOf(1 << 20),
                "provisioning", IntNode.valueOf(3));
    }

    @Test
    void anArrayIsChangedListedAndFollowed() {
        PluginProcess plugin = started();
        try (LsmSession session = session(plugin, AMPLE)) {
            done(register(session, "jobs=3&password=" + PASSWORD));
            JsonNode pool = done(session.call(LsmMethod.POOLS, given())).path(0);
            JsonNode begun = done(session.call(LsmMethod.VOLUME_CREATE, volume(pool, "vü")));
            String job = LsmSession.job(LsmMethod.VOLUME_CREATE, begun).orElseThrow();

            JsonNode volume = done(session.follow(job, AMPLE));

            assertEquals("vü", volume.path("name").textValue());
            assertEquals(
                    List.of(Duration.ofMillis(250), Duration.ofMillis(500)),
                    pauses,
                    "asks after 250 ms, then less often");
            assertTrue(
                    refused(session.follow(job, AMPLE)).is(LsmCode.NOT_FOUND_JOB),
                    "what was followed to its end is let go of");
            assertEquals(volume, done(session.call(LsmMethod.VOLUMES, given())).path(0));
            assertTrue(
                    refused(session.call(LsmMethod.VOLUME_CREATE, volume(pool, "vü")))
                            .is(LsmCode.NAME_CONFLICT));
            JsonNode gone = done(session.call(LsmMethod.VOLUME_DELETE, given("volume", volume)));
            assertTrue(done(session.follow(gone.textValue(), AMPLE)).isNull());
            assertTrue(refused(session.call(LsmMethod.BATTERIES, given())).is(LsmCode.NO_SUPPORT));
        }

        Outcome end = plugin.end().join();
        assertInstanceOf(Outcome.Ok.class, end, "unregistered plugins exit with 0");
        assertTrue(end.printed().out().startsWith("registered, limit 30000 ms"));
    }

    @Test
    void aJobOutlivesTheConnectionAndItsPatience() {
        String job;
        try (LsmSession session = session(started(), AMPLE)) {
            done(register(session, "jobs=2"));
            JsonNode pool = done(session.call(LsmMethod.POOLS, given())).path(0);
            JsonNode begun = done(session.call(LsmMethod.VOLUME_CREATE, volume(pool, "v")));
            job = LsmSession.job(LsmMethod.VOLUME_CREATE, begun).orElseThrow();
            assertTrue(refused(session.follow(job, Duration.ZERO)).is(LsmCode.JOB_STARTED));
        }

        try (LsmSession later = session(started(), AMPLE)) {
            done(register(later, ""));
            assertEquals("v", done(later.follow(job, AMPLE)).path("name").textValue());
        }
    }

    @Test
    void aPluginOf2012IsGreetedInItsWords() {
        PluginProcess plugin = started();
        try (LsmSession session = session(plugin, AMPLE)) {
            done(register(session, "old=1"));
            assertEquals(1, done(session.call(LsmMethod.SYSTEMS, given())).size());
        }

        assertInstanceOf(Outcome.Ok.class, plugin.end().join());
    }

    @Test
    void pluginsInCAreServedToo() {
        try (LsmSession session = session(started(), AMPLE)) {
            done(register(session, "strict=c"));
            assertEquals(1, done(session.call(LsmMethod.SYSTEMS, given())).size());
        }
    }

    @Test
    void theWrongPasswordIsRefusedAndIsInNoProcessList() throws IOException {
        PluginProcess plugin = started();
        try (LsmSession session = session(plugin, AMPLE)) {
            LsmError error = refused(register(session, "password=another"));

            assertTrue(error.is(LsmCode.PLUGIN_AUTH_FAILED));
            assertEquals(List.of(), processesThatShow(PASSWORD));
        }
        Outcome end = plugin.end().join();
        assertFalse(end.toString().contains(PASSWORD));
    }

    private static List<Path> processesThatShow(String secret) throws IOException {
        try (Stream<Path> all = Files.list(Path.of("/proc"))) {
            return all.filter(path -> path.getFileName().toString().matches("\\d+"))
                    .filter(path -> text(path.resolve("cmdline")).contains(secret))
                    .toList();
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file, StandardCharsets.ISO_8859_1);
        } catch (IOException gone) {
            return "";
        }
    }

    @ParameterizedTest
    @CsvSource({
        "die:volume_create, 400, it exited with 9",
        "mute:volume_create, 400, went away",
        "short:volume_create, 400, it exited with 3",
        "huge:volume_create, 400, a text of 99999999 bytes is announced",
        "garbage:volume_create, 401, no JSON at character"
    })
    void aChangeWhoseEndNobodySawIsUnknown(String fault, int code, String why) {
        PluginProcess plugin = started();
        try (LsmSession session = session(plugin, AMPLE)) {
            done(register(session, "fault=" + fault));
            JsonNode pool = done(session.call(LsmMethod.POOLS, given())).path(0);

            Answer answer = session.call(LsmMethod.VOLUME_CREATE, volume(pool, "v"));

            LsmError error = assertInstanceOf(Answer.Unknown.class, answer).error();
            assertEquals(code, error.code(), error.sentence());
            assertTrue(error.message().contains(why), error.message());
            assertEquals(
                    LsmCode.TRANSPORT_COMMUNICATION.number(),
                    refused(session.call(LsmMethod.POOLS, given())).code());
        }
        await().atMost(AMPLE).until(plugin.end()::isDone);
    }

    @Test
    void anAnswerThatTakesTooLongEndsThePlugin() {
        PluginProcess plugin = started();
        try (LsmSession session = session(plugin, SHORT)) {
            Answer answer = register(session, "fault=hang:plugin_register");

            assertTrue(refused(answer).is(LsmCode.TIMEOUT), answer.toString());
        }
        await().atMost(AMPLE).until(plugin.end()::isDone);
    }

    @Test
    void whatCannotBeStartedSaysWhy() throws IOException {
        Path missing = plugins.base.resolve("no_lsmplugin");
        Path open = script("open_lsmplugin", "exit 0");
        Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rwxrwxrwx"));
        Path exits = script("exits_lsmplugin", "exit 5");

        assertTrue(why(missing).contains("there is no " + missing), why(missing));
        assertTrue(why(open).contains("may be written by group or others"), why(open));
        PluginProcess plugin =
                assertInstanceOf(
                                PluginStarter.Start.Running.class,
                                plugins.starter.start(exits, PluginStarter.SAME_USER))
                        .plugin();
        try (LsmSession session = session(plugin, AMPLE)) {
            LsmError error = refused(register(session, ""));
            assertTrue(error.message().contains("it exited with 5"), error.message());
        }
    }

    private Path script(String name, String body) throws IOException {
        Path file = plugins.base.resolve(name);
        Files.writeString(file, "#!/bin/sh\n" + body + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
        return file;
    }

    private String why(Path plugin) {
        return assertInstanceOf(
                        PluginStarter.Start.NotStarted.class,
                        plugins.starter.start(plugin, PluginStarter.SAME_USER))
                .why();
    }
}
