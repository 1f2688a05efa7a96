package dev.baton.events.plugin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.baton.events.contract.lsm.LsmClass;
import dev.baton.events.contract.lsm.LsmJson;

import java.util.ArrayList;
import java.util.List;

/**
 * What systems are made of. Source: storage call-outs contract, section 5.8.
 *
 * <p>{@code data} of each is the plugin's own; clients send it back unchanged.
 */
public sealed interface StorageObject
        permits StorageSystem, Pool, Volume, FileSystem, FileSystemSnapshot, Export, AccessGroup {

    /** Unique among its kind, for ever. */
    String id();

    /** Its class on the wire. */
    LsmClass type();

    /** For the wire. */
    ObjectNode json();

    /** With what all objects have. */
    static ObjectNode begun(LsmClass type, String id, String data) {
        ObjectNode json = LsmJson.object();
        json.put("class", type.word());
        json.put("id", id);
        json.put("plugin_data", data.isEmpty() ? null : data);
        return json;
    }

    /** A text of an object that was checked; empty for null. */
    static String text(JsonNode json, String key) {
        return json.path(key).isTextual() ? json.path(key).textValue() : "";
    }

    /** A list of texts; empty for null. */
    static List<String> texts(JsonNode json, String key) {
        List<String> texts = new ArrayList<>();
        json.path(key).forEach(each -> texts.add(each.asText()));
        return List.copyOf(texts);
    }
}
