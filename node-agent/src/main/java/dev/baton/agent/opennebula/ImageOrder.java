package dev.baton.agent.opennebula;

import dev.baton.events.contract.opennebula.DatastoreAction;

import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedMap;

/** What an operator asks of images, by the names people give them. Sizes are in MiB. */
public sealed interface ImageOrder {

    /**
     * An empty image.
     *
     * @param format such as {@code raw}
     * @param system file system to make on it; empty for none
     * @param id wanted; empty for the next that is free
     * @param attributes its driver is told beside
     */
    record Create(
            long datastore,
            String title,
            long size,
            String format,
            Optional<String> system,
            OptionalLong id,
            SortedMap<String, String> attributes)
            implements ImageOrder {}

    /**
     * What is at a path of the front-end, or can be downloaded.
     *
     * @param format of it, such as {@code raw}
     */
    record Register(
            long datastore,
            String title,
            String path,
            String format,
            OptionalLong id,
            SortedMap<String, String> attributes)
            implements ImageOrder {}

    /** A copy in the same datastore. */
    record Clone(String image, String title, OptionalLong id) implements ImageOrder {}

    /**
     * Something is done with a snapshot of it.
     *
     * @param action one of those about snapshots
     * @param snapshot its number
     */
    record Snapshot(String image, DatastoreAction action, int snapshot) implements ImageOrder {}

    /** Deletes it with its data. */
    record Delete(String image) implements ImageOrder {}

    /** Deletes what is known by its source only. */
    record DeleteSource(long datastore, long id, String source) implements ImageOrder {}
}
