package dev.baton.config;

import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * One datastore of OpenNebula's kind.
 *
 * <p>Source: storage call-outs contract, sections 4.1 to 4.3 and 4.8.
 *
 * @param id unique among datastores
 * @param name what drivers are told as its name
 * @param driver {@code DS_MAD}; empty for one of machines
 * @param transfer {@code TM_MAD}
 * @param ofMachines whether it holds the directories of machines instead of images
 * @param place where it is
 * @param callsAtOnce jobs of it that run at the same time
 * @param nodes names or numbers of those that may be its front-end; empty for all
 * @param attributes its driver is told beside
 */
public record DatastoreOptions(
        long id,
        String name,
        String driver,
        String transfer,
        boolean ofMachines,
        Place place,
        int callsAtOnce,
        List<String> nodes,
        SortedMap<String, String> attributes) {

    /** Most jobs of one that may be allowed at once. */
    static final int MOST_AT_ONCE = 15;

    /** Where a datastore is. */
    public sealed interface Place {

        /** Below the directory of all datastores, by its id. */
        record Usual() implements Place {}

        /** In this directory. */
        record At(Path directory) implements Place {}

        /** In no directory: its images are what its driver knows them by. */
        record NoDirectory() implements Place {}
    }

    public DatastoreOptions {
        nodes = List.copyOf(nodes);
        attributes = Collections.unmodifiableSortedMap(new TreeMap<>(attributes));
        if (callsAtOnce < 1 || (driver.isEmpty() && !ofMachines) || transfer.isEmpty()) {
            throw new IllegalArgumentException("expected drivers and a bound, got " + id);
        }
    }

    /** Its directory, where it is one. */
    public Optional<Path> directory(Path usual) {
        return switch (place) {
            case Place.Usual _ -> Optional.of(usual);
            case Place.At(Path directory) -> Optional.of(directory);
            case Place.NoDirectory _ -> Optional.empty();
        };
    }
}
