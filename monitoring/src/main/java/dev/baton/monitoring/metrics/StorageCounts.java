package dev.baton.monitoring.metrics;

import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What an agent has counted of its storage operations since it started.
 *
 * @param calls that have ended
 * @param jobs that are over, by their states
 * @param openJobs that wait or run
 * @param driftingProviders that are not the same on all nodes
 */
public record StorageCounts(
        SortedMap<Ended, Long> calls,
        SortedMap<String, Long> jobs,
        int openJobs,
        int driftingProviders) {

    /** Contracts of storage call-outs. */
    static final List<String> CONTRACTS = List.of("command", "ganeti", "opennebula", "quantastor");

    /** How calls end. */
    static final List<String> OUTCOMES =
            List.of("failed", "killed", "lost", "not_started", "ok", "refused", "timed_out");

    /** How jobs end. */
    static final List<String> STATES = List.of("cancelled", "done", "failed", "unknown", "warned");

    /** Nothing has happened. */
    public static final StorageCounts NONE =
            new StorageCounts(new TreeMap<>(), new TreeMap<>(), 0, 0);

    /** Calls of a contract that ended in one way. */
    public record Ended(String contract, String outcome) implements Comparable<Ended> {

        @Override
        public int compareTo(Ended other) {
            int first = contract.compareTo(other.contract);
            return first == 0 ? outcome.compareTo(other.outcome) : first;
        }
    }

    public StorageCounts {
        calls = Collections.unmodifiableSortedMap(new TreeMap<>(calls));
        jobs = Collections.unmodifiableSortedMap(new TreeMap<>(jobs));
    }

    double calls(String contract, String outcome) {
        return calls.getOrDefault(new Ended(contract, outcome), 0L);
    }

    double jobs(String state) {
        return jobs.getOrDefault(state, 0L);
    }
}
