package dev.baton.agent.lsm;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import dev.baton.events.contract.lsm.LsmMethod;
import dev.baton.events.contract.lsm.LsmUri;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Collectors;

@Timeout(120)
@DisplayName("The plugin we ship for authors: any storage that is a directory, built with the kit")
class AnyStorageTest {

    private static final Path OURS = Path.of("../events/scripts/callouts/libstoragemgmt/any");
    private static final Duration AMPLE = Duration.ofSeconds(60);

    private final PluginsOnDisk plugins;
    private final Path program;

    AnyStorageTest(@TempDir Path folder) throws IOException {
        plugins = new PluginsOnDisk(folder);
        Path own = plugins.base.resolve("any");
        Files.createDirectories(own.resolve("src"));
        Files.createDirectories(own.resolve("lib"));
        for (String file : List.of("any_lsmplugin", "build", "src/Plugin.java")) {
            Files.copy(OURS.resolve(file), own.resolve(file));
        }
        program = own.resolve("any_lsmplugin");
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
        kit(own.resolve("lib/baton-plugin-kit.jar"));
        Files.createDirectory(plugins.base.resolve("pool"));
    }

    /** A jar that names the classes of the kit and of Jackson where this test has them. */
    private static void kit(Path jar) throws IOException {
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes()
                .put(
                        Attributes.Name.CLASS_PATH,
                        Arrays.stream(System.getProperty("java.class.path").split(":", -1))
                                .filter(each -> each.matches(".*(jackson|jspecify|events|all).*"))
                                .map(each -> Path.of(each).toUri().toString())
                                .collect(Collectors.joining(" ")));
        new JarOutputStream(Files.newOutputStream(jar), manifest).close();
    }

    @AfterEach
    void close() {
        plugins.close();
    }

    private LsmSession session() {
        PluginStarter.Start start = plugins.starter.start(program, PluginStarter.SAME_USER);
        if (!(start instanceof PluginStarter.Start.Running(PluginProcess plugin))) {
            throw new IllegalStateException(start.toString());
        }
        LsmSession session = new LsmSession(plugin, AMPLE, _ -> {});
        LsmUri uri = LsmUri.of("any://" + plugins.base.resolve("pool")).orElseThrow();
        done(session.register(uri, Optional.empty()));
        return session;
    }

    private static JsonNode done(Answer answer) {
        if (answer instanceof Answer.Done(JsonNode value)) {
            return value;
        }
        throw new IllegalStateException(answer.toString());
    }

    private static SortedMap<String, JsonNode> given(Object... pairs) {
        var mapper = new ObjectMapper();
        SortedMap<String, JsonNode> given = new TreeMap<>();
        for (int at = 0; at < pairs.length; at += 2) {
            given.put((String) pairs[at], mapper.valueToTree(pairs[at + 1]));
        }
        return given;
    }

    @Test
    void itsScriptBuildsItAndItsCopyOutlivesTheSession() throws Exception {
        Process build =
                new ProcessBuilder(program.toString(), "--build").redirectErrorStream(true).start();
        String said = new String(build.getInputStream().readAllBytes(), UTF_8);
        assertEquals(0, build.waitFor(), said);

        String job;
        try (LsmSession session = session()) {
            JsonNode pool = done(session.call(LsmMethod.POOLS, given())).path(0);
            JsonNode made =
                    done(session.call(
                                    LsmMethod.VOLUME_CREATE,
                                    given(
                                            "pool",
                                            pool,
                                            "volume_name",
                                            "a",
                                            "size_bytes",
                                            1 << 20,
                                            "provisioning",
                                            1)))
                            .path(1);
            JsonNode begun =
                    done(
                            session.call(
                                    LsmMethod.VOLUME_REPLICATE,
                                    given("rep_type", 3, "volume_src", made, "name", "b")));
            job = LsmSession.job(LsmMethod.VOLUME_REPLICATE, begun).orElseThrow();
            assertTrue(
                    session.call(
                                    LsmMethod.VOLUME_CREATE,
                                    given(
                                            "pool",
                                            pool,
                                            "volume_name",
                                            "../out",
                                            "size_bytes",
                                            1,
                                            "provisioning",
                                            3))
                            instanceof Answer.Refused);
        }
        await().atMost(AMPLE).until(() -> Files.exists(plugins.base.resolve("pool/volumes/b")));
        try (LsmSession later = session()) {
            assertEquals("b", done(later.follow(job, AMPLE)).path("name").asText());
            assertEquals(2, done(later.call(LsmMethod.VOLUMES, given())).size());
        }
    }
}
