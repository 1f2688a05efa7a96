package dev.baton.config;

import java.util.List;

/**
 * What running events needs to know of a machine, without a cluster.
 *
 * @param layout where files are
 * @param problems all that is wrong with the settings files, by file and line
 */
public record EventSettings(
        Layout layout, EventOptions events, LogOptions logging, List<ConfigProblem> problems) {

    public EventSettings {
        problems = problems.stream().sorted().distinct().toList();
    }

    /** The same with another log. */
    public EventSettings withLogging(LogOptions other) {
        return new EventSettings(layout, events, other, problems);
    }

    /** Whether nothing worse than a warning was found. */
    public boolean usable() {
        return problems.stream().noneMatch(ConfigProblem::isError);
    }
}
