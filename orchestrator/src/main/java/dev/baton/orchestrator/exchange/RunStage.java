package dev.baton.orchestrator.exchange;

import dev.baton.config.Pnn;

import java.time.Duration;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * One stage of a takeover run, as it went. For people only; nothing is decided by it.
 *
 * @param name the event of the stage as nodes run it, or {@code ban}
 * @param after how long after the beginning of the run it began
 * @param nodes what each node that was told something did
 */
public record RunStage(String name, Duration after, Duration took, SortedMap<Pnn, Part> nodes) {

    /**
     * A node in a stage.
     *
     * @param took until it answered, or until the stage was over without it
     * @param sent how often it was told; more than once, when its answer did not come
     * @param failed whether anything it was told to do has failed
     */
    public record Part(Duration took, int sent, boolean answered, boolean failed) {}

    public RunStage {
        nodes = Collections.unmodifiableSortedMap(new TreeMap<>(nodes));
    }
}
