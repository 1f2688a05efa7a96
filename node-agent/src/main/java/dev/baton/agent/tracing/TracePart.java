package dev.baton.agent.tracing;

import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * One span before it is one.
 *
 * @param trace names the trace, the same on all nodes that have parts of it
 * @param path names the part in it; what is before the last slash is its parent, the first has none
 * @param failure why it did not come to what was wanted; empty for a good one
 */
record TracePart(
        String trace,
        String path,
        String name,
        Instant begin,
        Duration took,
        SortedMap<String, String> attributes,
        Optional<String> failure) {

    TracePart {
        attributes = Collections.unmodifiableSortedMap(new TreeMap<>(attributes));
        if (path.isEmpty() || path.startsWith("/") || path.endsWith("/")) {
            throw new IllegalArgumentException("expected words with slashes between, got " + path);
        }
    }

    /** The path of the part it belongs to; empty for the first. */
    Optional<String> parent() {
        int end = path.lastIndexOf('/');
        return end < 0 ? Optional.empty() : Optional.of(path.substring(0, end));
    }
}
