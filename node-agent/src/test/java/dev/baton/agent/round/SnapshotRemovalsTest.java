package dev.baton.agent.round;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.baton.agent.callout.Entry;
import dev.baton.agent.callout.JobRecord;
import dev.baton.agent.callout.JobState;
import dev.baton.agent.callout.RealProviders;
import dev.baton.agent.callout.Refusal;
import dev.baton.agent.callout.RoundTools;
import dev.baton.agent.callout.StorageRoom;
import dev.baton.config.Schedule;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

@Timeout(60)
@DisplayName("Storage operations, section 2: a snapshot is removed by name, as a job under a right")
class SnapshotRemovalsTest {

    private static final Duration AMPLE = Duration.ofSeconds(30);

    private final RealProviders providers;
    private final Schedule schedule;
    private StorageRoom storage;
    private RoundTools tools;
    private SnapshotRemovals removals;

    SnapshotRemovalsTest(@TempDir Path folder) throws IOException {
        providers = new RealProviders(folder);
        Path command = providers.base.resolve("snap");
        RealProviders.write(
                command,
                """
                #!/bin/sh
                cd "${0%/*}"
                echo "$* fence=$CALLOUT_FENCE" >>said
                while [ -e slow ]; do sleep 0.02; done
                [ ! -e fails ] || { echo "no such subvolume"; exit 1; }
                """,
                "rwxr-xr-x");
        schedule =
                new Schedule(
                        "homes",
                        "homes",
                        List.of(),
                        List.of(new Schedule.Target("0", "/srv/homes")),
                        Optional.of(command),
                        Optional.empty(),
                        0,
                        Schedule.USUAL_FREEZE,
                        false,
                        false);
        open();
        tools.store(new Entry.SnapshotTaken("0.1", "homes", "/srv/homes", "homes-before", 1));
    }

    private void open() {
        storage = providers.room();
        tools = storage.rounds().orElseThrow();
        removals =
                new SnapshotRemovals(
                        tools,
                        new Turns(tools),
                        new SnapshotCalls(tools, storage, "n0", InstantSource.system()));
    }

    @AfterEach
    void close() {
        storage.close();
    }

    private JobRecord removed() throws Refusal {
        return storage.await(removals.begin(schedule, "homes-before"), AMPLE).orElseThrow();
    }

    @Test
    void theCommandRemovesItUnderTheNumberOfTheRight() throws Exception {
        JobRecord job = removed();

        assertEquals(JobState.DONE, job.state(), job.toString());
        assertEquals(List.of(), tools.snapshots());
        String said = Files.readString(providers.base.resolve("said"));
        assertTrue(
                said.matches(
                        "remove --name=homes --id=homes --target=/srv/homes"
                                + " --snapshot=homes-before fence=[1-9][0-9]*\n"),
                said);
        await().atMost(AMPLE).until(() -> providers.objects.held().isEmpty());
    }

    @Test
    void oneThatCouldNotBeRemovedIsStillThere() throws Exception {
        Files.createFile(providers.base.resolve("fails"));

        JobRecord job = removed();

        assertEquals(JobState.FAILED, job.state());
        assertTrue(job.why().contains("no such subvolume"), job.why());
        assertEquals(1, tools.snapshots().size());
        Files.delete(providers.base.resolve("fails"));
        await().atMost(AMPLE).until(() -> providers.objects.held().isEmpty());
        assertEquals(JobState.DONE, removed().state(), "the turn was given back");
    }

    @Test
    void nothingElseOfTheScheduleIsBegunMeanwhile() throws Exception {
        Files.createFile(providers.base.resolve("slow"));
        String job = removals.begin(schedule, "homes-before");

        Refusal busy = assertThrows(Refusal.class, () -> removals.begin(schedule, "homes-before"));

        assertEquals(
                "a round of homes is under way already; see: baton job list --open",
                busy.sentence());
        Refusal kept = assertThrows(Refusal.class, () -> storage.cancel(job));
        assertTrue(kept.sentence().contains("ends by itself"), kept.sentence());
        Files.delete(providers.base.resolve("slow"));
        assertEquals(JobState.DONE, storage.await(job, AMPLE).orElseThrow().state());
    }

    @Test
    void whoDiesMeanwhileCannotTell() throws Exception {
        Files.createFile(providers.base.resolve("slow"));
        String job = removals.begin(schedule, "homes-before");
        await().atMost(AMPLE).until(() -> Files.exists(providers.base.resolve("said")));
        storage.close();
        Files.delete(providers.base.resolve("slow"));

        open();

        JobRecord left = storage.await(job, AMPLE).orElseThrow();
        assertEquals(JobState.UNKNOWN, left.state(), left.toString());
        assertTrue(
                left.why().endsWith("again: baton snapshot remove homes homes-before"), left.why());
        assertEquals(1, tools.snapshots().size());
    }

    @Test
    void aNameThatIsNotKnownIsRefused() throws Exception {
        Refusal unknown = assertThrows(Refusal.class, () -> removals.begin(schedule, "homes-\nx"));

        assertEquals(Refusal.Kind.NOT_FOUND, unknown.kind());
        assertEquals(
                "this node has no snapshot \"homes-?x\" of homes; see, on the node of its target:"
                        + " baton snapshot show homes",
                unknown.sentence());
        assertEquals(List.of(), storage.jobs());
    }
}
