package dev.baton.config;

import java.util.List;

/**
 * What came out of reading one file: the value of its good lines, and every problem with the
 * others.
 *
 * <p>With an error among the problems the value is good only for finding further problems.
 */
public record Parsed<T>(T value, List<ConfigProblem> problems) {

    public Parsed {
        problems = List.copyOf(problems);
    }

    /** Whether a problem stops a start. */
    public boolean hasErrors() {
        return problems.stream().anyMatch(ConfigProblem::isError);
    }
}
