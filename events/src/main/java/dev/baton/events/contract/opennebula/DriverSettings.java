package dev.baton.events.contract.opennebula;

import dev.baton.config.CallLimits;
import dev.baton.config.ProviderVariables;
import dev.baton.events.callout.Account;
import dev.baton.events.callout.Secrets;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * How drivers are called on the front-end.
 *
 * @param frontEnd the name by which hosts reach it
 * @param limits how long calls may take, by {@code DRIVER.ACTION} or {@code DRIVER}
 * @param variables for drivers, beside those of the contract
 * @param ssh the program that looks at hosts
 * @param user as whom drivers run; empty for the agent's own
 * @param secrets which attributes are told to drivers only
 */
public record DriverSettings(
        DriverLayout layout,
        String frontEnd,
        CallLimits limits,
        ProviderVariables variables,
        Path ssh,
        Optional<Account> user,
        Secrets secrets) {

    /** Default 3600 s: storage call-outs contract, section 4.8. */
    public static final Duration USUAL = Duration.ofHours(1);

    /** What copies a whole image is not hurried; a week is only so that everything ends. */
    static final Duration LONGEST = Duration.ofDays(7);

    /** A look at a host is short. */
    static final Duration LOOK = Duration.ofMinutes(1);

    /** The usual settings of a front-end of this name. */
    public static DriverSettings of(DriverLayout layout, String frontEnd) {
        return new DriverSettings(
                layout,
                frontEnd,
                new CallLimits(USUAL, CallLimits.DEFAULT.special()),
                ProviderVariables.NONE,
                Path.of("/usr/bin/ssh"),
                Optional.empty(),
                new Secrets(List.of()));
    }

    /** The limit of a call. */
    Duration limit(String driver, String action) {
        boolean copies = action.equals("cp") || action.equals("mv");
        Optional<Duration> set =
                Stream.of(driver + "." + action, driver)
                        .flatMap(key -> Optional.ofNullable(limits.special().get(key)).stream())
                        .findFirst();
        return set.orElse(copies ? LONGEST : limits.usual());
    }
}
