package dev.baton.events.contract.opennebula;

import dev.baton.events.callout.Secrets;

import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A datastore, as its driver is told of it. Source: storage call-outs contract, section 4.3.
 *
 * @param id unique among datastores
 * @param name what people call it
 * @param driver {@code DS_MAD}, the directory of its driver
 * @param transfer {@code TM_MAD}, the driver that brings its images to hosts
 * @param path {@code BASE_PATH}, its directory; empty for one that is none
 * @param others elements by name: owner, permissions, cluster
 * @param images the ids of what is in it
 * @param template free attributes, such as {@code SAFE_DIRS}
 */
public record Datastore(
        long id,
        String name,
        String driver,
        String transfer,
        String path,
        SortedMap<String, String> others,
        List<Long> images,
        SortedMap<String, String> template) {

    /** Elements that {@code others} may have, in their order. */
    static final List<String> OTHERS =
            List.of("UID", "GID", "UNAME", "GNAME", "PERMISSIONS", "CLUSTER_ID", "CLUSTER");

    public Datastore {
        others = Collections.unmodifiableSortedMap(new TreeMap<>(others));
        images = List.copyOf(images);
        template = Collections.unmodifiableSortedMap(new TreeMap<>(template));
        if (!OTHERS.containsAll(others.keySet())) {
            throw new IllegalArgumentException(
                    "expected elements of " + OTHERS + ", got " + others.keySet());
        }
    }

    /** One of which only this is known. */
    public static Datastore of(long id, String name, String driver, String transfer, String path) {
        return new Datastore(
                id, name, driver, transfer, path, new TreeMap<>(), List.of(), new TreeMap<>());
    }

    /** The same with a free attribute. */
    public Datastore with(String attribute, String value) {
        SortedMap<String, String> more = new TreeMap<>(template);
        more.put(attribute, value);
        return new Datastore(id, name, driver, transfer, path, others, images, more);
    }

    /** The same with the values of secret attributes masked. */
    Datastore without(Secrets secrets) {
        return new Datastore(
                id, name, driver, transfer, path, others, images, secrets.masked(template));
    }
}
