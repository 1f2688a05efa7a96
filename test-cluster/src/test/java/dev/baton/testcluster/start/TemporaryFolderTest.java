package dev.baton.testcluster.start;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.baton.testcluster.netns.ShellCommand;
import dev.baton.testcluster.netns.ShellCommand.Outcome;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * Operator experience, sections 1.2 and 1.3: where nothing temporary can be written, one sentence
 * says what, where, what was expected and the cure; exit 69 before anything begins, 1 afterwards.
 */
class TemporaryFolderTest {
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final String CURE =
            "Set TMPDIR to a folder that can be written and has 32 MiB free.";

    @TempDir private Path folder = Path.of("set by JUnit");
    private StubbedMachine machine;

    @BeforeEach
    void prepare() throws IOException {
        machine = new StubbedMachine(folder);
    }

    @ParameterizedTest
    @ValueSource(strings = {"demo", "bench", "long hostile"})
    void aTemporaryFolderThatIsAFileOrMissingEndsIt(String line) throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "");

        Outcome notOne = runIn(file.toString(), line);
        Outcome missing = runIn("/nonexistent", line);

        refused(notOne, "expected a folder, got \"" + file + "\", which is none. " + CURE);
        refused(missing, "expected a folder, got \"/nonexistent\", which is none. " + CURE);
    }

    @Test
    void aFullOrReadOnlyOneEndsItWithTheSystemsReasonAndLeavesNothing() throws IOException {
        Path temporary = Files.createDirectory(folder.resolve("tmp"));
        machine.stub(
                "dd",
                """
                f=${2#of=}
                : >"$f"
                echo "dd: error writing '$f': No space left on device" >&2
                exit 1
                """);

        Outcome full = runIn(temporary.toString(), "demo");

        refused(full, temporary + ": expected room for 32 MiB, got: No space left on device. ");
        assertEquals(0, temporary.toFile().list().length);
    }

    @Test
    void oneWhoseNameShellsOrSocketsCannotTakeEndsIt() throws IOException {
        Path blank = Files.createDirectory(folder.resolve("with blank"));
        Path deep = Files.createDirectories(folder.resolve("d/".repeat(30)));

        refused(runIn(blank.toString(), "demo"), "got \"" + blank + "\"");
        refused(runIn(deep.toString(), "demo"), "at most 60 letters");
    }

    @Test
    void javaWritesWhereTmpdirSays() throws IOException {
        Files.createDirectory(folder.resolve("t"));

        machine.run(List.of("TMPDIR=t"), "demo");
        machine.run(List.of("TMPDIR=t"), "long", "hostile");

        String option = " -Djava.io.tmpdir=" + folder.resolve("t") + " ";
        assertTrue(machine.calls("java").getLast().contains(option), machine.text());
        assertTrue(machine.calls("mvn").getLast().contains(option), machine.text());
    }

    @ParameterizedTest
    @ValueSource(strings = {"demo.DemoMain", "bench.BenchMain"})
    void oneThatIsLostAfterwardsIsASentenceToo(String name) {
        Outcome outcome =
                ShellCommand.attempt(
                        LIMIT,
                        List.of(
                                Path.of(System.getProperty("java.home"), "bin/java").toString(),
                                "-Djava.io.tmpdir=/proc/self",
                                "-cp",
                                System.getProperty("java.class.path"),
                                "dev.baton.testcluster." + name));

        assertEquals(1, outcome.status(), outcome.output());
        assertEquals(1, outcome.output().lines().count(), outcome.output());
        assertTrue(outcome.output().contains("cannot run [unshare"), outcome.output());
        assertTrue(outcome.output().contains("/proc/self/baton-"), outcome.output());
    }

    private Outcome runIn(String temporary, String line) {
        List<String> words = List.of(line.split(" "));
        return machine.run(
                List.of("TMPDIR=" + temporary),
                words.getFirst(),
                words.subList(1, words.size()).toArray(String[]::new));
    }

    private void refused(Outcome outcome, String sentence) throws IOException {
        assertEquals(69, outcome.status(), outcome.output());
        assertTrue(outcome.output().contains(sentence), outcome.output());
        assertTrue(outcome.output().contains(": temporary folder (TMPDIR)"), outcome.output());
        assertEquals(1, outcome.output().lines().count(), outcome.output());
        assertFalse(machine.text().contains("mvn"), machine.text());
        assertEquals(List.of(), machine.calls("java"));
    }
}
