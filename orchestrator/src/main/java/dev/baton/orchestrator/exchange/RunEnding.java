package dev.baton.orchestrator.exchange;

import dev.baton.config.IpAddress;
import dev.baton.config.Pnn;

import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * How a takeover run ended.
 *
 * @param moved how many addresses were taken
 * @param waiting addresses whose right was promised to another, for so many milliseconds more
 * @param failed addresses that could not be released or taken
 * @param failures nodes that failed, and why
 * @param stages in which any node was told anything, in order
 */
public record RunEnding(
        How how,
        Duration took,
        int moved,
        SortedMap<IpAddress, Long> waiting,
        SortedSet<IpAddress> failed,
        SortedMap<Pnn, String> failures,
        List<RunStage> stages) {

    /** In one word. */
    public enum How {
        /** Every node did what it was told. */
        DONE,
        /** Some node or address failed. */
        FAILED,
        /** Its leader led no more before it was over. */
        ABANDONED
    }

    public RunEnding {
        waiting = Collections.unmodifiableSortedMap(new TreeMap<>(waiting));
        failed = Collections.unmodifiableSortedSet(new TreeSet<>(failed));
        failures = Collections.unmodifiableSortedMap(new TreeMap<>(failures));
        stages = List.copyOf(stages);
    }
}
