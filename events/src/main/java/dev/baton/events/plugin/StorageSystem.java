package dev.baton.events.plugin;

import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.baton.events.contract.lsm.LsmClass;

/**
 * What pools belong to.
 *
 * @param status bits: 1 unknown, 2 well, 4 error, 8 degraded, 16 predicted to fail
 * @param info about the status, for people
 */
public record StorageSystem(String id, String name, long status, String info, String data)
        implements StorageObject {

    /** {@link #status} of one that is well. */
    public static final long WELL = 2;

    /** {@link #status} of one that has lost something and still serves. */
    public static final long DEGRADED = 8;

    @Override
    public LsmClass type() {
        return LsmClass.SYSTEM;
    }

    @Override
    public ObjectNode json() {
        ObjectNode json = StorageObject.begun(type(), id, data);
        json.put("name", name).put("status", status).put("status_info", info);
        return json;
    }
}
