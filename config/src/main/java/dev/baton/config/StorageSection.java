package dev.baton.config;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/** Reads {@code [storage]}: where call-outs are, and how long they may take. */
final class StorageSection {

    private static final String TIME = "a time from 1s to 7d such as 15m";

    private StorageSection() {}

    static StorageOptions read(ConfigEntries entries, Path etc) {
        StorageOptions usual = StorageOptions.DEFAULT;
        return new StorageOptions(
                entries.value(
                                ConfigKey.PROVIDER_DIRECTORIES,
                                "directories separated by commas",
                                text -> paths(text, etc))
                        .orElse(usual.providers()),
                limits(entries),
                entries.value(
                                ConfigKey.CALLS_AT_ONCE,
                                "a whole number from 1 to " + StorageOptions.MOST_AT_ONCE,
                                text -> TypedValue.number(text, 1, StorageOptions.MOST_AT_ONCE))
                        .orElse(usual.callsAtOnce()),
                entries.truth(ConfigKey.STRICT_PARAMETERS, usual.strictParameters()),
                entries.value(
                                ConfigKey.SECRET_PARAMETERS,
                                "names of parameters separated by commas",
                                TypedValue::list)
                        .orElse(usual.secretParameters()),
                HookOptions.DEFAULT);
    }

    private static CallLimits limits(ConfigEntries entries) {
        return new CallLimits(
                time(entries, ConfigKey.CALL_LIMIT, CallLimits.DEFAULT.usual()),
                entries.value(
                                ConfigKey.CALL_LIMITS,
                                "limits such as lvm.remove=2h, slow=1h, each from 1s to 7d",
                                CallLimits::parse)
                        .orElseGet(TreeMap::new));
    }

    private static Duration time(ConfigEntries entries, ConfigKey key, Duration otherwise) {
        return entries.value(key, TIME, CallLimits::time).orElse(otherwise);
    }

    private static Optional<List<Path>> paths(String text, Path etc) {
        List<Path> all = new ArrayList<>();
        try {
            for (String word : TypedValue.list(text).orElseGet(List::of)) {
                all.add(etc.resolve(word));
            }
        } catch (InvalidPathException notAPath) {
            return Optional.empty();
        }
        return all.isEmpty() ? Optional.empty() : Optional.of(all);
    }
}
