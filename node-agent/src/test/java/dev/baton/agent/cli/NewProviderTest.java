package dev.baton.agent.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.baton.agent.callout.JobState;
import dev.baton.agent.callout.RealProviders;
import dev.baton.agent.callout.StorageRoom;
import dev.baton.agent.callout.VolumeRequest;
import dev.baton.agent.control.Commands.Answer;
import dev.baton.events.provider.VolumeProvider;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.spi.ToolProvider;
import java.util.stream.Stream;

@Timeout(120)
@DisplayName("Storage operations: a provider of one's own, made, built and used")
class NewProviderTest {

    private static final Path OURS = Path.of("../events/scripts/callouts/extstorage");

    private final RealProviders providers;
    private final OfflineProviders commands;

    NewProviderTest(@TempDir Path folder) throws IOException {
        providers = new RealProviders(folder);
        Path home = providers.base.resolve("home");
        Path examples = home.resolve("share/callouts/extstorage");
        try (Stream<Path> files = Files.walk(OURS)) {
            for (Path file : files.toList()) {
                Path copy = examples.resolve(OURS.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(copy);
                } else {
                    Files.copy(file, copy);
                }
            }
        }
        packKit(examples.resolve("files/baton-provider-kit.jar"));
        commands = new OfflineProviders(home, providers.extstorage);
    }

    /** The package alone, as the build packs it. */
    private static void packKit(Path jar) throws IOException {
        String name = VolumeProvider.class.getPackageName().replace('.', '/');
        Path where;
        try {
            where =
                    Path.of(
                            VolumeProvider.class
                                    .getProtectionDomain()
                                    .getCodeSource()
                                    .getLocation()
                                    .toURI());
        } catch (URISyntaxException impossible) {
            throw new IllegalStateException(impossible);
        }
        Path classes = Files.isDirectory(where) ? where : unpacked(where, name);
        int status =
                ToolProvider.findFirst("jar")
                        .orElseThrow()
                        .run(
                                System.err,
                                System.err,
                                "--create",
                                "--file",
                                jar.toString(),
                                "-C",
                                classes.toString(),
                                name);
        assertEquals(0, status);
    }

    private static Path unpacked(Path jar, String name) throws IOException {
        Path to = Files.createTempDirectory("kit");
        try (var files = FileSystems.newFileSystem(jar);
                Stream<Path> all = Files.list(files.getPath(name))) {
            Files.createDirectories(to.resolve(name));
            for (Path each : all.toList()) {
                Files.copy(each, to.resolve(name).resolve(String.valueOf(each.getFileName())));
            }
        }
        return to;
    }

    private Answer run(String line) {
        return commands.run(List.of(("provider new " + line).split(" ", -1)));
    }

    /** Exit status, then both streams. */
    private String script(String... words) throws Exception {
        Process process = new ProcessBuilder(words).redirectErrorStream(true).start();
        String out = new String(process.getInputStream().readAllBytes(), UTF_8);
        return process.waitFor() + " " + out;
    }

    @Test
    @DisplayName("--lang java: it works as it is, and once built it starts without a compiler")
    void aProviderInJavaWorks() throws Exception {
        Answer made = run("mine --lang java");
        Path mine = providers.extstorage.resolve("mine");
        assertEquals(0, made.exitCode(), made.stderr());
        assertTrue(made.stdout().contains("src/Provider.java and call " + mine + "/build"));
        String unbuilt = script(mine.resolve("create").toString());
        assertTrue(unbuilt.startsWith("2 create: VOL_NAME is missing"), unbuilt);
        assertEquals("0 ", script(mine.resolve("build").toString()));

        StorageRoom room = providers.room();
        try {
            SortedMap<String, String> directory = new TreeMap<>();
            directory.put("directory", providers.store.toString());
            List<VolumeRequest> requests =
                    List.of(
                            new VolumeRequest.Create("mine", List.of("a"), 64),
                            new VolumeRequest.Grow("a", 128),
                            new VolumeRequest.Snapshot("a", "s"),
                            new VolumeRequest.SetInfo("a", "me"),
                            new VolumeRequest.Verify("a", List.of()),
                            new VolumeRequest.Remove("a", false),
                            new VolumeRequest.Remove("s", false));
            List<String> ends = new ArrayList<>();
            for (VolumeRequest request : requests) {
                String job =
                        room.submit(
                                        request,
                                        request instanceof VolumeRequest.Create
                                                ? directory
                                                : new TreeMap<>())
                                .job()
                                .id();
                var end = room.await(job, Duration.ofSeconds(60)).orElseThrow();
                if (end.state() != JobState.DONE) {
                    ends.add(request + " " + end.why());
                }
            }
            assertEquals(List.of(), ends);
            assertEquals(List.of(), room.volumes());
            try (Stream<Path> left = Files.list(providers.store)) {
                assertEquals(List.of(), left.toList());
            }
        } finally {
            room.close();
        }
    }

    @Test
    @DisplayName("--lang sh: variables are looked at before its own functions are called")
    void aProviderInShellLooksAtItsVariables() throws Exception {
        assertEquals(0, run("own --lang sh").exitCode());
        String own = providers.extstorage.resolve("own").toString();

        assertTrue(script(own + "/create", "--help").startsWith("0 usage: create. Called by"));
        assertTrue(script(own + "/create", "64").startsWith("2 usage: create."));
        assertTrue(
                script("env", "-i", own + "/create")
                        .startsWith("2 create: VOL_NAME is missing. It is called by"));
        assertTrue(
                script("env", "-i", "VOL_NAME=n", "VOL_UUID=u", "VOL_SIZE=1GiB", own + "/create")
                        .startsWith(
                                "2 create: VOL_SIZE expects whole MiB such as 1024, got \"1GiB\""));
        assertTrue(
                script("env", "-i", "VOL_NAME=n", own + "/snapshot")
                        .startsWith("2 snapshot: VOL_SNAPSHOT_NAME is missing"));
    }

    @Test
    void aWrongLineMakesNothing() throws Exception {
        assertEquals(Exit.USAGE, run("mine").exitCode());
        assertEquals(Exit.USAGE, run("mine --lang perl").exitCode());
        assertEquals(Exit.USAGE, run("a/b --lang sh").exitCode());
        assertEquals(Exit.USAGE, run("--lang sh").exitCode());
        assertEquals(0, run("twice --lang sh").exitCode());
        Answer again = run("twice --lang sh");

        assertEquals(Exit.REFUSED, again.exitCode());
        assertTrue(again.stderr().contains("is there already"), again.stderr());
        try (Stream<Path> made = Files.list(providers.extstorage)) {
            assertEquals(1, made.count());
        }
    }
}
