package dev.baton.agent.callout;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;

@Timeout(120)
@DisplayName("Storage call-outs contract, 3.9: a queue with a bound, and the death of its agent")
class KilledHalfWayTest {

    /** 500 take half a minute of a processor; a build makes fewer. */
    private static final int MANY = Boolean.getBoolean("baton.long") ? 500 : 80;

    private static final Duration AMPLE = Duration.ofSeconds(90);
    private static final String CREATE =
            """
            : >"$store/runs.$$"
            all=("$store"/runs.*)
            ((${#all[@]} <= 8)) || : >"$store/exceeded"
            [ ! -e "$store/$VOL_NAME" ] && echo >"$store/$VOL_NAME" && status=0
            rm "$store/runs.$$"
            exit ${status:-1}
            """;

    private final RealProviders providers;

    KilledHalfWayTest(@TempDir Path folder) {
        providers = new RealProviders(folder).files().script("files", "create", CREATE);
    }

    /** An agent's storage in a process of its own: takes all jobs, then goes on until killed. */
    static final class Victim {
        private Victim() {}

        public static void main(String[] args) throws Exception {
            RealProviders providers = new RealProviders(Path.of(args[0]));
            StorageRoom room = providers.room();
            for (int i = 1; i <= Integer.parseInt(args[1]); i++) {
                room.submit(
                        new VolumeRequest.Create("files", List.of("v" + i), 64),
                        providers.parameters());
            }
            System.out.println("taken");
            InputStream forEver = System.in;
            while (forEver.read() >= 0) {
                // its parent ends it
            }
        }
    }

    private long made() {
        return names(".ext.disk0").size();
    }

    private List<Path> names(String part) {
        List<Path> found = new ArrayList<>();
        try (Stream<Path> files = Files.list(providers.store)) {
            files.filter(file -> file.toString().contains(part)).forEach(found::add);
        } catch (IOException broken) {
            return List.of();
        }
        return found;
    }

    @Test
    @DisplayName(
            "80 creations, in long runs 500, never more than 8 at once, the agent killed half-way:"
                    + " all are made once")
    void nothingIsLostOrDoubledWhenTheAgentIsKilled() throws Exception {
        Process victim = victim();
        try {
            assertEquals("taken", victim.inputReader().readLine());
            await().atMost(AMPLE).until(() -> made() >= MANY / 2);
        } finally {
            victim.destroyForcibly().waitFor();
        }
        long half = made();
        StorageRoom room = providers.room();
        try {
            for (Path left : names("runs.")) {
                Files.delete(left);
            }
            await().atMost(AMPLE)
                    .until(() -> room.jobs().stream().allMatch(job -> job.state().isOver()));

            assertTrue(half < MANY, "killed too late: " + half);
            assertEquals(MANY, made());
            assertEquals(MANY, room.jobs().size());
            assertEquals(
                    List.of(),
                    room.jobs().stream().filter(job -> job.state() != JobState.DONE).toList());
            assertEquals(
                    MANY,
                    new TreeSet<>(
                                    room.volumes().stream()
                                            .map(each -> each.volume().name())
                                            .toList())
                            .size());
            assertFalse(Files.exists(providers.store.resolve("exceeded")));
            assertEquals(MANY, count("JobTaken"));
            assertEquals(MANY, count("JobEnded"));
        } finally {
            room.close();
        }
    }

    private long count(String kind) throws IOException {
        return Files.readAllLines(providers.base.resolve("var/storage/journal")).stream()
                .filter(line -> line.contains("\"is\":\"" + kind + "\""))
                .count();
    }

    private Process victim() throws IOException {
        String java = ProcessHandle.current().info().command().orElseThrow();
        ProcessBuilder command =
                new ProcessBuilder(
                        java,
                        "-cp",
                        System.getProperty("java.class.path"),
                        Victim.class.getName(),
                        providers.base.toString(),
                        Integer.toString(MANY));
        return command.redirectError(ProcessBuilder.Redirect.DISCARD).start();
    }
}
