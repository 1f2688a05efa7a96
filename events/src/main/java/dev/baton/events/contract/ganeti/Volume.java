package dev.baton.events.contract.ganeti;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A volume as its provider knows it. Source: storage call-outs contract, section 3.3.
 *
 * @param provider whose scripts it belongs to
 * @param name {@code VOL_NAME}, unique for ever
 * @param uuid {@code VOL_UUID}
 * @param title {@code VOL_CNAME}, what people call it
 * @param parameters for the provider, by their names in lower case
 */
public record Volume(
        String provider,
        String name,
        String uuid,
        String title,
        SortedMap<String, String> parameters) {

    public Volume {
        parameters = Collections.unmodifiableSortedMap(new TreeMap<>(parameters));
    }

    /** The first disk of this identity. */
    public static Volume of(
            String provider, String uuid, String title, SortedMap<String, String> parameters) {
        return new Volume(provider, uuid + ".ext.disk0", uuid, title, parameters);
    }

    /** The volume that is this one's snapshot of that name. */
    public Volume snapshot(String snapshotName) {
        return new Volume(provider, snapshotName, uuid, snapshotName, parameters);
    }

    /** What a snapshot is called unless a name is given. */
    public String usualSnapshot() {
        return name + ".snap";
    }
}
