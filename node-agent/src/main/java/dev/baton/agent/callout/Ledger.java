package dev.baton.agent.callout;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the journal says, in memory: jobs and calls, oldest first.
 *
 * <p>Bounds: {@value #MOST_JOBS} jobs that are over and all others; {@value #MOST_CALLS} calls that
 * have ended, those of open jobs aside. Thread: any.
 */
final class Ledger {

    static final int MOST_JOBS = 2000;
    static final int MOST_CALLS = 2000;

    private final Map<String, JobRecord> jobs = new LinkedHashMap<>();
    private final Map<Long, CallRecord> calls = new LinkedHashMap<>();
    private final RoundBook rounds = new RoundBook();
    private long lastJob;
    private long lastCall;
    private long version;

    /** Grows with whatever changes. */
    synchronized long version() {
        return version;
    }

    /** Takes one line in; what it does not fit to is left out. */
    synchronized void apply(Entry entry) {
        version++;
        switch (entry) {
            case Entry.JobTaken taken -> {
                lastJob = Math.max(lastJob, numberOf(taken.job()));
                jobs.put(
                        taken.job(),
                        new JobRecord(
                                taken,
                                JobState.WAITING,
                                Optional.empty(),
                                Optional.empty(),
                                List.of()));
            }
            case Entry.JobTroubled trouble ->
                    jobs.computeIfPresent(
                            trouble.job(),
                            (_, job) ->
                                    new JobRecord(
                                            job.taken(),
                                            job.state(),
                                            Optional.of(trouble),
                                            job.ended(),
                                            job.calls()));
            case Entry.JobEnded ended -> {
                jobs.computeIfPresent(
                        ended.job(),
                        (_, job) ->
                                new JobRecord(
                                        job.taken(),
                                        ended.state(),
                                        job.trouble(),
                                        Optional.of(ended),
                                        job.calls()));
                forget();
            }
            case Entry.CallBegun begun -> {
                lastCall = Math.max(lastCall, begun.call());
                calls.put(begun.call(), new CallRecord(begun, Optional.empty()));
                jobs.computeIfPresent(begun.job(), (_, job) -> with(job, begun.call()));
            }
            case Entry.FreezeBegun begun -> rounds.begun(begun);
            case Entry.FreezeEnded ended -> rounds.ended(ended);
            case Entry.SnapshotTaken taken -> rounds.taken(taken);
            case Entry.SnapshotJudged judged -> rounds.judged(judged);
            case Entry.SnapshotRemoved removed -> rounds.removed(removed);
            case Entry.RoundFired fired -> rounds.fired(fired);
            case Entry.CallEnded ended ->
                    calls.computeIfPresent(
                            ended.call(),
                            (_, call) -> new CallRecord(call.begun(), Optional.of(ended)));
        }
    }

    /** A job that is over stays so: what tidies up behind a round calls in its name. */
    private static JobRecord with(JobRecord job, long call) {
        List<Long> all = new ArrayList<>(job.calls());
        all.add(call);
        JobState state = job.ended().isPresent() ? job.state() : JobState.RUNNING;
        return new JobRecord(job.taken(), state, job.trouble(), job.ended(), all);
    }

    private static long numberOf(String job) {
        return Long.parseLong(job.substring(job.indexOf('.') + 1));
    }

    private void forget() {
        long over = jobs.values().stream().filter(job -> job.state().isOver()).count();
        for (Iterator<JobRecord> all = jobs.values().iterator(); over > MOST_JOBS; ) {
            if (all.next().state().isOver()) {
                all.remove();
                over--;
            }
        }
        Iterator<CallRecord> all = calls.values().iterator();
        while (calls.size() > MOST_CALLS && all.hasNext()) {
            CallRecord call = all.next();
            JobRecord job = jobs.get(call.begun().job());
            if (call.ended().isPresent() && (job == null || job.state().isOver())) {
                all.remove();
            }
        }
    }

    /** What it says of rounds of snapshots. */
    RoundBook rounds() {
        return rounds;
    }

    /** A job's calls are made from now on. */
    synchronized void running(String id) {
        version++;
        jobs.computeIfPresent(
                id,
                (_, job) ->
                        new JobRecord(
                                job.taken(),
                                JobState.RUNNING,
                                job.trouble(),
                                job.ended(),
                                job.calls()));
    }

    synchronized List<JobRecord> jobs() {
        return List.copyOf(jobs.values());
    }

    synchronized Optional<JobRecord> job(String id) {
        return Optional.ofNullable(jobs.get(id));
    }

    synchronized List<CallRecord> calls() {
        return List.copyOf(calls.values());
    }

    synchronized Optional<CallRecord> call(long number) {
        return Optional.ofNullable(calls.get(number));
    }

    /** How far a job has come, by the calls of this record of it. */
    synchronized JobCourse course(JobRecord job) {
        return new JobCourse(
                job, job.calls().stream().flatMap(number -> call(number).stream()).toList());
    }

    synchronized long nextJob() {
        return ++lastJob;
    }

    synchronized long nextCall() {
        return ++lastCall;
    }

    /** Lines that would make this ledger anew. */
    synchronized List<Entry> entries() {
        List<Entry> all = new ArrayList<>(rounds.entries());
        jobs.values().forEach(job -> all.add(job.taken()));
        calls.values()
                .forEach(
                        call -> {
                            all.add(call.begun());
                            call.ended().ifPresent(all::add);
                        });
        jobs.values()
                .forEach(
                        job -> {
                            job.trouble().ifPresent(all::add);
                            job.ended().ifPresent(all::add);
                        });
        return all;
    }
}
