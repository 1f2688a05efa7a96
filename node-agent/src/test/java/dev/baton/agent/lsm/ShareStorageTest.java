package dev.baton.agent.lsm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.baton.agent.callout.Entry;
import dev.baton.agent.callout.JobRecord;
import dev.baton.agent.callout.JobState;
import dev.baton.agent.callout.SnapshotRecord;
import dev.baton.agent.callout.StorageAccess;
import dev.baton.agent.callout.VolumeRequest;
import dev.baton.agent.round.RoundAccess;
import dev.baton.agent.round.RoundAsk;
import dev.baton.config.Pnn;
import dev.baton.config.Schedule;
import dev.baton.events.plugin.FileSystem;
import dev.baton.events.plugin.FileSystemSnapshot;
import dev.baton.events.plugin.PluginFailure;
import dev.baton.events.plugin.Pool;
import dev.baton.events.plugin.Work;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

@DisplayName("Storage call-outs contract, section 5.7: shares are file systems of cluster://")
class ShareStorageTest {

    private final String homes;
    private final Rounds rounds;
    private final ShareStorage shares;

    /** Node 1 has two shares, one of them in two schedules, and a volume of a provider. */
    private static final class Rounds implements RoundAccess {
        final SortedMap<String, Schedule> schedules = new TreeMap<>();
        final SortedMap<String, List<Schedule.Target>> shares = new TreeMap<>();
        final List<SnapshotRecord> snapshots = new ArrayList<>();
        final List<String> asked = new ArrayList<>();

        void schedule(String id, Optional<Path> command, String... targets) {
            List<Schedule.Target> all = new ArrayList<>();
            for (String target : targets) {
                all.add(new Schedule.Target("n1", target));
            }
            schedules.put(
                    id,
                    new Schedule(
                            id,
                            id,
                            List.of(),
                            all,
                            command,
                            Optional.empty(),
                            0,
                            Schedule.USUAL_FREEZE,
                            false,
                            false));
            command.ifPresent(_ -> shares.put(id, all));
        }

        void taken(String round, String schedule, String target, String name) {
            snapshots.add(
                    new SnapshotRecord(
                            new Entry.SnapshotTaken(
                                    round, schedule, target, schedule + "-" + name, 61_000),
                            Optional.empty()));
        }

        @Override
        public SortedMap<String, Schedule> schedules() {
            return schedules;
        }

        @Override
        public Optional<Instant> next(Schedule schedule) {
            return Optional.empty();
        }

        @Override
        public StorageAccess.Plan plan(RoundAsk ask) {
            throw new IllegalStateException("nobody asks for a plan");
        }

        @Override
        public String run(RoundAsk ask) {
            asked.add(ask.schedule() + " " + ask.only().orElse("") + " " + ask.name().orElse(""));
            return "1.7";
        }

        @Override
        public StorageAccess.Plan planRemoval(String schedule, String snapshot) {
            throw new IllegalStateException("nobody asks for a plan");
        }

        @Override
        public String remove(String schedule, String snapshot) {
            asked.add("remove " + schedule + " " + snapshot);
            return "1.8";
        }

        @Override
        public SortedMap<String, List<Schedule.Target>> shares() {
            return shares;
        }

        @Override
        public List<SnapshotRecord> snapshots() {
            return snapshots;
        }
    }

    ShareStorageTest(@TempDir Path folder) {
        homes = folder.toString();
        rounds = new Rounds();
        rounds.schedule("weekly", Optional.of(Path.of("/snap")), homes);
        rounds.schedule("hourly", Optional.of(Path.of("/snap")), homes, "label@x");
        rounds.schedule("volumes", Optional.empty(), "web1");
        rounds.taken("1.1", "hourly", homes, "20261122T010203Z-1.1");
        rounds.taken("1.2", "weekly", homes, "friday");
        rounds.taken("1.3", "hourly", "label@x", "friday");
        shares = new ShareStorage(rounds, new Pnn(1));
    }

    private FileSystem share(String name) {
        return shares.all().stream()
                .filter(each -> each.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static String job(Work<FileSystemSnapshot> work) {
        return ((Work.Begun<FileSystemSnapshot>) work).job();
    }

    private static List<String> names(List<FileSystemSnapshot> all) {
        return all.stream().map(FileSystemSnapshot::name).toList();
    }

    @Test
    void whatCommandsTakeSnapshotsOfIsAFileSystemOnce() {
        assertEquals(
                List.of(homes + "@1", "label@x@1"),
                shares.all().stream().map(FileSystem::id).toList());
        assertTrue(share(homes).total() >= share(homes).free(), share(homes).toString());
        assertTrue(share(homes).free() > 0, "of the file system it is on");
        assertEquals(0, share("label@x").total(), "nobody knows where it is");
        Pool pool = shares.pool().orElseThrow();
        assertEquals(share(homes).pool(), pool.id());
        assertEquals(Pool.FILE_SYSTEMS, pool.elements());
    }

    @Test
    void aNodeWithoutSharesHasNoPoolOfThem() {
        ShareStorage none = new ShareStorage(RoundAccess.NONE, new Pnn(0));

        assertEquals(Optional.empty(), none.pool());
        assertEquals(List.of(), none.all());
    }

    @Test
    void snapshotsOfAllItsSchedulesAreItsOwn() throws Exception {
        List<FileSystemSnapshot> all = shares.snapshots(share(homes));

        assertEquals(List.of("20261122T010203Z-1.1", "friday"), names(all));
        assertEquals("weekly/weekly-friday", all.getLast().id());
        assertEquals(61, all.getLast().taken(), "seconds");
        assertEquals(List.of("friday"), names(shares.snapshots(share("label@x"))));
    }

    @Test
    void takingOneIsARoundForThisShareAlone() throws Exception {
        assertEquals("1.7", job(shares.create(share(homes), "monday")));

        assertEquals(List.of("hourly n1:" + homes + " monday"), rounds.asked);
        var twice = assertThrows(PluginFailure.class, () -> shares.create(share(homes), "friday"));
        assertEquals(50, twice.code().number());
    }

    @Test
    void deletingOneIsAskedOfItsSchedule() throws Exception {
        FileSystemSnapshot friday = shares.snapshots(share(homes)).getLast();

        assertEquals("1.8", job(shares.delete(share(homes), friday)));

        assertEquals(List.of("remove weekly weekly-friday"), rounds.asked);
        var other =
                assertThrows(PluginFailure.class, () -> shares.delete(share("label@x"), friday));
        assertEquals(204, other.code().number());
        var gone =
                assertThrows(
                        PluginFailure.class,
                        () -> shares.snapshots(new FileSystem("x@1", "x", 0, 0, "", "", "")));
        assertEquals(201, gone.code().number());
    }

    @Test
    void aRoundShowsWhatItMadeAndASkippedOneThatItMadeNothing() throws Exception {
        assertEquals(
                Optional.of("friday"),
                shares.made(round("1.2", JobState.DONE, "")).map(FileSystemSnapshot::name));
        JobRecord skipped = round("1.9", JobState.DONE, "skipped: a hook has said so");

        var nothing = assertThrows(PluginFailure.class, () -> shares.made(skipped));

        assertEquals(125, nothing.code().number());
    }

    private static JobRecord round(String job, JobState state, String why) {
        return new JobRecord(
                new Entry.JobTaken(job, new VolumeRequest.Round("weekly", List.of("n1:x")), "-", 1),
                state,
                Optional.empty(),
                Optional.of(new Entry.JobEnded(job, state, why, List.of(), 2)),
                List.of());
    }
}
