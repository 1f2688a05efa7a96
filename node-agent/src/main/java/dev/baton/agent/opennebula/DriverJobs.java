package dev.baton.agent.opennebula;

import dev.baton.agent.callout.DriverRequest;
import dev.baton.agent.callout.DriverTools;
import dev.baton.agent.callout.JobRecord;
import dev.baton.agent.callout.JobState;
import dev.baton.agent.callout.Refusal;
import dev.baton.agent.callout.VolumeRequest;
import dev.baton.orchestrator.operation.JobId;
import dev.baton.orchestrator.operation.JobQueue;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.LongToIntFunction;
import java.util.function.Supplier;

/**
 * Jobs of drivers that wait and run: of an image or a machine one at a time, of a datastore as many
 * as it may have.
 *
 * <p>Thread: any; each job runs on a thread of its own. Bounds: those of {@link JobQueue}.
 */
final class DriverJobs implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger("baton.storage");
    private static final long CLOSE_MILLIS = 1500;
    private static final String PREFIX = "datastore:";

    private final Supplier<Optional<DriverTools>> storage;
    private final Function<DriverTools, DriverJob.Means> means;
    private final JobQueue queue;
    private final Map<String, JobRecord> taken = new TreeMap<>();
    private final Map<String, DriverJob> running = new TreeMap<>();
    private boolean closed;

    /**
     * None yet.
     *
     * @param storage has opened before a job is taken
     * @param atOnce how many of a datastore run at the same time
     */
    DriverJobs(
            Supplier<Optional<DriverTools>> storage,
            Function<DriverTools, DriverJob.Means> means,
            LongToIntFunction atOnce) {
        this.storage = storage;
        this.means = means;
        queue =
                new JobQueue(
                        home -> atOnce.applyAsInt(Long.parseLong(home.substring(PREFIX.length()))));
    }

    private DriverTools tools() {
        return storage.get().orElseThrow();
    }

    /** What a job asks for. */
    static DriverRequest request(JobRecord job) {
        if (job.taken().request() instanceof VolumeRequest.Driven(DriverRequest request)) {
            return request;
        }
        throw new IllegalStateException("expected a job of drivers, got " + job);
    }

    /** Refuses where no more jobs can be taken. */
    synchronized void checkRoom() throws Refusal {
        if (closed || queue.waiting() + queue.running() >= JobQueue.MOST) {
            throw new Refusal(
                    Refusal.Kind.REFUSED,
                    closed
                            ? "the agent is ending"
                            : JobQueue.MOST + " jobs wait or run already; try again later");
        }
    }

    /** Takes a job; it is on the disk then. */
    synchronized JobRecord take(DriverTools tools, DriverRequest request) throws IOException {
        JobRecord job = tools.take(request, PREFIX + request.home());
        queue(job);
        begin();
        return tools.job(job.id()).orElse(job);
    }

    /** Puts a job at the end; it begins with {@link #begin}. */
    synchronized void queue(JobRecord job) {
        JobId id = JobId.parse(job.id()).orElseThrow();
        DriverRequest request = request(job);
        taken.put(job.id(), job);
        boolean fits = queue.add(id, PREFIX + request.home(), request.subjects());
        if (fits) {
            tools().waiting(job.id(), () -> cancel(id));
        } else {
            LOG.error("job_waits_for_next_start job={} why=\"the queue is full\"", id);
        }
    }

    private void cancel(JobId id) {
        Optional<DriverJob> runs;
        synchronized (this) {
            if (queue.withdraw(id)) {
                withdrawn(id);
            }
            runs = Optional.ofNullable(running.get(id.toString()));
        }
        runs.ifPresent(DriverJob::cancel);
    }

    /** It has made no call, or none in this life; then what it was about is as it was left. */
    private void withdrawn(JobId id) {
        JobRecord job = Optional.ofNullable(taken.remove(id.toString())).orElseThrow();
        boolean hasBegun = !job.calls().isEmpty();
        try {
            if (request(job) instanceof DriverRequest.OfImage image) {
                means.apply(tools()).images().failed(image, hasBegun);
            }
            tools().end(
                            job.id(),
                            hasBegun ? JobState.UNKNOWN : JobState.CANCELLED,
                            "cancelled by an operator before it began",
                            List.of());
        } catch (IOException full) {
            LOG.error("job_end_not_stored job={} why=\"{}\"", id, full.getMessage());
        }
    }

    /** Begins what may run now. */
    synchronized void begin() {
        if (closed) {
            return;
        }
        for (JobId id : queue.begin()) {
            JobRecord job = Optional.ofNullable(taken.remove(id.toString())).orElseThrow();
            DriverTools tools = tools();
            DriverJob driver = new DriverJob(means.apply(tools), job, request(job));
            running.put(job.id(), driver);
            tools.running(job.id());
            Thread.ofVirtual().name("job-" + id).start(() -> drive(id, driver));
        }
    }

    private void drive(JobId id, DriverJob driver) {
        try {
            driver.drive();
        } catch (IOException full) {
            LOG.error("job_end_not_stored job={} why=\"{}\"", id, full.getMessage());
        } finally {
            synchronized (this) {
                running.remove(id.toString());
                queue.ended(id);
                begin();
                notifyAll();
            }
        }
    }

    /** Ends the calls that run; their jobs go on when the agent starts anew. */
    @Override
    public void close() {
        List<DriverJob> all;
        synchronized (this) {
            closed = true;
            all = List.copyOf(running.values());
        }
        all.forEach(DriverJob::stop);
        awaitJobs();
    }

    /** What takes longer dies with this process; its launcher sees to that. */
    private synchronized void awaitJobs() {
        long end = System.nanoTime() + CLOSE_MILLIS * 1_000_000;
        try {
            for (long left = CLOSE_MILLIS; left > 0 && !running.isEmpty(); ) {
                wait(left);
                left = (end - System.nanoTime()) / 1_000_000;
            }
        } catch (InterruptedException told) {
            Thread.currentThread().interrupt();
        }
    }
}
