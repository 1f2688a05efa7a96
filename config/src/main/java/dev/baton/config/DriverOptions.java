package dev.baton.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * How OpenNebula's storage drivers are found and called on a front-end.
 *
 * <p>Source: storage call-outs contract, sections 4.1, 4.2 and 4.8.
 *
 * @param oneLocation what relocates drivers and all they read; empty for the places of packages
 * @param user as whom they run
 * @param hostName by which hosts reach this node; empty for the node's name
 * @param limits how long their calls may take
 * @param variables for their scripts, beside those of the contract
 * @param dialect in which all are called; empty for what their scripts show
 * @param dialects the same of single drivers, by {@code datastore/NAME} or {@code tm/NAME}
 * @param ssh the program that looks at hosts
 * @param imageRecords where it is written which images there are; empty for a directory of the
 *     agent's own
 * @param datastores by id
 */
public record DriverOptions(
        Optional<Path> oneLocation,
        String user,
        Optional<String> hostName,
        CallLimits limits,
        ProviderVariables variables,
        Optional<String> dialect,
        SortedMap<String, String> dialects,
        Path ssh,
        Optional<Path> imageRecords,
        SortedMap<Long, DatastoreOptions> datastores) {

    /** Versions at which the way drivers are called has changed. Contract: section 4.9. */
    public static final List<String> DIALECTS =
            List.of("3.4", "3.6", "3.8", "4.0", "5.0", "6.0", "6.8");

    /** Without datastores. Default 3600 s for a call: contract, section 4.8. */
    public static final DriverOptions DEFAULT =
            new DriverOptions(
                    Optional.empty(),
                    "oneadmin",
                    Optional.empty(),
                    new CallLimits(Duration.ofHours(1), new TreeMap<>()),
                    ProviderVariables.NONE,
                    Optional.empty(),
                    new TreeMap<>(),
                    Path.of("/usr/bin/ssh"),
                    Optional.empty(),
                    new TreeMap<>());

    public DriverOptions {
        dialects = Collections.unmodifiableSortedMap(new TreeMap<>(dialects));
        datastores = Collections.unmodifiableSortedMap(new TreeMap<>(datastores));
    }
}
