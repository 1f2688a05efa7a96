package dev.baton.events.contract.lsm;

import com.fasterxml.jackson.databind.JsonNode;

import dev.baton.events.contract.lsm.Shape.ListOf;
import dev.baton.events.contract.lsm.Shape.OrNull;
import dev.baton.events.contract.lsm.Shape.Plain;

import java.util.Arrays;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The classes of objects and their keys.
 *
 * <p>Objects of others are kept whole, because a plugin wants its own back unchanged. Those made
 * here must have no key but these: Python's clients fail on any other. Source: storage call-outs
 * contract, section 5.8.
 */
@SuppressWarnings("ImmutableEnumChecker") // the maps are unmodifiable, shapes are records
public enum LsmClass {
    SYSTEM(
            "System",
            "id name status:n status_info plugin_data",
            "fw_version mode:n read_cache_pct:n"),
    POOL(
            "Pool",
            "id name element_type:n unsupported_actions:n total_space:n free_space:n status:n"
                    + " status_info system_id plugin_data",
            ""),
    VOLUME(
            "Volume",
            "id name vpd83:v block_size:n num_of_blocks:n admin_state:n system_id pool_id"
                    + " plugin_data",
            ""),
    DISK(
            "Disk",
            "id name disk_type:n block_size:n num_of_blocks:n status:n system_id plugin_data",
            "vpd83:v location rpm:n link_type:n"),
    FILE_SYSTEM(
            "FileSystem", "id name total_space:n free_space:n pool_id system_id plugin_data", ""),
    FS_SNAPSHOT("FsSnapshot", "id name ts:n plugin_data", ""),
    NFS_EXPORT(
            "NfsExport",
            "id fs_id export_path auth? root:l rw:l ro:l anonuid:n? anongid:n? options?"
                    + " plugin_data",
            ""),
    ACCESS_GROUP("AccessGroup", "id name init_ids:l init_type:n system_id plugin_data", ""),
    TARGET_PORT(
            "TargetPort",
            "id port_type:n service_address network_address physical_address physical_name"
                    + " system_id plugin_data",
            ""),
    BLOCK_RANGE("BlockRange", "src_block:n dest_block:n block_count:n", ""),
    BATTERY("Battery", "id name type:n status:n system_id plugin_data", ""),
    CAPABILITIES("Capabilities", "cap:c", "");

    private static final String CLASS = "class";

    private final String word;
    private final SortedMap<String, Shape> required;
    private final SortedMap<String, Shape> optional;

    /** Keys are texts; {@code :n} marks a number, {@code :l} a list of texts, {@code ?} null. */
    LsmClass(String word, String required, String optional) {
        this.word = word;
        this.required = keys(required);
        this.optional = keys(optional);
    }

    private static SortedMap<String, Shape> keys(String text) {
        SortedMap<String, Shape> keys = new TreeMap<>();
        for (String each : text.isEmpty() ? new String[0] : text.split(" ")) {
            String bare = each.endsWith("?") ? each.substring(0, each.length() - 1) : each;
            int colon = bare.indexOf(':');
            String name = colon < 0 ? bare : bare.substring(0, colon);
            Shape shape = colon < 0 ? Plain.TEXT : shape(bare.charAt(colon + 1));
            boolean nullable =
                    each.endsWith("?") || name.equals("plugin_data") || name.equals("status_info");
            keys.put(name, nullable ? new OrNull(shape) : shape);
        }
        return Collections.unmodifiableSortedMap(keys);
    }

    private static Shape shape(char mark) {
        return switch (mark) {
            case 'n' -> Plain.NUMBER;
            case 'l' -> new ListOf(Plain.TEXT);
            case 'v' -> Plain.VPD83;
            case 'c' -> Plain.CAPABILITIES;
            default -> throw new IllegalStateException("an unknown mark: " + mark);
        };
    }

    /** Its name on the wire. */
    public String word() {
        return word;
    }

    /** What each of its objects has. */
    public SortedMap<String, Shape> required() {
        return required;
    }

    /** What may be left out. */
    public SortedMap<String, Shape> optional() {
        return optional;
    }

    /** By its name on the wire. */
    public static Optional<LsmClass> of(String word) {
        return Arrays.stream(values()).filter(each -> each.word.equals(word)).findFirst();
    }

    /** Why a value is no object of this class; keys it has beyond those known do not matter. */
    Optional<String> objection(String where, JsonNode value) {
        if (!value.isObject() || !word.equals(value.path(CLASS).asText())) {
            String seen =
                    value.isObject()
                            ? "class " + LsmJson.described(value.path(CLASS))
                            : LsmJson.described(value);
            return Optional.of(
                    "%s: expected an object of class %s, got %s".formatted(where, word, seen));
        }
        for (Map.Entry<String, Shape> key : required.entrySet()) {
            Optional<String> wrong =
                    key.getValue().objection(where + "." + key.getKey(), value.path(key.getKey()));
            if (wrong.isPresent()) {
                return wrong;
            }
        }
        return optional.entrySet().stream()
                .filter(key -> value.has(key.getKey()))
                .map(
                        key ->
                                key.getValue()
                                        .objection(
                                                where + "." + key.getKey(),
                                                value.path(key.getKey())))
                .flatMap(Optional::stream)
                .findFirst();
    }

    /** Why others' clients would fail on an object of ours: a key too many, or any other fault. */
    public Optional<String> objectionToOwn(JsonNode value) {
        Optional<String> wrong = objection(word, value);
        if (wrong.isPresent()) {
            return wrong;
        }
        return value.properties().stream()
                .map(Map.Entry::getKey)
                .filter(key -> !key.equals(CLASS))
                .filter(key -> !required.containsKey(key) && !optional.containsKey(key))
                .map(key -> word + " has no key " + key)
                .findFirst();
    }
}
