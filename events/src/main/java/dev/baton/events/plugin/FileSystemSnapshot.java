package dev.baton.events.plugin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.baton.events.contract.lsm.LsmClass;

/**
 * A snapshot of a file system.
 *
 * @param taken seconds since 1970
 */
public record FileSystemSnapshot(String id, String name, long taken, String data)
        implements StorageObject {

    @Override
    public LsmClass type() {
        return LsmClass.FS_SNAPSHOT;
    }

    @Override
    public ObjectNode json() {
        ObjectNode json = StorageObject.begun(type(), id, data);
        json.put("name", name).put("ts", taken);
        return json;
    }

    /** From the wire, an object that was checked. */
    public static FileSystemSnapshot of(JsonNode json) {
        return new FileSystemSnapshot(
                StorageObject.text(json, "id"),
                StorageObject.text(json, "name"),
                json.path("ts").asLong(),
                StorageObject.text(json, "plugin_data"));
    }
}
