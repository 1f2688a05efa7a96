package dev.baton.config;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/** Reads {@code [storage]} and {@code [lsm]}: where call-outs are, how long they may take. */
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
                                ConfigKey.EXTRA_VARIABLES,
                                "variables such as lvm.LVM_SYSTEM_DIR=/etc/lvm, none of them VOL_*,"
                                        + " EXTP_*, CALLOUT_* or LC_ALL",
                                ProviderVariables::parse)
                        .orElse(usual.variables()),
                entries.path(ConfigKey.CALL_LOG_DIRECTORY, "the path of a directory", etc),
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
                hooks(entries, etc),
                plugins(entries, etc));
    }

    private static LsmOptions plugins(ConfigEntries entries, Path etc) {
        LsmOptions usual = LsmOptions.DEFAULT;
        return new LsmOptions(
                entries.truth(ConfigKey.SERVE_PLUGINS, usual.serve()),
                entries.path(ConfigKey.PLUGIN_DIRECTORY, "the path of a directory", etc)
                        .orElse(usual.plugins()),
                entries.path(ConfigKey.PLUGIN_SOCKETS, "the path of a directory", etc)
                        .orElse(usual.sockets()),
                entries.path(ConfigKey.PLUGIN_CONFIGURATION, "the path of a directory", etc)
                        .orElse(usual.configuration()),
                entries.value(
                                ConfigKey.PLUGINS_AT_ONCE,
                                "a whole number from 1 to " + LsmOptions.MOST_AT_ONCE,
                                text -> TypedValue.number(text, 1, LsmOptions.MOST_AT_ONCE))
                        .orElse(usual.atOnce()));
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

    private static HookOptions hooks(ConfigEntries entries, Path etc) {
        HookOptions usual = HookOptions.DEFAULT;
        return new HookOptions(
                entries.path(ConfigKey.HOOK_DIRECTORY, "the path of a directory", etc)
                        .orElse(usual.directory()),
                entries.path(ConfigKey.BOOT_MARKER, "the path of a file", etc)
                        .orElse(usual.bootMarker()),
                time(entries, ConfigKey.HOOK_LIMIT, usual.limit()),
                hooks(entries, ConfigKey.REQUIRED_HOOKS, HookOptions.MAY_BE_REQUIRED),
                hooks(entries, ConfigKey.VETO_HOOKS, HookOptions.MAY_VETO),
                entries.path(ConfigKey.POOL_START, "the path of a program", etc),
                entries.path(ConfigKey.POOL_STOP, "the path of a program", etc));
    }

    private static List<String> hooks(ConfigEntries entries, ConfigKey key, List<String> known) {
        return entries.value(
                        key,
                        "hooks separated by commas, of: " + String.join(", ", known),
                        text -> TypedValue.list(text).filter(known::containsAll))
                .orElseGet(List::of);
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
