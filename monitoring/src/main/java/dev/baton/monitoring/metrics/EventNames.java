package dev.baton.monitoring.metrics;

import java.util.List;

/** The events of a node; the closed set of a label. Source: CTDB events contract, section 5. */
final class EventNames {

    static final List<String> ALL =
            List.of(
                    "init",
                    "setup",
                    "startup",
                    "shutdown",
                    "monitor",
                    "startrecovery",
                    "recovered",
                    "startipreallocate",
                    "ipreallocated",
                    "takeip",
                    "releaseip",
                    "updateip");

    /** What events are called that only somebody on the machine asked for. */
    static final String OTHER = "other";

    private EventNames() {}

    /** The label of an event: one of a closed set, whatever names operators think of. */
    static String label(String event) {
        return ALL.contains(event) ? event : OTHER;
    }
}
