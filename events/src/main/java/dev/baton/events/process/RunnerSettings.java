package dev.baton.events.process;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * How events are run on this node.
 *
 * @param runDirectory an existing directory for the scripts' output while they run
 * @param debugScript run with the pid of a hung script and the event's name before it is killed
 * @param silence longest time an event that takes or moves an address lives without {@link
 *     Running#renewed}; zero for no limit
 * @param throughFailures go on after a failing script and fail at the end; for tests of scripts
 */
public record RunnerSettings(
        Path runDirectory, Optional<Path> debugScript, Duration silence, boolean throughFailures) {

    public RunnerSettings {
        if (silence.isNegative()) {
            throw new IllegalArgumentException(
                    "expected a silence limit of 0 or more, got " + silence);
        }
    }
}
