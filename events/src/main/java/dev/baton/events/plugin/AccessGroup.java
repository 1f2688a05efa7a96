package dev.baton.events.plugin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.baton.events.contract.lsm.LsmClass;

import java.util.List;

/**
 * Initiators that may reach the same volumes.
 *
 * @param kind of the initiators: 2 WWPN, 5 IQN, 7 mixed
 */
public record AccessGroup(
        String id, String name, List<String> initiators, int kind, String system, String data)
        implements StorageObject {

    public AccessGroup {
        initiators = List.copyOf(initiators);
    }

    @Override
    public LsmClass type() {
        return LsmClass.ACCESS_GROUP;
    }

    @Override
    public ObjectNode json() {
        ObjectNode json = StorageObject.begun(type(), id, data);
        json.put("name", name).put("init_type", kind).put("system_id", system);
        initiators.forEach(json.putArray("init_ids")::add);
        return json;
    }

    /** From the wire, an object that was checked. */
    public static AccessGroup of(JsonNode json) {
        return new AccessGroup(
                StorageObject.text(json, "id"),
                StorageObject.text(json, "name"),
                StorageObject.texts(json, "init_ids"),
                json.path("init_type").asInt(),
                StorageObject.text(json, "system_id"),
                StorageObject.text(json, "plugin_data"));
    }
}
