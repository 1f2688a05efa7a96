package dev.baton.agent.callout;

import dev.baton.config.Pnn;
import dev.baton.events.callout.CallRun;
import dev.baton.events.callout.Truth;
import dev.baton.events.contract.opennebula.DriverCall;
import dev.baton.events.contract.opennebula.DriverResult;
import dev.baton.orchestrator.operation.JobId;

import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * What calls of OpenNebula's drivers need of this node's storage: its runner, its journal, its
 * jobs. Thread: any; calls block.
 */
public final class DriverTools {

    private final Pnn self;
    private final ObjectRoom objects;
    private final FrontEndRights rights;
    private final CallDesk desk;
    private final Ledger ledger;
    private final Journal journal;
    private final Consumer<JobRecord> over;
    private final InstantSource wall;
    private final Map<String, Runnable> cancelling = new TreeMap<>();

    DriverTools(
            Pnn self,
            ObjectRoom objects,
            CallDesk desk,
            Ledger ledger,
            Journal journal,
            Consumer<JobRecord> over,
            InstantSource wall) {
        this.self = self;
        this.objects = objects;
        this.rights = new FrontEndRights(objects);
        this.desk = desk;
        this.ledger = ledger;
        this.journal = journal;
        this.over = over;
        this.wall = wall;
    }

    /**
     * The right to be a datastore's front-end, which jobs of one node hold together, and these
     * images for one job alone.
     *
     * @param patience how long they are waited for
     * @param isOver whether nobody waits for them any more
     * @throws Refusal that says who has what could not be had
     */
    public FrontEndRight claim(
            long datastore, SortedSet<Long> images, Duration patience, BooleanSupplier isOver)
            throws Refusal {
        return rights.claim(datastore, images, patience, isOver);
    }

    /** How long a job that has done nothing waits for what another node has. */
    public Duration patience() {
        return objects.patience();
    }

    /** Whether this node is a datastore's front-end now. */
    public boolean isFrontEnd(long datastore) {
        return rights.holds(datastore);
    }

    /** Follows a call of a job to its end, under its right; an empty job is none. */
    public Truth<DriverResult> follow(
            String job,
            int step,
            CallRun<DriverCall, DriverResult> run,
            FrontEndRight right,
            BooleanSupplier isOver) {
        return desk.follow(
                new CallDesk.Purpose(job, step),
                run,
                new CallDesk.Bond(right, right::number, isOver));
    }

    /** A job that waits; it is on the disk when this returns. */
    public JobRecord take(DriverRequest request, String provider) throws IOException {
        String id = new JobId(self, ledger.nextJob()).toString();
        VolumeRequest asked = new VolumeRequest.Driven(request);
        journal.append(new Entry.JobTaken(id, asked, provider, wall.millis()));
        return ledger.job(id).orElseThrow();
    }

    /** What ends it when an operator asks for that, until it is over. */
    public synchronized void waiting(String job, Runnable cancel) {
        cancelling.put(job, cancel);
    }

    /** Its calls are made from now on. */
    public void running(String job) {
        ledger.running(job);
    }

    /** A step has not happened; what was done before it is undone now. */
    public void troubled(String job, int step, Truth<DriverResult> truth) throws IOException {
        troubled(job, step, truth.sentence(), truth instanceof Truth.Unknown<DriverResult>);
    }

    /** The same of a reason that is no call's. */
    public void troubled(String job, int step, String why, boolean unknown) throws IOException {
        journal.append(new Entry.JobTroubled(job, step, why, unknown, wall.millis()));
    }

    /** A job is over. */
    public void end(String job, JobState state, String why, List<String> notes) throws IOException {
        synchronized (this) {
            cancelling.remove(job);
        }
        journal.append(new Entry.JobEnded(job, state, why, notes, wall.millis()));
        ledger.job(job).ifPresent(over);
    }

    /** Ends what runs for a job. */
    public void end(String job, String by) {
        desk.cancel(job, by);
    }

    /** What an operator asks for; false for a job that neither waits nor runs. */
    boolean cancel(String job) {
        Optional<Runnable> cancel;
        synchronized (this) {
            cancel = Optional.ofNullable(cancelling.get(job));
        }
        cancel.ifPresent(Runnable::run);
        return cancel.isPresent();
    }

    /** Jobs of drivers that are not over, oldest first. */
    public List<JobRecord> unfinished() {
        return ledger.jobs().stream()
                .filter(job -> !job.state().isOver())
                .filter(job -> job.taken().request() instanceof VolumeRequest.Driven)
                .toList();
    }

    /** A job as it is now. */
    public Optional<JobRecord> job(String id) {
        return ledger.job(id);
    }

    /** How far a job has come. */
    public JobCourse course(JobRecord job) {
        return ledger.course(job);
    }
}
