package dev.baton.config.migration;

import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * A directory an administrator wrote, read whole.
 *
 * @param name the absolute path of the directory
 * @param files by their path below it
 * @param variables the shell variables of a CTDB before 4.9, beside or in the directory
 * @param elsewhere the lines of a file outside, which a setting names
 */
public record SettingsDirectory(
        String name,
        SortedMap<String, FoundFile> files,
        Optional<FoundFile> variables,
        Function<String, Optional<List<String>>> elsewhere) {

    public SettingsDirectory {
        files = Collections.unmodifiableSortedMap(new TreeMap<>(files));
    }

    Optional<FoundFile> file(String path) {
        return Optional.ofNullable(files.get(path));
    }

    /** The path below this directory; empty for one that leads outside. */
    Optional<String> inside(String path) {
        if (!path.startsWith("/")) {
            return Optional.of(path);
        }
        return path.startsWith(name + "/")
                ? Optional.of(path.substring(name.length() + 1))
                : Optional.empty();
    }

    /** How messages name a file of this directory. */
    String place(String path) {
        return name + "/" + path;
    }
}
