package dev.baton.agent.address;

import dev.baton.config.IpAddress;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Jobs in the order they were wanted, except that renewals do not wait: a thousand announcements
 * must not make a thousand leases late. A renewal stays behind what takes its own address away.
 *
 * <p>Bounds: so many jobs as it was made for. Neighbours of one kind are taken together, at most
 * {@value #TOGETHER}; renewals all. Thread: any adds, one takes. Source: safety rule, section 3.
 */
final class JobQueue {

    /** Jobs other than renewals that are done without a look for renewals. */
    static final int TOGETHER = 32;

    private final int capacity;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition more = lock.newCondition();
    private final ArrayDeque<Job> jobs = new ArrayDeque<>();
    private final ArrayDeque<Job> renewals = new ArrayDeque<>();

    /** How many jobs wait that take an address away. */
    private final Map<IpAddress, Integer> removals = new TreeMap<>();

    JobQueue(int capacity) {
        this.capacity = capacity;
    }

    /** False when there is no room. */
    boolean offer(Job job) {
        lock.lock();
        try {
            if (jobs.size() + renewals.size() >= capacity) {
                return false;
            }
            removed(job).ifPresent(ip -> removals.merge(ip, 1, Integer::sum));
            if (job instanceof Job.Renew(var effect) && !removals.containsKey(effect.ip())) {
                renewals.add(job);
            } else {
                jobs.add(job);
            }
            more.signal();
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** What is to be done together next; empty when there is nothing for so long. */
    List<Job> next(long nanos) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            long left = nanos;
            while (jobs.isEmpty() && renewals.isEmpty() && left > 0) {
                left = more.awaitNanos(left);
            }
            return renewals.isEmpty() ? neighbours() : takeRenewals();
        } finally {
            lock.unlock();
        }
    }

    int size() {
        lock.lock();
        try {
            return jobs.size() + renewals.size();
        } finally {
            lock.unlock();
        }
    }

    private List<Job> takeRenewals() {
        List<Job> all = new ArrayList<>(renewals);
        renewals.clear();
        return all;
    }

    private List<Job> neighbours() {
        List<Job> run = new ArrayList<>();
        while (!jobs.isEmpty() && run.size() < TOGETHER && isLike(run, jobs.peek())) {
            Job job = jobs.remove();
            run.add(job);
            removed(job)
                    .ifPresent(ip -> removals.computeIfPresent(ip, (_, n) -> n > 1 ? n - 1 : null));
        }
        return run;
    }

    private static boolean isLike(List<Job> run, Job next) {
        return run.isEmpty() || run.getFirst().getClass() == next.getClass();
    }

    /** The address that a job takes away. */
    private static Optional<IpAddress> removed(Job job) {
        return switch (job) {
            case Job.Drop(var effect) -> Optional.of(effect.ip());
            case Job.FinishDrop(IpAddress ip, _) -> Optional.of(ip);
            default -> Optional.empty();
        };
    }
}
