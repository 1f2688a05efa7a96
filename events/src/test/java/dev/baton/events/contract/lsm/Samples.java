package dev.baton.events.contract.lsm;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Values in the words of the contract, section 5.8. */
final class Samples {

    private static final Map<LsmClass, String> OBJECTS =
            Map.of(
                    LsmClass.SYSTEM,
                    """
                    {"class": "System", "id": "s", "name": "n", "status": 2, "status_info": "",
                     "plugin_data": null}\
                    """,
                    LsmClass.POOL,
                    """
                    {"class": "Pool", "id": "p", "name": "n", "element_type": 4,
                     "unsupported_actions": 0, "total_space": 9007199254740993, "free_space": 1,
                     "status": 2, "status_info": "", "system_id": "s", "plugin_data": "x"}\
                    """,
                    LsmClass.VOLUME,
                    """
                    {"class": "Volume", "id": "v", "name": "n", "vpd83": "", "block_size": 512,
                     "num_of_blocks": 8, "admin_state": 1, "system_id": "s", "pool_id": "p",
                     "plugin_data": null}\
                    """,
                    LsmClass.DISK,
                    """
                    {"class": "Disk", "id": "d", "name": "n", "disk_type": 1, "block_size": 512,
                     "num_of_blocks": 8, "status": 2, "system_id": "s", "plugin_data": null}\
                    """,
                    LsmClass.FILE_SYSTEM,
                    """
                    {"class": "FileSystem", "id": "f", "name": "n", "total_space": 1,
                     "free_space": 1, "pool_id": "p", "system_id": "s", "plugin_data": null}\
                    """,
                    LsmClass.FS_SNAPSHOT,
                    """
                    {"class": "FsSnapshot", "id": "x", "name": "n", "ts": 1, "plugin_data": null}\
                    """,
                    LsmClass.NFS_EXPORT,
                    """
                    {"class": "NfsExport", "id": "e", "fs_id": "f", "export_path": "/e",
                     "auth": "standard", "root": [], "rw": ["h"], "ro": [], "anonuid": -1,
                     "anongid": -1, "options": null, "plugin_data": null}\
                    """,
                    LsmClass.ACCESS_GROUP,
                    """
                    {"class": "AccessGroup", "id": "g", "name": "n", "init_ids": ["iqn.x"],
                     "init_type": 5, "system_id": "s", "plugin_data": null}\
                    """,
                    LsmClass.BLOCK_RANGE,
                    """
                    {"class": "BlockRange", "src_block": 0, "dest_block": 8, "block_count": 8}\
                    """,
                    LsmClass.CAPABILITIES,
                    "{\"class\": \"Capabilities\", \"cap\": \"" + "01".repeat(512) + "\"}");

    private Samples() {}

    private static String text(LsmClass type) {
        return Optional.ofNullable(OBJECTS.get(type)).orElseThrow();
    }

    static JsonNode of(LsmClass type) {
        return LsmJson.value(text(type)).orElseThrow();
    }

    /** A text in which {@code $VOLUME} and the like stand for objects. */
    static JsonNode value(String text) {
        String whole =
                text.replace("$CAPABILITIES", text(LsmClass.CAPABILITIES))
                        .replace("$SYSTEM", text(LsmClass.SYSTEM))
                        .replace("$POOL", text(LsmClass.POOL))
                        .replace("$VOLUME", text(LsmClass.VOLUME))
                        .replace("$FS", text(LsmClass.FILE_SYSTEM))
                        .replace("$SNAPSHOT", text(LsmClass.FS_SNAPSHOT))
                        .replace("$EXPORT", text(LsmClass.NFS_EXPORT))
                        .replace("$GROUP", text(LsmClass.ACCESS_GROUP));
        return LsmJson.value(whole).orElseThrow();
    }

    /** Something of that shape. */
    static JsonNode fitting(Shape shape) {
        JsonNodeFactory make = JsonNodeFactory.instance;
        return switch (shape) {
            case Shape.Plain plain ->
                    switch (plain) {
                        case TEXT -> make.textNode("t");
                        case NUMBER -> make.numberNode(1L << 40);
                        case TRUTH -> make.booleanNode(true);
                        case VPD83, CAPABILITIES -> make.textNode("");
                        case NOTHING, ANYTHING -> make.nullNode();
                    };
            case Shape.OrNull _ -> make.nullNode();
            case Shape.ListOf(Shape element) -> make.arrayNode().add(fitting(element));
            case Shape.Instance(LsmClass type) -> of(type);
            case Shape.Tuple _, Shape.JobOr _ -> make.arrayNode();
        };
    }

    static List<String> names(JsonNode object) {
        return object.properties().stream().map(Map.Entry::getKey).toList();
    }
}
