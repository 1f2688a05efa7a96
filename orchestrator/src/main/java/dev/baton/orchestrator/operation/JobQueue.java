package dev.baton.orchestrator.operation;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.ToIntFunction;

/**
 * Which job may begin: in the order they came, so many of one provider at a time, and one for each
 * subject.
 *
 * <p>A job that has to wait for a subject holds up later ones of that subject, and no others.
 * Bounds: {@value #MOST} jobs that have not ended. Source: storage call-outs contract, section 3.9.
 */
public final class JobQueue {

    /** Jobs that wait or run; further ones are refused. */
    public static final int MOST = 2000;

    /** What a job needs for itself. */
    private record Needs(String provider, SortedSet<String> subjects) {}

    private final ToIntFunction<String> atOnce;
    private final Map<JobId, Needs> waiting = new LinkedHashMap<>();
    private final Map<JobId, Needs> running = new TreeMap<>();

    /**
     * An empty queue.
     *
     * @param atOnce jobs of one provider that run at the same time
     */
    public JobQueue(int atOnce) {
        this(_ -> atOnce);
    }

    /**
     * An empty queue.
     *
     * @param atOnce jobs of a provider that run at the same time
     */
    public JobQueue(ToIntFunction<String> atOnce) {
        this.atOnce = atOnce;
    }

    /** Puts a job at the end; false when there is no room. */
    public boolean add(JobId job, String provider, SortedSet<String> subjects) {
        if (waiting.size() + running.size() >= MOST) {
            return false;
        }
        waiting.put(
                job,
                new Needs(provider, Collections.unmodifiableSortedSet(new TreeSet<>(subjects))));
        return true;
    }

    /** The jobs that begin now. */
    public List<JobId> begin() {
        List<JobId> begun = new ArrayList<>();
        SortedSet<String> taken = new TreeSet<>();
        running.values().forEach(each -> taken.addAll(each.subjects()));
        Iterator<Map.Entry<JobId, Needs>> next = waiting.entrySet().iterator();
        while (next.hasNext()) {
            Map.Entry<JobId, Needs> job = next.next();
            Needs needs = job.getValue();
            boolean free = Collections.disjoint(taken, needs.subjects());
            taken.addAll(needs.subjects());
            if (free && count(needs.provider()) < atOnce.applyAsInt(needs.provider())) {
                next.remove();
                running.put(job.getKey(), needs);
                begun.add(job.getKey());
            }
        }
        return begun;
    }

    private long count(String provider) {
        return running.values().stream().filter(each -> each.provider().equals(provider)).count();
    }

    /** A job has ended, and others may begin. */
    public void ended(JobId job) {
        if (running.remove(job) == null) {
            throw new IllegalStateException(
                    "expected one of %s, got %s".formatted(running.keySet(), job));
        }
    }

    /** Takes out a job that waits; false for one that runs, or is not known. */
    public boolean withdraw(JobId job) {
        return waiting.remove(job) != null;
    }

    /** How many wait. */
    public int waiting() {
        return waiting.size();
    }

    /** How many run. */
    public int running() {
        return running.size();
    }
}
