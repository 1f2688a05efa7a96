package dev.baton.config;

import java.nio.file.Path;
import java.util.Optional;

/**
 * How event scripts are run.
 *
 * @param directory where the scripts of the {@code legacy} component are
 * @param debugScript run when an event timed out
 * @param scriptLogLevel level of the scripts' own log
 * @param publicAddresses the file with the public addresses, which scripts read too
 */
public record EventOptions(
        Path directory, Optional<Path> debugScript, LogLevel scriptLogLevel, Path publicAddresses) {

    /** The scripts of a layout, no debug script, level ERROR. */
    public static EventOptions in(Layout layout) {
        return new EventOptions(
                layout.eventScripts(), Optional.empty(), LogLevel.ERROR, layout.publicAddresses());
    }
}
