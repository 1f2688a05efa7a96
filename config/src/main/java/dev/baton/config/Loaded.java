package dev.baton.config;

import java.util.List;
import java.util.Optional;

/**
 * What a node's files say.
 *
 * @param settings present exactly when no problem is an error
 * @param problems all of them, by file and line
 */
public record Loaded(Optional<ClusterSettings> settings, List<ConfigProblem> problems) {

    public Loaded {
        problems = problems.stream().sorted().distinct().toList();
        if (settings.isPresent() == problems.stream().anyMatch(ConfigProblem::isError)) {
            throw new IllegalArgumentException(
                    "expected settings exactly when there is no error: " + problems);
        }
    }
}
