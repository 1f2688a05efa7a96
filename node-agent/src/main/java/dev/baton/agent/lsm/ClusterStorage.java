package dev.baton.agent.lsm;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.TextNode;

import dev.baton.config.Pnn;
import dev.baton.events.contract.lsm.LsmCode;
import dev.baton.events.contract.lsm.LsmJobStatus;
import dev.baton.events.contract.lsm.LsmMethod;
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
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * {@code cluster://}: the storage of all nodes, whichever node is asked. Each node answers for its
 * own; what concerns one node is passed on to it, lists are put together.
 *
 * <p>Anybody on a node may look, only root may change. A node that does not answer is missing from
 * lists, and the system is degraded then. Thread: one.
 */
final class ClusterStorage implements StoragePlugin {

    private static final int THIN = 1;
    private static final int FULL = 2;
    private static final int DEFAULT = 3;

    private final NodeLines nodes;
    private final ImageStorage images;
    private final boolean mayChange;
    private String uri = "cluster://";

    ClusterStorage(NodeLines nodes, ImageStorage images, boolean mayChange) {
        this.images = images;
        this.nodes = nodes;
        this.mayChange = mayChange;
    }

    @Override
    public PluginInfo info() {
        return new PluginInfo("Baton: storage of all nodes of this cluster", "1");
    }

    @Override
    public void register(LsmUri given, Optional<String> password, Duration limit) {
        uri = given.text();
    }

    @Override
    public List<StorageSystem> systems() {
        List<String> silent = nodes.silent();
        return List.of(
                new StorageSystem(
                        NodeStorage.SYSTEM,
                        NodeStorage.SYSTEM,
                        silent.isEmpty() ? StorageSystem.WELL : StorageSystem.DEGRADED,
                        silent.isEmpty() ? "" : "no answer from " + String.join(", ", silent),
                        ""));
    }

    @Override
    public List<Pool> pools() throws PluginFailure {
        List<Pool> all = everywhere(LsmMethod.POOLS, Pool::of);
        all.addAll(images.pools());
        return all;
    }

    @Override
    public List<Volume> volumes() throws PluginFailure {
        List<Volume> all = ofProviders();
        all.addAll(images.volumes());
        return all;
    }

    private List<Volume> ofProviders() throws PluginFailure {
        return everywhere(LsmMethod.VOLUMES, Volume::of);
    }

    private <T> List<T> everywhere(LsmMethod method, Function<JsonNode, T> reading)
            throws PluginFailure {
        List<T> all = new ArrayList<>();
        for (Pnn node : nodes.answering()) {
            try {
                ask(node, method, new TreeMap<>()).forEach(each -> all.add(reading.apply(each)));
            } catch (PluginFailure failure) {
                if (failure.code() != LsmCode.NETWORK_HOSTDOWN) {
                    throw failure;
                }
            }
        }
        return all;
    }

    @Override
    public Work<Volume> createVolume(Pool pool, String name, long size, Optional<Boolean> thin)
            throws PluginFailure {
        if (ImageStorage.isPool(pool.id())) {
            checkMayChange();
            return images.create(pool, name, size);
        }
        SortedMap<String, JsonNode> given = new TreeMap<>();
        given.put("pool", pool.json());
        given.put("volume_name", TextNode.valueOf(name));
        given.put("size_bytes", LongNode.valueOf(size));
        given.put("provisioning", IntNode.valueOf(thin.map(t -> t ? THIN : FULL).orElse(DEFAULT)));
        return change(nodeOfPool(pool.id()), LsmMethod.VOLUME_CREATE, given);
    }

    /** What stands behind the last "@". */
    private Optional<Pnn> nodeIn(String id) {
        String node = id.replaceFirst("^.*@", "");
        return known(node.equals(id) ? "" : node);
    }

    private Pnn nodeOfPool(String pool) throws PluginFailure {
        return nodeIn(pool)
                .orElseThrow(
                        () ->
                                new PluginFailure(
                                        LsmCode.NOT_FOUND_POOL, "there is no pool " + pool));
    }

    private Optional<Pnn> known(String number) {
        return Optional.of(number)
                .filter(text -> text.matches("\\d{1,4}"))
                .map(text -> new Pnn(Integer.parseInt(text)))
                .filter(nodes::has);
    }

    @Override
    public Work<Volume> resizeVolume(Volume volume, long size) throws PluginFailure {
        if (ImageStorage.isVolume(volume)) {
            throw new PluginFailure(
                    LsmCode.NO_SUPPORT, "drivers of datastores cannot make an image larger");
        }
        SortedMap<String, JsonNode> given = new TreeMap<>();
        given.put("volume", volume.json());
        given.put("new_size_bytes", LongNode.valueOf(size));
        return change(nodeOf(volume), LsmMethod.VOLUME_RESIZE, given);
    }

    @Override
    public Work<Volume> replicateVolume(Optional<Pool> pool, int kind, Volume source, String name)
            throws PluginFailure {
        if (ImageStorage.isVolume(source)) {
            NodeStorage.checkIsCopy(kind);
            checkMayChange();
            return images.copy(pool, source, name);
        }
        SortedMap<String, JsonNode> given = new TreeMap<>();
        given.put("rep_type", IntNode.valueOf(kind));
        given.put("volume_src", source.json());
        given.put("name", TextNode.valueOf(name));
        return change(nodeOf(source), LsmMethod.VOLUME_REPLICATE, given);
    }

    @Override
    public Work<Volume> deleteVolume(Volume volume) throws PluginFailure {
        if (ImageStorage.isVolume(volume)) {
            checkMayChange();
            return images.delete(volume);
        }
        SortedMap<String, JsonNode> given = new TreeMap<>();
        given.put("volume", volume.json());
        return change(nodeOf(volume), LsmMethod.VOLUME_DELETE, given);
    }

    /** Where it is now: volumes are handed over from node to node. */
    private Pnn nodeOf(Volume volume) throws PluginFailure {
        for (Volume each : ofProviders()) {
            if (each.id().equals(volume.id())) {
                return nodeOfPool(each.pool());
            }
        }
        throw new PluginFailure(
                LsmCode.NOT_FOUND_VOLUME,
                "there is no volume %s on a node that answers".formatted(volume.id()));
    }

    @Override
    public List<FileSystem> fileSystems() throws PluginFailure {
        return everywhere(LsmMethod.FS, FileSystem::of);
    }

    @Override
    public List<FileSystemSnapshot> snapshots(FileSystem fs) throws PluginFailure {
        List<FileSystemSnapshot> all = new ArrayList<>();
        ask(nodeOf(fs), LsmMethod.FS_SNAPSHOTS, of(fs))
                .forEach(each -> all.add(FileSystemSnapshot.of(each)));
        return all;
    }

    @Override
    public Work<FileSystemSnapshot> createSnapshot(FileSystem fs, String name)
            throws PluginFailure {
        SortedMap<String, JsonNode> given = of(fs);
        given.put("snapshot_name", TextNode.valueOf(name));
        return change(nodeOf(fs), LsmMethod.FS_SNAPSHOT_CREATE, given);
    }

    @Override
    public Work<FileSystemSnapshot> deleteSnapshot(FileSystem fs, FileSystemSnapshot snapshot)
            throws PluginFailure {
        SortedMap<String, JsonNode> given = of(fs);
        given.put("snapshot", snapshot.json());
        return change(nodeOf(fs), LsmMethod.FS_SNAPSHOT_DELETE, given);
    }

    private static SortedMap<String, JsonNode> of(FileSystem fs) {
        SortedMap<String, JsonNode> given = new TreeMap<>();
        given.put("fs", fs.json());
        return given;
    }

    private Pnn nodeOf(FileSystem fs) throws PluginFailure {
        return nodeIn(fs.id())
                .orElseThrow(
                        () ->
                                new PluginFailure(
                                        LsmCode.NOT_FOUND_FS,
                                        "there is no file system " + fs.id()));
    }

    private void checkMayChange() throws PluginFailure {
        if (!mayChange) {
            throw new PluginFailure(
                    LsmCode.PERMISSION_DENIED, "only root may change the storage of the cluster");
        }
    }

    private <T extends StorageObject> Work<T> change(
            Pnn node, LsmMethod method, SortedMap<String, JsonNode> given) throws PluginFailure {
        checkMayChange();
        JsonNode value = ask(node, method, given);
        return LsmSession.job(method, value)
                .map(Work::<T>begun)
                .orElseThrow(
                        () ->
                                new PluginFailure(
                                        LsmCode.PLUGIN_BUG, "node " + node + " has no job"));
    }

    @Override
    public LsmJobStatus job(String id) throws PluginFailure {
        JsonNode value = ask(nodeOfJob(id), LsmMethod.JOB_STATUS, jobId(id));
        return LsmJobStatus.of(value)
                .orElseThrow(
                        () -> new PluginFailure(LsmCode.PLUGIN_BUG, "job " + id + " has no state"));
    }

    @Override
    public void free(String id) throws PluginFailure {
        ask(nodeOfJob(id), LsmMethod.JOB_FREE, jobId(id));
    }

    private static SortedMap<String, JsonNode> jobId(String id) {
        SortedMap<String, JsonNode> given = new TreeMap<>();
        given.put("job_id", TextNode.valueOf(id));
        return given;
    }

    /** The first number of a job's id is the node it runs on. */
    private Pnn nodeOfJob(String id) throws PluginFailure {
        return known(id.replaceFirst("\\.\\d{1,18}$", ""))
                .orElseThrow(
                        () -> new PluginFailure(LsmCode.NOT_FOUND_JOB, "there is no job " + id));
    }

    private JsonNode ask(Pnn node, LsmMethod method, SortedMap<String, JsonNode> given)
            throws PluginFailure {
        return nodes.ask(node, uri, method, given);
    }
}
