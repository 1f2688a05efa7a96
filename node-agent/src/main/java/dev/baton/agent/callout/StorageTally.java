package dev.baton.agent.callout;

import dev.baton.monitoring.metrics.StorageCounts;

import java.util.SortedMap;
import java.util.TreeMap;

/** Counts calls and jobs since this agent started. Thread: any. */
final class StorageTally {

    private final SortedMap<StorageCounts.Ended, Long> calls = new TreeMap<>();
    private final SortedMap<String, Long> jobs = new TreeMap<>();

    synchronized void call(String contract, String outcome) {
        calls.merge(new StorageCounts.Ended(contract, outcome), 1L, Long::sum);
    }

    synchronized void job(JobState state) {
        jobs.merge(state.word(), 1L, Long::sum);
    }

    synchronized StorageCounts counts(int open, int drifting) {
        return new StorageCounts(calls, jobs, open, drifting);
    }
}
