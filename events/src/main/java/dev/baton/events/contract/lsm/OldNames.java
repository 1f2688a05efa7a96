package dev.baton.events.contract.lsm;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The words of clients from before July 2014, versions 0.0.x. Source: section 5.10 of the storage
 * call-outs contract, which is also why {@code initiators} is not among them: it was removed.
 */
public final class OldNames {

    /** The contract's pairs, old before new. */
    static final SortedMap<String, LsmMethod> NEW_OF_OLD = pairs();

    private static final int STOPPED_OR_ERROR = 3;
    private static final int OLD_ERROR = 4;

    private OldNames() {}

    private static SortedMap<String, LsmMethod> pairs() {
        SortedMap<String, LsmMethod> pairs = new TreeMap<>();
        pairs.put("startup", LsmMethod.PLUGIN_REGISTER);
        pairs.put("shutdown", LsmMethod.PLUGIN_UNREGISTER);
        pairs.put("set_time_out", LsmMethod.TIME_OUT_SET);
        pairs.put("get_time_out", LsmMethod.TIME_OUT_GET);
        pairs.put("volume_online", LsmMethod.VOLUME_ENABLE);
        pairs.put("volume_offline", LsmMethod.VOLUME_DISABLE);
        pairs.put("access_group_grant", LsmMethod.VOLUME_MASK);
        pairs.put("access_group_revoke", LsmMethod.VOLUME_UNMASK);
        pairs.put("access_group_list", LsmMethod.ACCESS_GROUPS);
        pairs.put("access_group_del", LsmMethod.ACCESS_GROUP_DELETE);
        pairs.put("access_group_add_initiator", LsmMethod.ACCESS_GROUP_INITIATOR_ADD);
        pairs.put("access_group_del_initiator", LsmMethod.ACCESS_GROUP_INITIATOR_DELETE);
        pairs.put("file_clone", LsmMethod.FS_FILE_CLONE);
        pairs.put("fs_snapshot_revert", LsmMethod.FS_SNAPSHOT_RESTORE);
        return Collections.unmodifiableSortedMap(pairs);
    }

    /** The old name of the method that begins a session, to be tried after the new one. */
    public static final String REGISTER = "startup";

    /** The old name of the method that ends a session. */
    public static final String UNREGISTER = "shutdown";

    /** Whether a client that says this is an old one. */
    public static boolean isOld(LsmRequest request) {
        return NEW_OF_OLD.containsKey(request.method());
    }

    /**
     * In today's words: the new name, parameters the new method has, null for those that are
     * missing. Any other request stays as it is.
     */
    public static LsmRequest renewed(LsmRequest request) {
        return Optional.ofNullable(NEW_OF_OLD.get(request.method()))
                .map(method -> new LsmRequest(method.word(), request.id(), params(method, request)))
                .orElse(request);
    }

    private static ObjectNode params(LsmMethod method, LsmRequest request) {
        ObjectNode params = LsmJson.object();
        for (LsmParameter each : method.parameters()) {
            JsonNode given = request.params().path(each.name());
            params.set(
                    each.name(),
                    given.isMissingNode() ? JsonNodeFactory.instance.nullNode() : given);
        }
        params.put(LsmParameter.FLAGS, request.params().path(LsmParameter.FLAGS).asInt(0));
        return params;
    }

    /** What {@code job_status} told, for an old client: an error was 4 then. */
    public static JsonNode aged(JsonNode jobStatus) {
        if (!jobStatus.isArray() || jobStatus.path(0).asInt() != STOPPED_OR_ERROR) {
            return jobStatus;
        }
        ArrayNode aged = ((ArrayNode) jobStatus).deepCopy();
        aged.set(0, JsonNodeFactory.instance.numberNode(OLD_ERROR));
        return aged;
    }
}
