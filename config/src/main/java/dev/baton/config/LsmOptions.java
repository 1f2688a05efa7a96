package dev.baton.config;

import java.nio.file.Path;

/**
 * Whether and how this node serves libStorageMgmt's plugins to clients, in place of its daemon.
 *
 * <p>Source: storage call-outs contract, sections 5.3 and 5.4.
 *
 * @param serve whether it does
 * @param plugins directory below which plugins are
 * @param sockets directory clients look into
 * @param configuration directory of {@code lsmd.conf} and {@code pluginconf.d}
 * @param atOnce plugins that run at the same time
 */
public record LsmOptions(
        boolean serve, Path plugins, Path sockets, Path configuration, int atOnce) {

    /** Most plugins that may be allowed to run at once. */
    static final int MOST_AT_ONCE = 256;

    /** The places are those of libStorageMgmt. */
    public static final LsmOptions DEFAULT =
            new LsmOptions(
                    false,
                    Path.of("/usr/bin"),
                    Path.of("/var/run/lsm/ipc"),
                    Path.of("/etc/lsm"),
                    16);
}
