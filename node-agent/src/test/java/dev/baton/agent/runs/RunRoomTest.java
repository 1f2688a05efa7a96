package dev.baton.agent.runs;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.baton.agent.saved.BadFile;
import dev.baton.orchestrator.cluster.RunId;
import dev.baton.orchestrator.exchange.Effect;
import dev.baton.orchestrator.exchange.Fact;
import dev.baton.orchestrator.exchange.RunEnding;
import dev.baton.orchestrator.exchange.RunRecord;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;

@DisplayName("Operator documentation, Stored takeover runs: a bad disk harms nothing")
@Timeout(60)
class RunRoomTest {

    private static final Duration SOON = Duration.ofSeconds(20);

    private static final long MANY = RunRoom.MOST_WAITING + 2;

    private static final RunEnding ENDING =
            new RunEnding(
                    RunEnding.How.DONE,
                    Duration.ofMillis(50),
                    1,
                    new TreeMap<>(),
                    new TreeSet<>(),
                    new TreeMap<>(),
                    List.of());

    @TempDir Path directory;
    private final List<Fact> facts = new CopyOnWriteArrayList<>();

    private RunRoom opened(RunFolder folder) {
        RunRoom room = new RunRoom(folder, "1.0", facts::add);
        room.start();
        return room;
    }

    private static Effect.StoreRun run(long counter) {
        return new Effect.StoreRun(ExampleRuns.named(7, counter));
    }

    @Test
    void runsAreStoredBesideTheCaller() {
        RunFolder folder = new RunFolder(directory);
        RunRoom room = opened(folder);

        room.store(run(1));
        room.store(run(2));

        await().atMost(SOON).until(() -> folder.ids().size() == 2);
        room.close();
        assertEquals(List.of(), facts);
    }

    @Test
    @DisplayName("Of a run that is over at once only its end is written; of one that lasts, both")
    void theBeginningWaits() throws IOException, BadFile {
        RunFolder folder = new RunFolder(directory);
        RunRecord begun = begun(ExampleRuns.named(7, 1));
        RunRoom room = opened(folder);

        room.store(new Effect.StoreRun(begun));
        await().atMost(SOON).until(() -> folder.ids().size() == 1);
        assertEquals(begun, RunReader.read(folder.file(begun.run())).run());

        RunRecord next = begun(ExampleRuns.named(8, 1));
        RunRecord over = next.ended(ENDING);
        room.store(new Effect.StoreRun(next));
        room.store(new Effect.StoreRun(over));
        await().atMost(SOON).until(() -> folder.ids().size() == 2);
        assertEquals(over, RunReader.read(folder.file(next.run())).run());
        room.close();
    }

    private static RunRecord begun(RunRecord run) {
        return new RunRecord(
                run.run(),
                run.leader(),
                run.begunMillis(),
                run.cause(),
                run.input(),
                run.plan(),
                Optional.empty());
    }

    @Test
    void whatWaitsIsWrittenBeforeTheEnd() throws IOException {
        RunFolder folder = new RunFolder(directory);
        RunRoom room = opened(folder);

        room.store(run(1));
        room.close();

        assertEquals(List.of(new RunId(7, 1)), folder.ids());
    }

    @Test
    void aFolderThatCannotBeMadeIsToldOnceForARunAndEndsNothing() throws IOException {
        Path blocked = Files.writeString(directory.resolve("runs"), "a file");
        RunRoom room = opened(new RunFolder(blocked));

        room.store(run(1));
        await().atMost(SOON).until(() -> facts.size() == 1);
        room.store(run(1));
        room.store(run(2));
        await().atMost(SOON).until(() -> facts.size() == 2);
        Files.delete(blocked);
        room.store(run(3));

        await().atMost(SOON).until(() -> Files.exists(blocked.resolve("7.3.json")));
        room.close();
        Fact.RunNotStored first = assertInstanceOf(Fact.RunNotStored.class, facts.getFirst());
        Fact.RunNotStored second = assertInstanceOf(Fact.RunNotStored.class, facts.get(1));
        assertEquals(new RunId(7, 1), first.run());
        assertEquals(new RunId(7, 2), second.run());
        assertTrue(first.cause().startsWith(blocked + ": "), first.cause());
    }

    @Test
    @DisplayName("A disk that hangs holds nobody up: what waits longest gives way, and is told")
    void aDiskThatHangs() throws IOException, InterruptedException {
        Path pipe = directory.resolve("run.new");
        assertEquals(0, new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor());
        RunRoom room = opened(new RunFolder(directory));
        room.store(run(1));
        await().atMost(SOON).until(() -> room.waiting() == 0);

        for (long counter = 2; counter <= MANY; counter++) {
            room.store(run(counter));
        }

        assertEquals(RunRoom.MOST_WAITING, room.waiting());
        assertEquals(
                List.of(
                        new Fact.RunNotStored(
                                new RunId(7, 2), "16 runs wait for the disk already")),
                facts);
        assertTrue(Files.readString(pipe).contains("\"7.1\""));
        Path last = directory.resolve("7." + MANY + ".json");
        await().atMost(SOON).until(() -> Files.exists(last));
        room.close();
    }
}
