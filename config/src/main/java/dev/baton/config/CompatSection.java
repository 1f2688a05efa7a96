package dev.baton.config;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Reads {@code [compat]}: whether a ctdbd keeps databases beside Baton, and where it is. */
final class CompatSection {

    private static final String CTDBD = "ctdbd";
    private static final List<ConfigKey> PLACES =
            List.of(ConfigKey.CTDBD_DIRECTORY, ConfigKey.CTDBD_SOCKET, ConfigKey.CTDB_TOOL);

    private CompatSection() {}

    static Optional<DatabaseDaemon> read(ConfigEntries entries, Path etc) {
        DatabaseDaemon usual = DatabaseDaemon.USUAL;
        Optional<String> beside =
                entries.value(
                        ConfigKey.BESIDE,
                        "ctdbd, the only daemon that can keep databases beside Baton",
                        text -> Optional.of(text).filter(CTDBD::equals));
        DatabaseDaemon found =
                new DatabaseDaemon(
                        path(entries, ConfigKey.CTDBD_DIRECTORY, "a directory", etc)
                                .orElse(usual.directory()),
                        path(entries, ConfigKey.CTDBD_SOCKET, "a socket", etc)
                                .orElse(usual.socket()),
                        path(entries, ConfigKey.CTDB_TOOL, "a program", etc).orElse(usual.tool()));
        return beside.map(_ -> found);
    }

    /** Says which lines mean nothing because no ctdbd is there. */
    static void checkPlaces(ConfigEntries entries) {
        if (entries.entry(ConfigKey.BESIDE).isEmpty()) {
            PLACES.stream()
                    .flatMap(key -> entries.entry(key).stream())
                    .forEach(
                            entry ->
                                    entries.warning(
                                            entry,
                                            "has no effect without beside",
                                            "add beside = ctdbd, or remove it"));
        }
    }

    private static Optional<Path> path(
            ConfigEntries entries, ConfigKey key, String what, Path etc) {
        return entries.path(key, "the path of " + what, etc);
    }
}
