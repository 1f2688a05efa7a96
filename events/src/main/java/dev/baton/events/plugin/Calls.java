package dev.baton.events.plugin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;

import dev.baton.events.contract.lsm.LsmClass;
import dev.baton.events.contract.lsm.LsmCode;
import dev.baton.events.contract.lsm.LsmJson;
import dev.baton.events.contract.lsm.LsmMethod;

import java.util.List;
import java.util.Optional;

/**
 * Which method of a plugin each method of the contract is. Source: storage call-outs contract,
 * section 5.7.
 */
final class Calls {

    private static final int THIN = 1;
    private static final int FULL = 2;

    private final StoragePlugin plugin;

    Calls(StoragePlugin plugin) {
        this.plugin = plugin;
    }

    /** Of a request that was checked, in a session that has begun. */
    JsonNode value(LsmMethod method, ObjectNode params) throws PluginFailure {
        return switch (method) {
            case CAPABILITIES -> capabilities();
            case SYSTEMS -> list(plugin.systems());
            case POOLS -> found(plugin.pools(), params);
            case JOB_STATUS -> plugin.job(text(params, "job_id")).value();
            case JOB_FREE -> {
                plugin.free(text(params, "job_id"));
                yield NullNode.getInstance();
            }
            case VOLUMES,
                    VOLUME_CREATE,
                    VOLUME_RESIZE,
                    VOLUME_REPLICATE,
                    VOLUME_DELETE,
                    VOLUME_ENABLE,
                    VOLUME_DISABLE,
                    VOLUME_CHILD_DEPENDENCY ->
                    volumes(method, params);
            case ACCESS_GROUPS,
                    ACCESS_GROUP_CREATE,
                    ACCESS_GROUP_DELETE,
                    ACCESS_GROUP_INITIATOR_ADD,
                    ACCESS_GROUP_INITIATOR_DELETE,
                    VOLUME_MASK,
                    VOLUME_UNMASK,
                    VOLUMES_ACCESSIBLE_BY_ACCESS_GROUP,
                    ACCESS_GROUPS_GRANTED_TO_VOLUME ->
                    groups(method, params);
            case FS, FS_CREATE, FS_RESIZE, FS_CLONE, FS_DELETE -> fileSystems(method, params);
            case FS_SNAPSHOTS, FS_SNAPSHOT_CREATE, FS_SNAPSHOT_DELETE, FS_SNAPSHOT_RESTORE ->
                    snapshots(method, params);
            case EXPORTS, EXPORT_AUTH, EXPORT_FS, EXPORT_REMOVE -> exports(method, params);
            case PLUGIN_REGISTER,
                    PLUGIN_UNREGISTER,
                    PLUGIN_INFO,
                    TIME_OUT_SET,
                    TIME_OUT_GET,
                    DISKS,
                    TARGET_PORTS,
                    BATTERIES,
                    SYSTEM_READ_CACHE_PCT_UPDATE,
                    VOLUME_REPLICATE_RANGE_BLOCK_SIZE,
                    VOLUME_REPLICATE_RANGE,
                    VOLUME_IDENT_LED_ON,
                    VOLUME_IDENT_LED_OFF,
                    VOLUME_CHILD_DEPENDENCY_RM,
                    VOLUME_RAID_INFO,
                    VOLUME_CACHE_INFO,
                    VOLUME_RAID_CREATE_CAP_GET,
                    VOLUME_RAID_CREATE,
                    VOLUME_PHYSICAL_DISK_CACHE_UPDATE,
                    VOLUME_WRITE_CACHE_POLICY_UPDATE,
                    VOLUME_READ_CACHE_POLICY_UPDATE,
                    POOL_MEMBER_INFO,
                    ISCSI_CHAP_AUTH,
                    FS_FILE_CLONE,
                    FS_CHILD_DEPENDENCY,
                    FS_CHILD_DEPENDENCY_RM ->
                    throw missing(method);
        };
    }

    private static PluginFailure missing(LsmMethod method) {
        return new PluginFailure(
                LsmCode.NO_SUPPORT,
                "this plugin cannot do " + method.word() + "; see capabilities");
    }

    private JsonNode capabilities() {
        ObjectNode json = LsmJson.object();
        json.put("class", LsmClass.CAPABILITIES.word());
        return json.put("cap", Abilities.of(plugin).hex());
    }

    private JsonNode volumes(LsmMethod method, ObjectNode params) throws PluginFailure {
        return switch (method) {
            case VOLUMES -> found(plugin.volumes(), params);
            case VOLUME_CREATE ->
                    work(
                            plugin.createVolume(
                                    Pool.of(params.path("pool")),
                                    text(params, "volume_name"),
                                    size(params, "size_bytes"),
                                    thin(params.path("provisioning").asInt())));
            case VOLUME_RESIZE ->
                    work(plugin.resizeVolume(volume(params), size(params, "new_size_bytes")));
            case VOLUME_REPLICATE ->
                    work(
                            plugin.replicateVolume(
                                    given(params, "pool").map(Pool::of),
                                    params.path("rep_type").asInt(),
                                    Volume.of(params.path("volume_src")),
                                    text(params, "name")));
            case VOLUME_DELETE -> job(plugin.deleteVolume(volume(params)));
            case VOLUME_CHILD_DEPENDENCY -> BooleanNode.valueOf(plugin.hasChildren(volume(params)));
            case VOLUME_ENABLE -> {
                plugin.enableVolume(volume(params));
                yield NullNode.getInstance();
            }
            case VOLUME_DISABLE -> {
                plugin.disableVolume(volume(params));
                yield NullNode.getInstance();
            }
            default -> throw missing(method);
        };
    }

    private static Optional<Boolean> thin(int provisioning) {
        return provisioning == THIN || provisioning == FULL
                ? Optional.of(provisioning == THIN)
                : Optional.empty();
    }

    private JsonNode groups(LsmMethod method, ObjectNode params) throws PluginFailure {
        String initiator = text(params, "init_id");
        int kind = params.path("init_type").asInt();
        return switch (method) {
            case ACCESS_GROUPS -> found(plugin.accessGroups(), params);
            case ACCESS_GROUP_CREATE ->
                    plugin.createAccessGroup(
                                    text(params, "name"),
                                    initiator,
                                    kind,
                                    text(params.path("system"), "id"))
                            .json();
            case ACCESS_GROUP_INITIATOR_ADD ->
                    plugin.addInitiator(group(params), initiator, kind).json();
            case ACCESS_GROUP_INITIATOR_DELETE ->
                    plugin.removeInitiator(group(params), initiator, kind).json();
            case VOLUMES_ACCESSIBLE_BY_ACCESS_GROUP -> list(plugin.volumesOf(group(params)));
            case ACCESS_GROUPS_GRANTED_TO_VOLUME -> list(plugin.accessGroupsOf(volume(params)));
            case ACCESS_GROUP_DELETE -> {
                plugin.deleteAccessGroup(group(params));
                yield NullNode.getInstance();
            }
            case VOLUME_MASK -> {
                plugin.maskVolume(group(params), volume(params));
                yield NullNode.getInstance();
            }
            case VOLUME_UNMASK -> {
                plugin.unmaskVolume(group(params), volume(params));
                yield NullNode.getInstance();
            }
            default -> throw missing(method);
        };
    }

    private JsonNode fileSystems(LsmMethod method, ObjectNode params) throws PluginFailure {
        return switch (method) {
            case FS -> found(plugin.fileSystems(), params);
            case FS_CREATE ->
                    work(
                            plugin.createFileSystem(
                                    Pool.of(params.path("pool")),
                                    text(params, "name"),
                                    size(params, "size_bytes")));
            case FS_RESIZE ->
                    work(plugin.resizeFileSystem(fs(params), size(params, "new_size_bytes")));
            case FS_CLONE ->
                    work(
                            plugin.cloneFileSystem(
                                    FileSystem.of(params.path("src_fs")),
                                    text(params, "dest_fs_name"),
                                    given(params, "snapshot").map(FileSystemSnapshot::of)));
            case FS_DELETE -> job(plugin.deleteFileSystem(fs(params)));
            default -> throw missing(method);
        };
    }

    private JsonNode snapshots(LsmMethod method, ObjectNode params) throws PluginFailure {
        FileSystem fs = fs(params);
        FileSystemSnapshot snapshot = FileSystemSnapshot.of(params.path("snapshot"));
        return switch (method) {
            case FS_SNAPSHOTS -> list(plugin.snapshots(fs));
            case FS_SNAPSHOT_CREATE ->
                    work(plugin.createSnapshot(fs, text(params, "snapshot_name")));
            case FS_SNAPSHOT_DELETE -> job(plugin.deleteSnapshot(fs, snapshot));
            case FS_SNAPSHOT_RESTORE -> {
                List<String> files = StorageObject.texts(params, "files");
                if (files.isEmpty() && !params.path("all_files").asBoolean()) {
                    throw new PluginFailure(
                            LsmCode.INVALID_ARGUMENT, "name files, or ask for all of them");
                }
                yield job(
                        plugin.restoreSnapshot(
                                fs, snapshot, files, StorageObject.texts(params, "restore_files")));
            }
            default -> throw missing(method);
        };
    }

    private JsonNode exports(LsmMethod method, ObjectNode params) throws PluginFailure {
        return switch (method) {
            case EXPORTS -> found(plugin.exports(), params);
            case EXPORT_AUTH -> {
                ArrayNode auths = JsonNodeFactory.instance.arrayNode();
                plugin.exportAuths().forEach(auths::add);
                yield auths;
            }
            case EXPORT_FS -> plugin.export(Export.asked(params)).json();
            case EXPORT_REMOVE -> {
                plugin.unexport(Export.of(params.path("export")));
                yield NullNode.getInstance();
            }
            default -> throw missing(method);
        };
    }

    private static String text(JsonNode params, String name) {
        return StorageObject.text(params, name);
    }

    private static long size(ObjectNode params, String name) throws PluginFailure {
        long size = params.path(name).asLong();
        if (size <= 0) {
            throw new PluginFailure(
                    LsmCode.INVALID_ARGUMENT, name + " expects bytes, 1 or more, got " + size);
        }
        return size;
    }

    private static Optional<JsonNode> given(ObjectNode params, String name) {
        return Optional.of(params.path(name)).filter(JsonNode::isObject);
    }

    private static Volume volume(ObjectNode params) {
        return Volume.of(params.path("volume"));
    }

    private static AccessGroup group(ObjectNode params) {
        return AccessGroup.of(params.path("access_group"));
    }

    private static FileSystem fs(ObjectNode params) {
        return FileSystem.of(params.path("fs"));
    }

    private static JsonNode list(List<? extends StorageObject> all) {
        ArrayNode list = JsonNodeFactory.instance.arrayNode();
        all.forEach(each -> list.add(each.json()));
        return list;
    }

    /** Those a client searches for; its key was checked. */
    private static JsonNode found(List<? extends StorageObject> all, ObjectNode params) {
        String key = text(params, "search_key");
        String value = text(params, "search_value");
        ArrayNode list = JsonNodeFactory.instance.arrayNode();
        all.stream()
                .map(StorageObject::json)
                .filter(each -> key.isEmpty() || each.path(key).asText().equals(value))
                .forEach(list::add);
        return list;
    }

    /** {@code [job, object]}: exactly one of both. */
    private static <T extends StorageObject> JsonNode work(Work<T> work) {
        ArrayNode pair = JsonNodeFactory.instance.arrayNode();
        return switch (work) {
            case Work.Begun<T>(String job) -> pair.add(job).addNull();
            case Work.Done<T>(Optional<T> item) ->
                    item.map(made -> pair.addNull().add(made.json())).orElseGet(pair::addNull);
        };
    }

    /** The job alone, or null. */
    private static <T extends StorageObject> JsonNode job(Work<T> work) {
        return work instanceof Work.Begun<T>(String job)
                ? TextNode.valueOf(job)
                : NullNode.getInstance();
    }
}
