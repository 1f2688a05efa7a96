// Longer than 500 lines because it is the one door to storage: jobs, calls and providers share its
// lock and its end.

package dev.baton.agent.callout;

import dev.baton.config.ClusterSettings;
import dev.baton.config.Pnn;
import dev.baton.config.StorageOptions;
import dev.baton.events.callout.Secrets;
import dev.baton.events.contract.ganeti.Provider;
import dev.baton.events.process.CallRunner;
import dev.baton.events.process.ScriptTrust;
import dev.baton.monitoring.metrics.StorageCounts;
import dev.baton.orchestrator.exchange.Fact;
import dev.baton.orchestrator.exchange.OperatorCommand;
import dev.baton.orchestrator.exchange.OperatorReply;
import dev.baton.orchestrator.operation.JobId;
import dev.baton.orchestrator.operation.JobQueue;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * The storage operations of this node: takes jobs, carries them out in their order, goes on with
 * those an earlier life left.
 *
 * <p>A journal or volume that cannot be read closes this room and nothing else. Thread: any; each
 * job runs on a thread of its own. Bounds: those of {@link JobQueue} and {@link Ledger}.
 */
public final class StorageRoom implements StorageAccess, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger("baton.storage");
    private static final long CLOSE_MILLIS = 1500;

    /** What is there once the room is open. */
    private record Opened(JobDriver.Means means, Requests requests) {}

    private final ClusterSettings settings;
    private final StorageOptions options;
    private final Pnn self;
    private final CallRunner runner;
    private final ProviderDirectories providers;
    private final Secrets secrets;
    private final JobPlans plans;
    private final InstantSource wall;
    private final OtherNodes others;
    private final ObjectRoom objects;
    private final PartRoom parts;
    private final HookRoom hooks;
    private final JobQueue queue;
    private final Ledger ledger = new Ledger();
    private final CallLogs logs;
    private final StorageTally tally = new StorageTally();
    private volatile BiConsumer<JobRecord, List<CallRecord>> ends = (_, _) -> {};
    private final Consumer<Fact> facts;
    private final ParityWatch parity;
    private final SharedProviders shared;
    private Optional<StorageNews> news = Optional.empty();
    private final Map<String, JobDriver> driven = new TreeMap<>();
    private Optional<Opened> opened = Optional.empty();
    private Optional<RoundTools> rounds = Optional.empty();
    private Optional<DriverTools> drivers = Optional.empty();
    private String problem = "storage is not open yet; try again";
    private boolean closed;

    /** A room that is closed until {@link #start}. */
    public StorageRoom(
            ClusterSettings settings,
            CallRunner runner,
            ScriptTrust trust,
            InstantSource wall,
            SharedProviders shared,
            ObjectRoom objects,
            Function<OperatorCommand, CompletableFuture<OperatorReply>> core) {
        this.settings = settings;
        this.options = settings.storage();
        this.self = settings.pnn();
        this.runner = runner;
        this.providers = new ProviderDirectories(options.providers(), trust);
        this.secrets = new Secrets(options.secretParameters());
        this.plans = new JobPlans(settings, providers, secrets);
        this.wall = wall;
        this.others = new OtherNodes(core);
        this.objects = objects;
        this.parts = new PartRoom(this, ledger, objects, this::openBook, this::isCancelled);
        this.facts = shared.facts();
        this.hooks =
                new HookRoom(options.hooks(), settings.name().toString(), objects, secrets, facts);
        this.shared = shared;
        this.parity = new ParityWatch(self, new ProviderSurvey(providers), shared);
        this.logs =
                CallLogs.open(
                        options.callLogs()
                                .orElseGet(() -> settings.layout().storage().resolve("log")));
        this.queue = new JobQueue(options.callsAtOnce());
    }

    /** From now on told of each job that is over, with its calls; must not wait. */
    public void tellEnds(BiConsumer<JobRecord, List<CallRecord>> to) {
        ends = to;
    }

    /** Reads journal and volumes, and goes on with jobs that are not over. */
    public synchronized void start() {
        Path folder = settings.layout().storage();
        try {
            Journal journal = Journal.open(folder, ledger);
            CallDesk desk = new CallDesk(runner, journal, ledger, logs, tally, secrets, wall);
            VolumeBook book =
                    new VolumeBook(self, VolumeFiles.open(folder.resolve("volumes")), wall);
            loseCalls(journal);
            List<JobRecord> open =
                    ledger.jobs().stream().filter(job -> !job.state().isOver()).toList();
            book.releaseAllBut(open.stream().map(job -> job.taken().request()).toList());
            opened =
                    Optional.of(
                            new Opened(
                                    new JobDriver.Means(
                                            self,
                                            desk,
                                            objects,
                                            others,
                                            parts.open(),
                                            ledger,
                                            journal,
                                            book,
                                            wall),
                                    new Requests(book, providers, options)));
            for (JobRecord job : open) {
                if (job.taken().request() instanceof VolumeRequest.OfSchedule beside) {
                    lose(journal, job, beside.lost());
                } else if (!(job.taken().request() instanceof VolumeRequest.Driven)) {
                    queue(job);
                }
            }
            rounds =
                    Optional.of(
                            new RoundTools(
                                    self,
                                    options.hooks(),
                                    objects,
                                    desk,
                                    ledger,
                                    journal,
                                    facts,
                                    this::roundOver,
                                    wall));
            drivers =
                    Optional.of(
                            new DriverTools(
                                    self, objects, desk, ledger, journal, this::roundOver, wall));
            begin();
            hooks.open(desk);
            news = Optional.of(new StorageNews(ledger, book, shared));
        } catch (IOException unreadable) {
            problem = String.valueOf(unreadable.getMessage());
            LOG.error("storage_not_open why=\"{}\"", problem);
        }
    }

    /** It cannot go on in another life of the agent. */
    private void lose(Journal journal, JobRecord job, String why) throws IOException {
        journal.append(
                new Entry.JobEnded(job.id(), JobState.UNKNOWN, why, List.of(), wall.millis()));
        ledger.job(job.id()).ifPresent(this::over);
    }

    private synchronized void roundOver(JobRecord job) {
        over(job);
        notifyAll();
    }

    /** What rounds of snapshots need of it; empty while it is not open. */
    public synchronized Optional<RoundTools> rounds() {
        return rounds;
    }

    /** What calls of OpenNebula's drivers need of it; empty while it is not open. */
    public synchronized Optional<DriverTools> drivers() {
        return drivers;
    }

    /** Why it is not open. */
    public synchronized String problem() {
        return problem;
    }

    /** Begins to compare the providers of the nodes; returns at once. */
    public void watch() {
        parity.start();
        synchronized (this) {
            news.ifPresent(StorageNews::start);
        }
    }

    @Override
    public Elsewhere elsewhere() {
        return StorageNews.elsewhere(self, shared.records());
    }

    @Override
    public Parity parity() {
        return parity.compare();
    }

    /** For meters. */
    public synchronized StorageCounts counts() {
        return tally.counts(queue.waiting() + queue.running(), parity.drifting());
    }

    /** Calls system-poststart if it is due in this boot; blocks as long as that takes. */
    public void started() {
        hooks.started();
    }

    /**
     * Calls system-prestop; blocks as long as that takes.
     *
     * @return why the shutdown is refused; empty when it may go on
     */
    public Optional<String> stopping() {
        return hooks.stopping();
    }

    /** Why this node is unhealthy: a required hook failed. */
    public Optional<String> objection() {
        return hooks.objection();
    }

    @Override
    public Plan planPool(PoolRequest request) throws Refusal {
        checkOpen();
        return hooks.plan(request);
    }

    @Override
    public Optional<PoolEnd> pool(PoolRequest request, Duration patience) throws Refusal {
        checkOpen();
        return hooks.carryOut(request, patience);
    }

    /** Calls without an end: the agent that ran them died. */
    private void loseCalls(Journal journal) throws IOException {
        for (CallRecord call : ledger.calls()) {
            if (call.ended().isEmpty()) {
                LOG.warn(
                        "call_lost call={} action={} subject={}",
                        call.begun().call(),
                        call.begun().action(),
                        call.begun().subject());
                journal.append(
                        new Entry.CallEnded(
                                call.begun().call(),
                                "lost",
                                0,
                                "was lost with the agent of " + settings.name(),
                                "",
                                "",
                                0,
                                wall.millis()));
            }
        }
    }

    private void queue(JobRecord job) {
        JobId id = JobId.parse(job.id()).orElseThrow();
        boolean fits = queue.add(id, job.taken().provider(), job.taken().request().subjects());
        if (!fits) {
            LOG.error("job_waits_for_next_start job={} why=\"the queue is full\"", id);
        }
    }

    private Opened opened() throws Refusal {
        return opened.orElseThrow(() -> new Refusal(Refusal.Kind.REFUSED, problem));
    }

    @Override
    public synchronized Plan plan(VolumeRequest request, SortedMap<String, String> parameters)
            throws Refusal {
        Opened room = opened();
        Requests.Checked checked = room.requests().check(request, parameters);
        return plans.of(request, checked);
    }

    @Override
    public synchronized Accepted submit(VolumeRequest request, SortedMap<String, String> parameters)
            throws Refusal {
        Opened room = opened();
        if (closed || queue.waiting() + queue.running() >= JobQueue.MOST) {
            throw new Refusal(
                    Refusal.Kind.REFUSED,
                    closed
                            ? "the agent is ending"
                            : JobQueue.MOST + " jobs wait or run already; try again later");
        }
        Requests.Checked checked = room.requests().check(request, parameters);
        String id = new JobId(self, ledger.nextJob()).toString();
        String provider = checked.provider().name();
        try {
            room.means().book().reserve(checked.fresh());
            room.means().journal().append(new Entry.JobTaken(id, request, provider, wall.millis()));
        } catch (IOException full) {
            throw new Refusal(
                    Refusal.Kind.REFUSED,
                    "the journal cannot be written, so nothing is begun: " + full.getMessage());
        }
        JobRecord job = ledger.job(id).orElseThrow();
        queue(job);
        begin();
        return new Accepted(ledger.job(id).orElse(job), checked.warnings());
    }

    @Override
    public OperatorReply part(List<String> words) {
        return parts.part(words);
    }

    @Override
    public OperatorReply vouch(List<String> words) {
        return parts.vouch(words);
    }

    /** The volumes of a room that takes jobs; empty for one that does not. */
    private synchronized Optional<VolumeBook> openBook() {
        return opened.filter(_ -> !closed).map(room -> room.means().book());
    }

    private synchronized boolean isCancelled(String job) {
        return Optional.ofNullable(driven.get(job)).filter(JobDriver::isCancelled).isPresent();
    }

    private void begin() {
        if (closed) {
            return;
        }
        for (JobId id : queue.begin()) {
            JobRecord job = ledger.job(id.toString()).orElseThrow();
            JobDriver driver =
                    new JobDriver(
                            opened.orElseThrow().means(),
                            job,
                            plans.contract(job),
                            settings.name().toString());
            driven.put(job.id(), driver);
            ledger.running(job.id());
            Thread.ofVirtual().name("job-" + id).start(() -> drive(id, driver));
        }
    }

    private void drive(JobId id, JobDriver driver) {
        try {
            driver.drive();
        } catch (IOException full) {
            LOG.error("job_end_not_stored job={} why=\"{}\"", id, full.getMessage());
        } finally {
            ledger.job(id.toString()).ifPresent(this::over);
            synchronized (this) {
                driven.remove(id.toString());
                queue.ended(id);
                begin();
                notifyAll();
            }
        }
    }

    /** Counts a job that is over, and tells of one that did not do what was asked for. */
    private void over(JobRecord job) {
        if (!job.state().isOver()) {
            return;
        }
        tally.job(job.state());
        List<CallRecord> calls =
                job.calls().stream().flatMap(call -> ledger.call(call).stream()).toList();
        ends.accept(job, calls);
        if (job.state() != JobState.DONE) {
            facts.accept(
                    new Fact.StorageJobTroubled(
                            job.id(), job.taken().request().word(), job.state().word(), job.why()));
        }
    }

    @Override
    public synchronized Optional<JobRecord> await(String job, Duration patience) {
        long end = System.nanoTime() + patience.toNanos();
        try {
            for (long left = patience.toNanos(); left > 0; left = end - System.nanoTime()) {
                Optional<JobRecord> now = ledger.job(job);
                if (closed || now.isEmpty() || now.get().state().isOver()) {
                    return now;
                }
                wait(left / 1_000_000, (int) (left % 1_000_000));
            }
        } catch (InterruptedException told) {
            Thread.currentThread().interrupt();
        }
        return ledger.job(job);
    }

    @Override
    public synchronized JobRecord cancel(String id) throws Refusal {
        Opened room = opened();
        JobRecord job = cancellable(id);
        if (drivers.orElseThrow().cancel(id)) {
            return ledger.job(id).orElse(job);
        }
        Optional<JobId> number = JobId.parse(id);
        if (number.isPresent() && queue.withdraw(number.get())) {
            withdraw(room, job);
        } else {
            Optional.ofNullable(driven.get(id)).ifPresent(JobDriver::cancel);
        }
        return ledger.job(id).orElse(job);
    }

    private JobRecord cancellable(String id) throws Refusal {
        JobRecord job = ledger.job(id).orElseThrow(() -> unknown(id));
        if (job.state().isOver()) {
            throw new Refusal(
                    Refusal.Kind.REFUSED,
                    "job %s is over already: %s".formatted(id, job.state().word()));
        }
        if (job.taken().request() instanceof VolumeRequest.OfSchedule beside) {
            throw new Refusal(
                    Refusal.Kind.REFUSED,
                    "job %s %s; see: baton job wait %s".formatted(id, beside.course(), id));
        }
        return job;
    }

    @Override
    public synchronized Cancellation planCancel(String id) throws Refusal {
        Opened room = opened();
        JobRecord job = cancellable(id);
        JobCourse course = ledger.course(job);
        JobDriver.Asked asked =
                Optional.ofNullable(driven.get(id))
                        .map(JobDriver::asked)
                        .orElseGet(JobDriver.Asked::nothing);
        List<Planned> calls = List.of();
        if (!(job.taken().request() instanceof VolumeRequest.Driven)) {
            var operation = room.means().book().operation(job.taken().request());
            calls =
                    plans.calls(
                            plans.contract(job), course.undoing(operation, asked.steps()).steps());
        }
        return new Cancellation(job, course.running(), asked.part(), new Plan(calls, List.of()));
    }

    private void withdraw(Opened room, JobRecord job) throws Refusal {
        try {
            if (job.calls().isEmpty()) {
                room.means().book().release(job.taken().request());
            }
            room.means()
                    .journal()
                    .append(
                            new Entry.JobEnded(
                                    job.id(),
                                    JobState.CANCELLED,
                                    "cancelled by an operator before it began",
                                    List.of(),
                                    wall.millis()));
            ledger.job(job.id()).ifPresent(this::over);
            notifyAll();
        } catch (IOException full) {
            throw new Refusal(
                    Refusal.Kind.REFUSED, "the journal cannot be written: " + full.getMessage());
        }
    }

    private static Refusal unknown(String job) {
        return new Refusal(
                Refusal.Kind.NOT_FOUND,
                "no job \"%s\" is known here; see: baton job list"
                        .formatted(job.replaceAll("\\p{Cntrl}", "?")));
    }

    @Override
    public List<JobRecord> jobs() throws Refusal {
        checkOpen();
        return ledger.jobs();
    }

    @Override
    public List<CallRecord> calls() throws Refusal {
        checkOpen();
        return ledger.calls();
    }

    @Override
    public synchronized List<VolumeRecord> volumes() throws Refusal {
        return opened().means().book().all();
    }

    @Override
    public Optional<Path> log(CallRecord call) {
        return logs.file(call.begun()).filter(Files::exists);
    }

    private synchronized void checkOpen() throws Refusal {
        opened();
    }

    @Override
    public String seen(VolumeRecord volume) {
        return volume.attached().map(path -> DeviceSight.of(path).words()).orElse("nothing");
    }

    @Override
    public List<Provider> providers() {
        return providers.all();
    }

    @Override
    public boolean isSecret(String parameter) {
        return secrets.isSecret(parameter);
    }

    /** Ends the calls that run; their jobs go on when the agent starts anew. */
    @Override
    public void close() {
        Optional<Opened> room;
        synchronized (this) {
            closed = true;
            parity.close();
            news.ifPresent(StorageNews::close);
            driven.values().forEach(JobDriver::stop);
            room = opened;
            notifyAll();
        }
        room.ifPresent(each -> each.means().desk().close());
        awaitDrivers();
        try {
            if (room.isPresent()) {
                room.get().means().journal().close();
            }
        } catch (IOException unwritten) {
            LOG.warn("journal_not_closed why=\"{}\"", unwritten.getMessage());
        }
    }

    /** What takes longer dies with this process; its launcher sees to that. */
    private synchronized void awaitDrivers() {
        long end = System.nanoTime() + CLOSE_MILLIS * 1_000_000;
        try {
            for (long left = CLOSE_MILLIS; left > 0 && !driven.isEmpty(); ) {
                wait(left);
                left = (end - System.nanoTime()) / 1_000_000;
            }
        } catch (InterruptedException told) {
            Thread.currentThread().interrupt();
        }
    }
}
