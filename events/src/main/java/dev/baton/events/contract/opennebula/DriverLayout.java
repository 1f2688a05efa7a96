package dev.baton.events.contract.opennebula;

import java.nio.file.Path;
import java.util.Optional;

/**
 * Where drivers and what they read is; one variable relocates all of it.
 *
 * <p>Source: storage call-outs contract, section 4.1.
 *
 * @param oneLocation {@code ONE_LOCATION}, where it is set
 */
public record DriverLayout(Optional<Path> oneLocation) {

    /** As packages have it. */
    public static final DriverLayout DEFAULT = new DriverLayout(Optional.empty());

    /** The shell library drivers source. */
    public Path library() {
        return oneLocation
                .map(root -> root.resolve("lib/sh"))
                .orElse(Path.of("/usr/lib/one/sh"))
                .resolve("scripts_common.sh");
    }

    /** All drivers of a kind. */
    public Path drivers(DriverKind kind) {
        return variable().resolve("remotes").resolve(kind.word());
    }

    /** One driver. */
    public Path driver(DriverKind kind, String name) {
        return drivers(kind).resolve(name);
    }

    /** What drivers read their settings from. */
    public Path configuration() {
        return variable().resolve("config");
    }

    /** The directory of a datastore. */
    public Path datastore(long id) {
        return variable().resolve("datastores").resolve("" + id);
    }

    /** The driver user's home. */
    public Path home() {
        return oneLocation.orElse(Path.of("/var/lib/one"));
    }

    private Path variable() {
        return oneLocation.map(root -> root.resolve("var")).orElse(Path.of("/var/lib/one"));
    }
}
