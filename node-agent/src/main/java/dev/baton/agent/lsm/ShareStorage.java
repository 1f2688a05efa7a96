package dev.baton.agent.lsm;

import dev.baton.agent.callout.Entry;
import dev.baton.agent.callout.JobRecord;
import dev.baton.agent.callout.JobState;
import dev.baton.agent.callout.SnapshotRecord;
import dev.baton.agent.callout.VolumeRequest;
import dev.baton.agent.round.RoundAccess;
import dev.baton.agent.round.RoundAsk;
import dev.baton.config.Pnn;
import dev.baton.config.Schedule;
import dev.baton.events.contract.lsm.LsmCode;
import dev.baton.events.plugin.FileSystem;
import dev.baton.events.plugin.FileSystemSnapshot;
import dev.baton.events.plugin.PluginFailure;
import dev.baton.events.plugin.Pool;
import dev.baton.events.plugin.Work;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Shares of this node as file systems of {@code cluster://}: what schedules with a command take
 * snapshots of. Taking one is a round of the schedule for this share alone.
 *
 * <p>Where several schedules have a share, rounds are of the first by its id. Thread: any.
 */
final class ShareStorage {

    private final RoundAccess rounds;
    private final Pnn self;
    private final ShareSpace space = new ShareSpace();

    ShareStorage(RoundAccess rounds, Pnn self) {
        this.rounds = rounds;
        this.self = self;
    }

    /** What they are in; no provider can have such a name. Empty where there are no shares. */
    Optional<Pool> pool() {
        return rounds.shares().isEmpty()
                ? Optional.empty()
                : Optional.of(
                        new Pool(
                                poolId(),
                                "shares of node " + self,
                                Pool.FILE_SYSTEMS,
                                0,
                                0,
                                Pool.WELL,
                                "",
                                NodeStorage.SYSTEM,
                                ""));
    }

    private String poolId() {
        return "shares:@" + self;
    }

    List<FileSystem> all() {
        return schedules().keySet().stream().map(this::fileSystem).toList();
    }

    /** By what is shared, the schedule that takes its snapshots, narrowed to it. */
    private SortedMap<String, Schedule> schedules() {
        SortedMap<String, Schedule> byShare = new TreeMap<>();
        rounds.shares()
                .forEach(
                        (id, targets) ->
                                targets.forEach(
                                        target -> {
                                            Schedule schedule = rounds.schedules().get(id);
                                            if (schedule != null) {
                                                byShare.putIfAbsent(
                                                        target.name(), schedule.only(target));
                                            }
                                        }));
        return byShare;
    }

    private FileSystem fileSystem(String share) {
        ShareSpace.Space of =
                share.startsWith("/") ? space.of(Path.of(share)) : ShareSpace.Space.UNKNOWN;
        return new FileSystem(
                share + "@" + self, share, of.total(), of.free(), NodeStorage.SYSTEM, poolId(), "");
    }

    private String share(FileSystem fs) throws PluginFailure {
        return schedules().keySet().stream()
                .filter(each -> fs.id().equals(each + "@" + self))
                .findFirst()
                .orElseThrow(
                        () ->
                                new PluginFailure(
                                        LsmCode.NOT_FOUND_FS,
                                        "node %s has no share %s".formatted(self, fs.id())));
    }

    /** Oldest first; of all its schedules. */
    List<FileSystemSnapshot> snapshots(FileSystem fs) throws PluginFailure {
        String share = share(fs);
        return taken().stream()
                .filter(each -> each.target().equals(share))
                .filter(each -> rounds.shares().containsKey(each.schedule()))
                .map(ShareStorage::snapshot)
                .toList();
    }

    private List<Entry.SnapshotTaken> taken() throws PluginFailure {
        return NodeStorage.asked(LsmCode.POOL_NOT_READY, rounds::snapshots).stream()
                .map(SnapshotRecord::taken)
                .toList();
    }

    private static FileSystemSnapshot snapshot(Entry.SnapshotTaken taken) {
        return new FileSystemSnapshot(
                taken.schedule() + "/" + taken.snapshot(),
                taken.snapshot().substring(taken.schedule().length() + 1),
                taken.at() / 1000,
                "");
    }

    Work<FileSystemSnapshot> create(FileSystem fs, String name) throws PluginFailure {
        String share = share(fs);
        if (snapshots(fs).stream().anyMatch(each -> each.name().equals(name))) {
            throw new PluginFailure(
                    LsmCode.NAME_CONFLICT, "%s has a snapshot %s".formatted(share, name));
        }
        Schedule schedule = Optional.ofNullable(schedules().get(share)).orElseThrow();
        RoundAsk ask =
                new RoundAsk(
                        schedule.id(),
                        Optional.of(schedule.targets().getFirst().toString()),
                        Optional.of(name));
        return Work.begun(NodeStorage.asked(LsmCode.POOL_NOT_READY, () -> rounds.run(ask)));
    }

    Work<FileSystemSnapshot> delete(FileSystem fs, FileSystemSnapshot snapshot)
            throws PluginFailure {
        String share = share(fs);
        Entry.SnapshotTaken taken =
                taken().stream()
                        .filter(each -> each.target().equals(share))
                        .filter(each -> snapshot(each).id().equals(snapshot.id()))
                        .findFirst()
                        .orElseThrow(
                                () ->
                                        new PluginFailure(
                                                LsmCode.NOT_FOUND_FS_SS,
                                                "%s has no snapshot %s"
                                                        .formatted(share, snapshot.id())));
        return Work.begun(
                NodeStorage.asked(
                        LsmCode.POOL_NOT_READY,
                        () -> rounds.remove(taken.schedule(), taken.snapshot())));
    }

    /** What a finished round has made here; a round that a script skipped has made nothing. */
    Optional<FileSystemSnapshot> made(JobRecord job) throws PluginFailure {
        if (!(job.taken().request() instanceof VolumeRequest.Round)) {
            return Optional.empty();
        }
        if (job.state() == JobState.DONE && job.why().startsWith("skipped")) {
            throw new PluginFailure(LsmCode.NO_STATE_CHANGE, job.why());
        }
        return taken().stream()
                .filter(each -> each.round().equals(job.id()))
                .filter(each -> rounds.shares().containsKey(each.schedule()))
                .findFirst()
                .map(ShareStorage::snapshot);
    }
}
