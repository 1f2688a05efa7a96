package dev.baton.agent.membership;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/** What came of one call to {@link SharedRecords}. */
public sealed interface RecordAnswer {

    /** The record is in the cluster's memory, or removed from it. */
    record Stored() implements RecordAnswer {}

    /**
     * All records of one kind.
     *
     * @param values JSON by {@code <pnn>/<name>}
     */
    record Found(SortedMap<String, String> values) implements RecordAnswer {
        public Found {
            values = Collections.unmodifiableSortedMap(new TreeMap<>(values));
        }
    }

    /** Nothing is known: not joined, too slow, too busy. The call may be repeated later. */
    record Unavailable(String why) implements RecordAnswer {}
}
