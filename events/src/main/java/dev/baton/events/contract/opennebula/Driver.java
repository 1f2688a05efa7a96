package dev.baton.events.contract.opennebula;

import java.nio.file.Path;
import java.util.Collections;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;

/**
 * A driver as it was found on this node. Source: storage call-outs contract, section 4.1.
 *
 * @param name its directory's
 * @param directory full path
 * @param files in it that can be run
 * @param dialect it is called in
 * @param tied whether all it begins on other hosts ends with its connection to them, so that it is
 *     over when its script is
 */
public record Driver(
        DriverKind kind,
        String name,
        Path directory,
        NavigableSet<String> files,
        Dialect dialect,
        boolean tied) {

    /** By which a driver says that it is tied, in any of its files. */
    public static final String TIED = "baton: ends with its connection";

    public Driver {
        files = Collections.unmodifiableNavigableSet(new TreeSet<>(files));
    }

    /** One that says nothing of what it leaves on hosts. */
    public Driver(
            DriverKind kind,
            String name,
            Path directory,
            NavigableSet<String> files,
            Dialect dialect) {
        this(kind, name, directory, files, dialect, false);
    }

    /** The script for an action; one for the target's driver comes before the one for all. */
    Optional<Path> script(String action, Optional<String> target) {
        Optional<String> special = target.map(driver -> action + "." + driver);
        return special.filter(files::contains)
                .or(() -> Optional.of(action).filter(files::contains))
                .map(directory::resolve);
    }
}
