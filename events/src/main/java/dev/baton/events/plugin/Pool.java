package dev.baton.events.plugin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.baton.events.contract.lsm.LsmClass;

/**
 * What volumes and file systems are made in.
 *
 * @param elements bits of what it may hold: 2 pools, 4 volumes, 8 file systems, 32 full, 64 thin
 * @param total bytes
 * @param free bytes
 * @param status bits: 1 unknown, 2 well, 16 degraded, 32 error, 512 stopped
 */
public record Pool(
        String id,
        String name,
        long elements,
        long total,
        long free,
        long status,
        String info,
        String system,
        String data)
        implements StorageObject {

    /** {@link #status} of one that is well. */
    public static final long WELL = 2;

    /** {@link #status} of one that cannot be used. */
    public static final long ERROR = 32;

    /** {@link #elements}: volumes. */
    public static final long VOLUMES = 4;

    /** {@link #elements}: file systems. */
    public static final long FILE_SYSTEMS = 8;

    @Override
    public LsmClass type() {
        return LsmClass.POOL;
    }

    @Override
    public ObjectNode json() {
        ObjectNode json = StorageObject.begun(type(), id, data);
        json.put("name", name).put("element_type", elements).put("unsupported_actions", 0);
        json.put("total_space", total).put("free_space", free);
        json.put("status", status).put("status_info", info).put("system_id", system);
        return json;
    }

    /** From the wire, an object that was checked. */
    public static Pool of(JsonNode json) {
        return new Pool(
                StorageObject.text(json, "id"),
                StorageObject.text(json, "name"),
                json.path("element_type").asLong(),
                json.path("total_space").asLong(),
                json.path("free_space").asLong(),
                json.path("status").asLong(),
                StorageObject.text(json, "status_info"),
                StorageObject.text(json, "system_id"),
                StorageObject.text(json, "plugin_data"));
    }
}
