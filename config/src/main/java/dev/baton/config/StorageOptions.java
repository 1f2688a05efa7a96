package dev.baton.config;

import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * How storage call-outs are found and called.
 *
 * @param providers directories of Ganeti ExtStorage providers; the first that has one decides
 * @param limits how long their calls may take
 * @param variables for their scripts, beside those of the contract
 * @param callLogs where what their scripts print is kept; empty for a directory of the agent's own
 * @param callsAtOnce jobs of one provider that run at the same time
 * @param strictParameters whether a parameter a provider does not list is refused, not only warned
 *     of
 * @param secretParameters parameters whose values are shown nowhere, beside those whose names say
 *     so
 * @param hooks QuantaStor's custom scripts
 * @param lsm libStorageMgmt's plugins
 * @param schedules of snapshots, by id
 * @param drivers OpenNebula's storage drivers
 */
public record StorageOptions(
        List<Path> providers,
        CallLimits limits,
        ProviderVariables variables,
        Optional<Path> callLogs,
        int callsAtOnce,
        boolean strictParameters,
        List<String> secretParameters,
        HookOptions hooks,
        LsmOptions lsm,
        SortedMap<String, Schedule> schedules,
        DriverOptions drivers) {

    /** Most jobs of one provider that may be allowed at once. */
    static final int MOST_AT_ONCE = 64;

    /** The search path is that of Ganeti in Debian 12. */
    public static final StorageOptions DEFAULT =
            new StorageOptions(
                    List.of(
                            Path.of("/srv/ganeti/extstorage"),
                            Path.of("/usr/local/lib/ganeti/extstorage"),
                            Path.of("/usr/lib/ganeti/extstorage"),
                            Path.of("/usr/share/ganeti/extstorage")),
                    CallLimits.DEFAULT,
                    ProviderVariables.NONE,
                    Optional.empty(),
                    8,
                    false,
                    List.of(),
                    HookOptions.DEFAULT,
                    LsmOptions.DEFAULT);

    public StorageOptions {
        providers = List.copyOf(providers);
        secretParameters = List.copyOf(secretParameters);
        schedules = Collections.unmodifiableSortedMap(new TreeMap<>(schedules));
    }

    /** Without schedules and drivers. */
    public StorageOptions(
            List<Path> providers,
            CallLimits limits,
            ProviderVariables variables,
            Optional<Path> callLogs,
            int callsAtOnce,
            boolean strictParameters,
            List<String> secretParameters,
            HookOptions hooks,
            LsmOptions lsm) {
        this(
                providers,
                limits,
                variables,
                callLogs,
                callsAtOnce,
                strictParameters,
                secretParameters,
                hooks,
                lsm,
                Collections.emptySortedMap(),
                DriverOptions.DEFAULT);
    }

    /** The same with other schedules. */
    public StorageOptions withSchedules(SortedMap<String, Schedule> other) {
        return new StorageOptions(
                providers,
                limits,
                variables,
                callLogs,
                callsAtOnce,
                strictParameters,
                secretParameters,
                hooks,
                lsm,
                other,
                drivers);
    }

    /** The same with other variables. */
    public StorageOptions withVariables(ProviderVariables other) {
        return new StorageOptions(
                providers,
                limits,
                other,
                callLogs,
                callsAtOnce,
                strictParameters,
                secretParameters,
                hooks,
                lsm,
                schedules,
                drivers);
    }

    /** The same with other drivers. */
    public StorageOptions withDrivers(DriverOptions other) {
        return new StorageOptions(
                providers,
                limits,
                variables,
                callLogs,
                callsAtOnce,
                strictParameters,
                secretParameters,
                hooks,
                lsm,
                schedules,
                other);
    }
}
