package dev.baton.agent.lsm;

import dev.baton.agent.callout.DriverRequest;
import dev.baton.agent.callout.JobRecord;
import dev.baton.agent.callout.Refusal;
import dev.baton.agent.callout.StorageAccess;
import dev.baton.agent.callout.VolumeRecord;
import dev.baton.agent.callout.VolumeRequest;
import dev.baton.agent.callout.VolumeState;
import dev.baton.config.Pnn;
import dev.baton.events.contract.ganeti.Provider;
import dev.baton.events.contract.lsm.LsmCode;
import dev.baton.events.contract.lsm.LsmJobStatus;
import dev.baton.events.contract.lsm.LsmUri;
import dev.baton.events.contract.lsm.PluginInfo;
import dev.baton.events.plugin.FileSystem;
import dev.baton.events.plugin.FileSystemSnapshot;
import dev.baton.events.plugin.PluginFailure;
import dev.baton.events.plugin.Pool;
import dev.baton.events.plugin.StorageObject;
import dev.baton.events.plugin.StoragePlugin;
import dev.baton.events.plugin.StorageSystem;
import dev.baton.events.plugin.Volume;
import dev.baton.events.plugin.Work;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * This node's part of {@code cluster://}: its providers are pools, their volumes volumes, what
 * schedules take snapshots of file systems, its jobs jobs. Every change is a job; it goes on
 * whoever asked for it is gone.
 *
 * <p>What scripts say of a pool's space is nothing, so it has none to show. Thread: one.
 */
final class NodeStorage implements StoragePlugin {

    /** The one system of {@code cluster://}. */
    static final String SYSTEM = "baton";

    private static final int BLOCK = 512;
    private static final int MIB = 1 << 20;
    private static final int ALL = 100;
    private static final int HALF = 50;
    private static final int COPY = 3;

    private final StorageAccess storage;
    private final Pnn self;
    private final FreedJobs freed;
    private final ImageStorage images;
    private final ShareStorage shares;
    private SortedMap<String, String> parameters = new TreeMap<>();

    NodeStorage(
            StorageAccess storage,
            ImageStorage images,
            ShareStorage shares,
            Pnn self,
            FreedJobs freed) {
        this.images = images;
        this.shares = shares;
        this.storage = storage;
        this.self = self;
        this.freed = freed;
    }

    @Override
    public PluginInfo info() {
        return new PluginInfo("Baton: storage of all nodes of this cluster", "1");
    }

    /** The query of the URI is what providers are told: {@code cluster://?pool=fast}. */
    @Override
    public void register(LsmUri uri, Optional<String> password, Duration limit) {
        parameters = uri.query();
    }

    @Override
    public List<StorageSystem> systems() {
        return List.of(new StorageSystem(SYSTEM, SYSTEM, StorageSystem.WELL, "", ""));
    }

    @Override
    public List<Pool> pools() {
        return Stream.concat(ofProviders(), shares.pool().stream()).toList();
    }

    private Stream<Pool> ofProviders() {
        return storage.providers().stream().filter(Provider::isValid).map(this::pool);
    }

    private Pool pool(Provider provider) {
        String id = pool(provider.name());
        return new Pool(id, id, Pool.VOLUMES, 0, 0, Pool.WELL, "", SYSTEM, "");
    }

    private String pool(String provider) {
        return provider + "@" + self;
    }

    @Override
    public List<Volume> volumes() throws PluginFailure {
        return records().stream().map(this::volume).toList();
    }

    private List<VolumeRecord> records() throws PluginFailure {
        return asked(LsmCode.POOL_NOT_READY, storage::volumes).stream()
                .filter(each -> each.state() != VolumeState.CREATING)
                .filter(each -> each.state() != VolumeState.ARRIVING)
                .toList();
    }

    private Volume volume(VolumeRecord record) {
        return new Volume(
                record.volume().name(),
                record.volume().title(),
                "",
                BLOCK,
                record.size() * (MIB / BLOCK),
                record.state() == VolumeState.READY,
                SYSTEM,
                pool(record.volume().provider()),
                "");
    }

    @Override
    public Work<Volume> createVolume(Pool pool, String name, long size, Optional<Boolean> thin)
            throws PluginFailure {
        String provider = pool.id().replaceFirst("@.*", "");
        if (ofProviders().noneMatch(each -> each.id().equals(pool(provider)))) {
            throw new PluginFailure(
                    LsmCode.NOT_FOUND_POOL,
                    "node %s has no provider %s that can be used".formatted(self, provider));
        }
        checkFree(name);
        return submit(
                new VolumeRequest.Create(provider, List.of(name), mebibytes(size)), parameters);
    }

    private void checkFree(String name) throws PluginFailure {
        if (asked(LsmCode.POOL_NOT_READY, storage::volumes).stream()
                .anyMatch(each -> each.volume().title().equals(name))) {
            throw new PluginFailure(
                    LsmCode.NAME_CONFLICT, "node %s has a volume %s".formatted(self, name));
        }
    }

    private static long mebibytes(long bytes) {
        return Math.ceilDiv(bytes, MIB);
    }

    @Override
    public Work<Volume> resizeVolume(Volume volume, long size) throws PluginFailure {
        return submit(new VolumeRequest.Grow(title(volume), mebibytes(size)), new TreeMap<>());
    }

    @Override
    public Work<Volume> replicateVolume(Optional<Pool> pool, int kind, Volume source, String name)
            throws PluginFailure {
        checkIsCopy(kind);
        checkFree(name);
        return submit(new VolumeRequest.Snapshot(title(source), name), new TreeMap<>());
    }

    static void checkIsCopy(int kind) throws PluginFailure {
        if (kind > COPY) {
            throw new PluginFailure(LsmCode.NO_SUPPORT, "there are no mirrors; ask for a copy");
        }
    }

    @Override
    public Work<Volume> deleteVolume(Volume volume) throws PluginFailure {
        return submit(new VolumeRequest.Remove(title(volume), false), new TreeMap<>());
    }

    /** The name here: a client's object may be old. */
    private String title(Volume volume) throws PluginFailure {
        return records().stream()
                .filter(each -> each.volume().name().equals(volume.id()))
                .map(each -> each.volume().title())
                .findFirst()
                .orElseThrow(
                        () ->
                                new PluginFailure(
                                        LsmCode.NOT_FOUND_VOLUME,
                                        "there is no volume %s on node %s"
                                                .formatted(volume.id(), self)));
    }

    @Override
    public List<FileSystem> fileSystems() {
        return shares.all();
    }

    @Override
    public List<FileSystemSnapshot> snapshots(FileSystem fs) throws PluginFailure {
        return shares.snapshots(fs);
    }

    @Override
    public Work<FileSystemSnapshot> createSnapshot(FileSystem fs, String name)
            throws PluginFailure {
        return shares.create(fs, name);
    }

    @Override
    public Work<FileSystemSnapshot> deleteSnapshot(FileSystem fs, FileSystemSnapshot snapshot)
            throws PluginFailure {
        return shares.delete(fs, snapshot);
    }

    private Work<Volume> submit(VolumeRequest request, SortedMap<String, String> with)
            throws PluginFailure {
        return Work.begun(
                asked(LsmCode.POOL_NOT_READY, () -> storage.submit(request, with)).job().id());
    }

    @Override
    public LsmJobStatus job(String id) throws PluginFailure {
        JobRecord job = record(id);
        return switch (job.state()) {
            case WAITING -> new LsmJobStatus(LsmJobStatus.State.RUNNING, 0, Optional.empty());
            case RUNNING -> new LsmJobStatus(LsmJobStatus.State.RUNNING, HALF, Optional.empty());
            case DONE, WARNED ->
                    new LsmJobStatus(
                            LsmJobStatus.State.DONE, ALL, made(job).map(StorageObject::json));
            case FAILED, CANCELLED ->
                    new LsmJobStatus(LsmJobStatus.State.FAILED, ALL, Optional.empty());
            case UNKNOWN ->
                    throw new PluginFailure(
                            LsmCode.TIMEOUT,
                            "nobody can tell what came of job %s: %s".formatted(id, job.why()));
        };
    }

    private Optional<? extends StorageObject> made(JobRecord job) throws PluginFailure {
        VolumeRequest request = job.taken().request();
        if (request instanceof VolumeRequest.Round
                || request instanceof VolumeRequest.RemoveSnapshot) {
            return shares.made(job);
        }
        if (request instanceof VolumeRequest.Driven(DriverRequest driven)) {
            return images.made(driven);
        }
        String name =
                request instanceof VolumeRequest.Snapshot snapshot
                        ? snapshot.name()
                        : request.about().getFirst();
        return request instanceof VolumeRequest.Remove
                ? Optional.empty()
                : records().stream()
                        .filter(each -> each.volume().title().equals(name))
                        .findFirst()
                        .map(this::volume);
    }

    private JobRecord record(String id) throws PluginFailure {
        return asked(LsmCode.NOT_FOUND_JOB, storage::jobs).stream()
                .filter(each -> each.id().equals(id) && !freed.has(id))
                .findFirst()
                .orElseThrow(
                        () -> new PluginFailure(LsmCode.NOT_FOUND_JOB, "there is no job " + id));
    }

    @Override
    public void free(String id) throws PluginFailure {
        if (!record(id).state().isOver()) {
            throw new PluginFailure(LsmCode.INVALID_ARGUMENT, "job " + id + " still runs");
        }
        freed.add(id);
    }

    /** What may be refused. */
    @FunctionalInterface
    interface Asking<T> {
        T ask() throws Refusal;
    }

    static <T> T asked(LsmCode refused, Asking<T> asking) throws PluginFailure {
        try {
            return asking.ask();
        } catch (Refusal refusal) {
            LsmCode code =
                    switch (refusal.kind()) {
                        case USAGE -> LsmCode.INVALID_ARGUMENT;
                        case NOT_FOUND -> LsmCode.NOT_FOUND_GENERIC;
                        case REFUSED -> refused;
                        case UNANSWERED -> LsmCode.TIMEOUT;
                    };
            throw new PluginFailure(code, refusal.sentence());
        }
    }
}
