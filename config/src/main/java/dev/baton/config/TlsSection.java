package dev.baton.config;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Reads {@code [tls]}: all three files or none. */
final class TlsSection {

    static final List<ConfigKey> KEYS =
            List.of(ConfigKey.TLS_CERTIFICATE, ConfigKey.TLS_KEY, ConfigKey.TLS_AUTHORITY);

    private TlsSection() {}

    static Optional<TlsFiles> read(ConfigEntries entries, Path etc) {
        List<ConfigKey> missing =
                KEYS.stream().filter(key -> entries.entry(key).isEmpty()).toList();
        if (missing.size() == KEYS.size()) {
            return Optional.empty();
        }
        KEYS.stream()
                .flatMap(key -> entries.entry(key).stream())
                .findFirst()
                .filter(entry -> !missing.isEmpty())
                .ifPresent(entry -> reportMissing(entries, entry, missing));
        List<Path> files =
                KEYS.stream()
                        .flatMap(key -> entries.path(key, "the path of a PEM file", etc).stream())
                        .toList();
        return files.size() == KEYS.size()
                ? Optional.of(new TlsFiles(files.get(0), files.get(1), files.get(2)))
                : Optional.empty();
    }

    private static void reportMissing(
            ConfigEntries entries, IniEntry entry, List<ConfigKey> missing) {
        String names = String.join(", ", missing.stream().map(ConfigKey::key).toList());
        entries.error(
                entry, "missing beside it: " + names, "TLS needs certificate, key and authority");
    }
}
