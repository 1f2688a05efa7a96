package dev.baton.config;

import java.nio.file.Path;

/**
 * A ctdbd that keeps Samba's databases on this node while Baton moves the addresses.
 *
 * @param directory where its {@code ctdb.conf} is
 * @param socket where it listens
 * @param tool CTDB's own {@code ctdb}, which commands about databases are handed to
 */
public record DatabaseDaemon(Path directory, Path socket, Path tool) {

    /** Where the packages of distributions have it. */
    public static final DatabaseDaemon USUAL =
            new DatabaseDaemon(
                    Path.of("/etc/ctdb"),
                    Path.of("/run/ctdb/ctdbd.socket"),
                    Path.of("/usr/bin/ctdb"));

    /** Where the nodes are that it knows. */
    Path nodes() {
        return directory.resolve("nodes");
    }

    /** Addresses that its scripts would move; there may be none. */
    Path publicAddresses() {
        return directory.resolve("public_addresses");
    }

    /** The scripts that it runs. */
    Path eventScripts() {
        return directory.resolve("events").resolve("legacy");
    }

    /** Its files as if it were the only daemon: settings, and where its databases usually are. */
    public Layout layout() {
        return new Layout(directory, Path.of("/run/ctdb"), Path.of("/var/lib/ctdb"), socket);
    }
}
