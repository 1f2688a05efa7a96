package dev.baton.agent.tracing;

import dev.baton.agent.callout.CallRecord;
import dev.baton.agent.callout.Entry;
import dev.baton.agent.callout.JobRecord;
import dev.baton.agent.callout.JobState;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A storage job as a trace: the job and its calls. A job that is a part of another node's is in the
 * trace of that one.
 */
final class JobTrace {

    private static final String JOB = "job";

    private JobTrace() {}

    /** A job that is over; its calls may have begun before. */
    static List<TracePart> of(JobRecord job, List<CallRecord> calls) {
        List<TracePart> parts = new ArrayList<>();
        String trace = "job " + job.parent().orElse(job.id());
        String path = job.parent().isEmpty() ? JOB : JOB + "/part " + job.id();
        long end = job.ended().map(Entry.JobEnded::at).orElse(job.taken().at());
        parts.add(
                new TracePart(
                        trace,
                        path,
                        "storage " + job.taken().request().word(),
                        Instant.ofEpochMilli(job.taken().at()),
                        Duration.ofMillis(Math.max(0, end - job.taken().at())),
                        new TreeMap<>(
                                Map.of(
                                        "baton.job", job.id(),
                                        "baton.provider", job.taken().provider(),
                                        "baton.state", job.state().word())),
                        job.state() == JobState.DONE
                                ? Optional.empty()
                                : Optional.of(job.state().word() + ": " + job.why())));
        calls.forEach(call -> parts.add(call(trace, path, call)));
        return parts;
    }

    /** Neither arguments nor environment: what they say is in the journal, for who may read it. */
    private static TracePart call(String trace, String path, CallRecord call) {
        Entry.CallBegun begun = call.begun();
        long took = call.ended().map(Entry.CallEnded::tookMillis).orElse(0L);
        boolean ok = call.outcome().equals("ok");
        return new TracePart(
                trace,
                path + "/call " + begun.call(),
                begun.contract() + " " + begun.action(),
                Instant.ofEpochMilli(begun.at()),
                Duration.ofMillis(took),
                new TreeMap<>(
                        Map.of(
                                "baton.call", Long.toString(begun.call()),
                                "baton.provider", begun.provider(),
                                "baton.outcome", call.outcome())),
                ok
                        ? Optional.empty()
                        : Optional.of(
                                call.ended()
                                        .map(Entry.CallEnded::sentence)
                                        .filter(text -> !text.isEmpty())
                                        .orElse(call.outcome())));
    }
}
