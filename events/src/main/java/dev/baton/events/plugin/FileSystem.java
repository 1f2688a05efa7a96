package dev.baton.events.plugin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.baton.events.contract.lsm.LsmClass;

/**
 * A file system.
 *
 * @param total bytes
 * @param free bytes
 */
public record FileSystem(
        String id, String name, long total, long free, String system, String pool, String data)
        implements StorageObject {

    @Override
    public LsmClass type() {
        return LsmClass.FILE_SYSTEM;
    }

    @Override
    public ObjectNode json() {
        ObjectNode json = StorageObject.begun(type(), id, data);
        json.put("name", name).put("total_space", total).put("free_space", free);
        json.put("system_id", system).put("pool_id", pool);
        return json;
    }

    /** From the wire, an object that was checked. */
    public static FileSystem of(JsonNode json) {
        return new FileSystem(
                StorageObject.text(json, "id"),
                StorageObject.text(json, "name"),
                json.path("total_space").asLong(),
                json.path("free_space").asLong(),
                StorageObject.text(json, "system_id"),
                StorageObject.text(json, "pool_id"),
                StorageObject.text(json, "plugin_data"));
    }
}
