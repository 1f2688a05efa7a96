package dev.baton.agent.membership;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/** What came of one call to {@link SharedRecords}. */
public sealed interface RecordAnswer {

    /** The record is in the cluster's memory. */
    record Stored() implements RecordAnswer {}

    /** A newer record is there and stays: a later life of this node writes. */
    record Superseded(Stamp by) implements RecordAnswer {}

    /**
     * Those of the wanted records that are there and can be read.
     *
     * @param values by {@link SharedRecords#key}
     */
    record Found(SortedMap<String, StampedRecord> values) implements RecordAnswer {
        public Found {
            values = Collections.unmodifiableSortedMap(new TreeMap<>(values));
        }
    }

    /** Nothing is known: not joined, too slow, too busy. The call may be repeated later. */
    record Unavailable(String why) implements RecordAnswer {}
}
