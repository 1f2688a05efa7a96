package dev.baton.events.process;

import dev.baton.events.NamedEvent;
import dev.baton.events.sequence.ExitMapping;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Where the scripts of each component are.
 *
 * <p>Source: CTDB events contract, section 2 (numbers 1, 2 and 8).
 *
 * @param events with one directory for each component
 * @param legacy that of the node's own events, which settings may put elsewhere
 */
public record ComponentDirectories(Path events, Path legacy) {

    private static final int ENOTDIR = 20;

    /** A component's directory, whether it exists or not. */
    public Path of(String component) {
        return component.equals(NamedEvent.LEGACY) ? legacy : events.resolve(component);
    }

    /** Why a component has no scripts to run: its directory is missing, or is none. */
    public Optional<EventAnswer> problem(String component) {
        Path directory = of(component);
        if (!isName(component) || !Files.exists(directory)) {
            return Optional.of(
                    EventAnswer.refused(
                            ExitMapping.ENOENT,
                            "expected a directory of event scripts at %s; create it"
                                    .formatted(directory)));
        }
        return Files.isDirectory(directory)
                ? Optional.empty()
                : Optional.of(
                        EventAnswer.refused(
                                ENOTDIR,
                                "expected a directory of event scripts at %s, found a file"
                                        .formatted(directory)));
    }

    /** Whether a word names one entry of a directory. */
    static boolean isName(String word) {
        return !word.isEmpty() && word.indexOf('/') < 0 && !word.equals(".") && !word.equals("..");
    }
}
