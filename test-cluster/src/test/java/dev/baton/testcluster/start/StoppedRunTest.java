package dev.baton.testcluster.start;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Style, section 4, limits: a run that is told to end takes everything it started along. */
class StoppedRunTest {
    private static final Duration LIMIT = Duration.ofSeconds(20);

    /** Maven with a JVM of its own for the tests, both of which put away before they end. */
    private static final String FORKING =
            """
            folder=FOLDER
            jvm() {
                # The signal may come twice, to the process and to its group.
                trap '[ -s "$folder/said" ] || echo put away >>"$folder/said"; exit 143' TERM
                echo started >"$folder/jvm"
                while :; do sleep 0.1; done
            }
            jvm &
            echo $$ $! >"$folder/pids.new"
            mv "$folder/pids.new" "$folder/pids"
            wait
            """;

    @TempDir private Path folder = Path.of("set by JUnit");
    private StubbedMachine machine;

    @BeforeEach
    void prepare() throws IOException {
        machine = new StubbedMachine(folder);
        machine.run("demo");
        machine.stub("timeout", "exec /usr/bin/timeout \"$@\"");
        machine.stub("sleep", "exec /usr/bin/sleep \"$@\"");
    }

    @ParameterizedTest
    @CsvSource({
        "hostile,TERM,143",
        "hostile,INT,130",
        "hostile,HUP,129",
        "simulate,TERM,143",
        "demo-20,TERM,143"
    })
    void neitherMavenNorWhatItStartedOutlivesIt(String run, String signal, int status)
            throws Exception {
        machine.edit();
        machine.stub("mvn", FORKING.replace("FOLDER", folder.toString()));
        Process script = machine.start("long", run);
        List<Long> pids = started();

        signal(signal, script.pid());

        assertTrue(script.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS));
        assertEquals(status, script.exitValue());
        for (long pid : pids) {
            assertFalse(runs(pid), "process " + pid);
        }
        assertEquals("put away\n", Files.readString(folder.resolve("said")));
    }

    @Test
    void theDemoItselfHearsTheSignal() throws Exception {
        machine.jvm("trap 'exit 5' TERM; : >%s/jvm; while :; do sleep 0.1; done".formatted(folder));
        Process script = machine.start("demo");
        await().atMost(LIMIT).until(() -> Files.exists(folder.resolve("jvm")));

        signal("TERM", script.pid());

        assertTrue(script.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS));
        assertEquals(5, script.exitValue());
    }

    private List<Long> started() throws IOException {
        Path pids = folder.resolve("pids");
        Path jvm = folder.resolve("jvm");
        await().atMost(LIMIT).until(() -> Files.exists(pids) && Files.exists(jvm));
        return List.of(Files.readString(pids).strip().split(" ")).stream()
                .map(Long::valueOf)
                .toList();
    }

    /** A dead process that nobody has waited for yet does not run. */
    private static boolean runs(long pid) throws IOException {
        Path status = Path.of("/proc", Long.toString(pid), "status");
        return Files.exists(status) && !Files.readString(status).contains("State:\tZ");
    }

    private static void signal(String name, long pid) throws Exception {
        Process kill = new ProcessBuilder("kill", "-" + name, Long.toString(pid)).start();
        assertEquals(0, kill.waitFor());
    }
}
