package dev.baton.agent.runs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.baton.agent.saved.BadFile;
import dev.baton.orchestrator.cluster.RunId;
import dev.baton.orchestrator.exchange.RunRecord;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

@DisplayName("Operator documentation, Stored takeover runs: what is kept")
class RunFolderTest {

    @TempDir Path directory;

    private Path path = Path.of("runs");
    private RunFolder folder = new RunFolder(path);

    @BeforeEach
    void place() {
        path = directory.resolve("var").resolve("runs");
        folder = new RunFolder(path);
    }

    private static StoredRun run(long leading, long counter) {
        return new StoredRun(ExampleRuns.named(leading, counter), "1.0");
    }

    @Test
    void aRunIsReadAsItWasWrittenAndItsEndReplacesItsBeginning() throws IOException, BadFile {
        RunRecord ended = ExampleRuns.named(8, 1);
        RunRecord begun =
                new RunRecord(
                        ended.run(),
                        ended.leader(),
                        ended.begunMillis(),
                        ended.cause(),
                        ended.input(),
                        ended.plan(),
                        Optional.empty());

        folder.write(new StoredRun(begun, "1.0"));
        assertEquals(begun, RunReader.read(folder.file(new RunId(8, 1))).run());
        folder.write(new StoredRun(ended, "1.0"));

        assertEquals(ended, RunReader.read(folder.file(new RunId(8, 1))).run());
        assertEquals(List.of(new RunId(8, 1)), folder.ids());
    }

    @Test
    void theNewestHundredAreKeptInTheOrderOfTheirIds() throws IOException {
        for (int counter = 1; counter <= 60; counter++) {
            folder.write(run(9, counter));
        }
        for (int counter = 1; counter <= 60; counter++) {
            folder.write(run(10, counter));
        }

        List<RunId> ids = folder.ids();

        assertEquals(RunFolder.MOST, ids.size());
        assertEquals(new RunId(9, 21), ids.getFirst());
        assertEquals(new RunId(10, 60), ids.getLast());
    }

    @Test
    @DisplayName(
            "The run that was written last stays even when its id is the oldest: a clock went back")
    void theLastWrittenStays() throws IOException {
        for (int counter = 1; counter <= RunFolder.MOST; counter++) {
            folder.write(run(9, counter));
        }

        folder.write(run(2, 1));

        List<RunId> ids = folder.ids();
        assertEquals(RunFolder.MOST, ids.size());
        assertEquals(new RunId(2, 1), ids.getFirst());
    }

    @Test
    void largeRunsAreFewer() throws IOException {
        folder.write(run(5, 1));
        folder.write(run(5, 2));
        lengthen(new RunId(5, 1), RunFolder.MOST_BYTES / 2);
        lengthen(new RunId(5, 2), RunFolder.MOST_BYTES / 2);

        folder.write(run(5, 3));

        assertEquals(List.of(new RunId(5, 2), new RunId(5, 3)), folder.ids());
    }

    private void lengthen(RunId id, long bytes) throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(folder.file(id).toFile(), "rw")) {
            file.setLength(bytes);
        }
    }

    @Test
    @DisplayName("What a crash left half written counts for nothing and is replaced")
    void halfWritten() throws IOException {
        Files.createDirectories(path);
        Files.writeString(path.resolve("run.new"), "{\"kind\":");
        Files.writeString(path.resolve("notes.json"), "mine");

        assertEquals(List.of(), folder.ids());
        folder.write(run(7, 1));

        assertEquals(List.of(new RunId(7, 1)), folder.ids());
        assertFalse(Files.exists(path.resolve("run.new")));
        assertTrue(Files.exists(path.resolve("notes.json")));
    }

    @Test
    void nothingIsLeftOfARunThatCannotBeWritten() throws IOException {
        Files.createDirectories(folder.file(new RunId(7, 1)).resolve("in the way"));

        assertThrows(IOException.class, () -> folder.write(run(7, 1)));

        assertFalse(Files.exists(path.resolve("run.new")));
    }

    @Test
    void whatNobodyStoredIsAnEmptyList() throws IOException {
        assertEquals(List.of(), folder.ids());
    }
}
