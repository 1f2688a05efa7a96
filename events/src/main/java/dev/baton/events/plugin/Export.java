package dev.baton.events.plugin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.baton.events.contract.lsm.LsmClass;

import java.util.List;
import java.util.OptionalLong;

/**
 * A file system that is exported by NFS; lists are of hosts.
 *
 * @param user that root of other hosts becomes
 * @param group that root of other hosts becomes
 */
public record Export(
        String id,
        String fileSystem,
        String path,
        String auth,
        List<String> root,
        List<String> readWrite,
        List<String> readOnly,
        OptionalLong user,
        OptionalLong group,
        String options,
        String data)
        implements StorageObject {

    public Export {
        root = List.copyOf(root);
        readWrite = List.copyOf(readWrite);
        readOnly = List.copyOf(readOnly);
    }

    @Override
    public LsmClass type() {
        return LsmClass.NFS_EXPORT;
    }

    @Override
    public ObjectNode json() {
        ObjectNode json = StorageObject.begun(type(), id, data);
        json.put("fs_id", fileSystem).put("export_path", path).put("auth", auth);
        put(json.putArray("root"), root);
        put(json.putArray("rw"), readWrite);
        put(json.putArray("ro"), readOnly);
        put(json, "anonuid", user);
        put(json, "anongid", group);
        json.put("options", options.isEmpty() ? null : options);
        return json;
    }

    private static void put(ArrayNode array, List<String> texts) {
        texts.forEach(array::add);
    }

    private static void put(ObjectNode json, String key, OptionalLong number) {
        if (number.isPresent()) {
            json.put(key, number.getAsLong());
        } else {
            json.putNull(key);
        }
    }

    /** From the wire, an object that was checked. */
    public static Export of(JsonNode json) {
        return new Export(
                StorageObject.text(json, "id"),
                StorageObject.text(json, "fs_id"),
                StorageObject.text(json, "export_path"),
                StorageObject.text(json, "auth"),
                StorageObject.texts(json, "root"),
                StorageObject.texts(json, "rw"),
                StorageObject.texts(json, "ro"),
                number(json, "anonuid"),
                number(json, "anongid"),
                StorageObject.text(json, "options"),
                StorageObject.text(json, "plugin_data"));
    }

    /** What a client asks for: an export that has no id yet. */
    static Export asked(JsonNode params) {
        return new Export(
                "",
                StorageObject.text(params, "fs_id"),
                StorageObject.text(params, "export_path"),
                StorageObject.text(params, "auth_type"),
                StorageObject.texts(params, "root_list"),
                StorageObject.texts(params, "rw_list"),
                StorageObject.texts(params, "ro_list"),
                number(params, "anon_uid"),
                number(params, "anon_gid"),
                StorageObject.text(params, "options"),
                "");
    }

    private static OptionalLong number(JsonNode json, String key) {
        return json.path(key).isIntegralNumber()
                ? OptionalLong.of(json.path(key).asLong())
                : OptionalLong.empty();
    }
}
