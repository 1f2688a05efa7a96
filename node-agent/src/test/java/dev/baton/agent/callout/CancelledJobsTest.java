package dev.baton.agent.callout;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
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
import java.util.stream.Stream;

/** One job makes volume a and hangs with b, another waits for a. */
@Timeout(60)
@DisplayName("Storage operations, section 1: what a cancelled job has done is undone")
class CancelledJobsTest {

    private static final Duration AMPLE = Duration.ofSeconds(30);

    private final RealProviders providers;
    private final StorageRoom room;
    private String running = "";
    private String waiting = "";

    CancelledJobsTest(@TempDir Path folder) {
        providers = new RealProviders(folder).files();
        room = providers.room();
    }

    @BeforeEach
    void begin() throws Exception {
        providers.script(
                "files", "create", "echo >$store/$VOL_NAME; [ $VOL_CNAME != b ] || sleep 300");
        VolumeRequest create = new VolumeRequest.Create("files", List.of("a", "b"), 64);
        running = room.submit(create, providers.parameters()).job().id();
        waiting = room.submit(new VolumeRequest.Attach("a"), new TreeMap<>()).job().id();
        await().atMost(AMPLE).until(() -> stored() == 2);
    }

    @AfterEach
    void close() {
        room.close();
    }

    private long stored() throws IOException {
        try (Stream<Path> files = Files.list(providers.store)) {
            return files.count();
        }
    }

    @Test
    void aWaitingJobIsWithdrawnAndARunningOneIsEndedAndUndone() throws Exception {
        assertEquals(JobState.CANCELLED, room.cancel(waiting).state());
        room.cancel(running);
        JobRecord job = room.await(running, AMPLE).orElseThrow();

        assertEquals(JobState.CANCELLED, job.state());
        assertEquals(0, stored());
        assertEquals(List.of(), room.volumes());
        assertThrows(Refusal.class, () -> room.cancel(running));
        assertThrows(Refusal.class, () -> room.planCancel(running));
        assertThrows(Refusal.class, () -> room.cancel("0.99"));
    }

    @Test
    void aPlanSaysWhatWouldBeEndedAndUndoneAndDoesNothing() throws Exception {
        StorageAccess.Cancellation plan = room.planCancel(running);

        assertEquals("create", plan.ends().orElseThrow().begun().action());
        assertEquals(
                List.of("detach b", "remove b", "detach a", "remove a"),
                plan.undo().calls().stream()
                        .map(call -> call.action() + " " + call.environment().get("VOL_CNAME"))
                        .toList());
        assertEquals(List.of(), room.planCancel(waiting).undo().calls());
        assertEquals(Optional.empty(), room.planCancel(waiting).ends());
        assertEquals(2, stored());
    }
}
