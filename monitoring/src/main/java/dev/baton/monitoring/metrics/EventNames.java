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

    private EventNames() {}
}
