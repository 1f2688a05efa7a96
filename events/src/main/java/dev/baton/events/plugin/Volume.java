package dev.baton.events.plugin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.baton.events.contract.lsm.LsmClass;

/**
 * A block device.
 *
 * @param vpd83 its SCSI name: 32 hexadecimal digits that begin with 6, 16 that begin with 2, 3 or
 *     5, or nothing
 * @param blockSize bytes
 * @param enabled whether it is online
 */
public record Volume(
        String id,
        String name,
        String vpd83,
        int blockSize,
        long blocks,
        boolean enabled,
        String system,
        String pool,
        String data)
        implements StorageObject {

    /** Bytes. */
    public long size() {
        return blocks * blockSize;
    }

    @Override
    public LsmClass type() {
        return LsmClass.VOLUME;
    }

    @Override
    public ObjectNode json() {
        ObjectNode json = StorageObject.begun(type(), id, data);
        json.put("name", name).put("vpd83", vpd83);
        json.put("block_size", blockSize).put("num_of_blocks", blocks);
        json.put("admin_state", enabled ? 1 : 0);
        json.put("system_id", system).put("pool_id", pool);
        return json;
    }

    /** From the wire, an object that was checked. */
    public static Volume of(JsonNode json) {
        return new Volume(
                StorageObject.text(json, "id"),
                StorageObject.text(json, "name"),
                StorageObject.text(json, "vpd83"),
                json.path("block_size").asInt(),
                json.path("num_of_blocks").asLong(),
                json.path("admin_state").asInt() == 1,
                StorageObject.text(json, "system_id"),
                StorageObject.text(json, "pool_id"),
                StorageObject.text(json, "plugin_data"));
    }
}
