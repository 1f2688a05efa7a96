package dev.baton.agent.opennebula;

import dev.baton.agent.callout.DriverRequest;
import dev.baton.agent.callout.DriverTools;
import dev.baton.agent.callout.JobRecord;
import dev.baton.agent.callout.Refusal;
import dev.baton.agent.callout.StorageRoom;
import dev.baton.config.ClusterSettings;
import dev.baton.config.DatastoreOptions;
import dev.baton.config.Pnn;
import dev.baton.events.callout.Secrets;
import dev.baton.events.callout.Truth;
import dev.baton.events.contract.opennebula.DriverCall;
import dev.baton.events.contract.opennebula.DriverResult;
import dev.baton.events.process.ScriptTrust;
import dev.baton.orchestrator.lifecycle.Change;
import dev.baton.orchestrator.lifecycle.DiskPlanner;
import dev.baton.orchestrator.lifecycle.Machine;
import dev.baton.orchestrator.operation.JobQueue;
import dev.baton.orchestrator.operation.Operation;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;

/**
 * Jobs of OpenNebula's drivers on this node: takes them, carries them out in their order, goes on
 * with those an earlier life left.
 *
 * <p>Of an image or a machine one job runs at a time, of a datastore as many as its settings say,
 * and only while this node has the right to be its front-end, and to the image. Thread: any; each
 * job runs on a thread of its own. Bounds: those of {@link JobQueue}. Source: storage call-outs
 * contract, 4.2 and 4.8.
 */
public final class DriverRoom implements DriverAccess, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger("baton.storage");

    private final ClusterSettings settings;
    private final StorageRoom storage;
    private final FrontEnd frontEnd;
    private final ImageBook book;
    private final ImageWork images;
    private final Questions questions;
    private final StoreQuestions stores;
    private final DriverJobs jobs;

    /** Nothing runs before {@link #start}. */
    public DriverRoom(
            ClusterSettings settings, StorageRoom storage, ScriptTrust trust, InstantSource wall) {
        Pnn self = settings.pnn();
        this.settings = settings;
        this.storage = storage;
        frontEnd =
                new FrontEnd(settings, trust, new Secrets(settings.storage().secretParameters()));
        book = new ImageBook(records(), self.toString());
        images = new ImageWork(self, frontEnd, book, wall);
        questions = new Questions(frontEnd, storage::drivers);
        stores = new StoreQuestions(settings, frontEnd, images, book, questions);
        jobs =
                new DriverJobs(
                        storage::drivers,
                        tools -> new DriverJob.Means(self, tools, frontEnd, images),
                        frontEnd::atOnce);
    }

    private Path records() {
        return settings.storage()
                .drivers()
                .imageRecords()
                .orElseGet(() -> settings.layout().storage().resolve("images"));
    }

    /** Goes on with what an earlier life left; storage is open or will never be. */
    public synchronized void start() {
        Optional<DriverTools> tools = storage.drivers();
        if (tools.isEmpty()) {
            return;
        }
        List<JobRecord> unfinished = tools.get().unfinished();
        unfinished.forEach(jobs::queue);
        try {
            tidy(unfinished);
        } catch (IOException unreadable) {
            LOG.error("image_records_not_read why=\"{}\"", unreadable.getMessage());
        }
        jobs.begin();
    }

    /** Names that were taken for a job that was never accepted, because the agent died. */
    private void tidy(List<JobRecord> unfinished) throws IOException {
        TreeSet<Long> wanted = new TreeSet<>();
        for (JobRecord job : unfinished) {
            if (DriverJobs.request(job) instanceof DriverRequest.OfImage image) {
                wanted.add(image.image());
            }
        }
        for (ImageRecord each : book.all()) {
            boolean isOurs = each.node() == settings.pnn().value();
            if (isOurs
                    && each.state() == ImageState.CREATING
                    && !wanted.contains(each.image().id())) {
                book.remove(each.image().id());
            }
        }
    }

    /**
     * How this node does as the front-end of a datastore.
     *
     * @param held whether it is now
     * @param allowed whether the settings allow it
     * @param why it cannot be; empty where it can
     */
    record Standing(boolean held, boolean allowed, String why) {}

    Standing standing(long datastore) {
        boolean held = storage.drivers().filter(tools -> tools.isFrontEnd(datastore)).isPresent();
        boolean allowed = frontEnd.mayServe(datastore);
        String why =
                storage.drivers().isEmpty()
                        ? storage.problem()
                        : allowed
                                ? frontEnd.unusable(datastore).orElse("")
                                : "the settings name other nodes";
        return new Standing(held, allowed, why);
    }

    /** The datastore of an image; empty where it is not written down. */
    OptionalLong home(String image) throws Refusal {
        try {
            return OptionalLong.of(book.known(image).datastore());
        } catch (Refusal refusal) {
            if (refusal.kind() == Refusal.Kind.NOT_FOUND) {
                return OptionalLong.empty();
            }
            throw refusal;
        } catch (IOException unreadable) {
            throw unreadable(unreadable);
        }
    }

    /** Whether all nodes see the same records. */
    boolean sharesRecords() {
        return settings.storage().drivers().imageRecords().isPresent();
    }

    /** The nodes that may be a datastore's front-end, as the settings name them; empty for all. */
    List<String> nodes(long datastore) {
        return frontEnd.nodes(datastore);
    }

    private DriverTools open() throws Refusal {
        return storage.drivers()
                .orElseThrow(() -> new Refusal(Refusal.Kind.REFUSED, storage.problem()));
    }

    @Override
    public List<Line> datastores() throws Refusal {
        List<Line> lines = new ArrayList<>();
        List<ImageRecord> all = written();
        for (DatastoreOptions each : frontEnd.datastores()) {
            lines.add(
                    new Line(
                            each,
                            frontEnd.directory(each).map(Path::toString).orElse(""),
                            frontEnd.drivers(each),
                            (int) all.stream().filter(it -> it.datastore() == each.id()).count()));
        }
        return lines;
    }

    @Override
    public long datastore(String word) throws Refusal {
        return frontEnd.datastore(word).id();
    }

    /** As this node has them. */
    private List<ImageRecord> written() throws Refusal {
        try {
            return book.all();
        } catch (IOException unreadable) {
            throw unreadable(unreadable);
        }
    }

    /** Those that this node knows of. */
    @Override
    public Written images() throws Refusal {
        return new Written(written().stream().map(ImageRecord::shown).toList(), "");
    }

    @Override
    public ImageRecord image(String word) throws Refusal {
        try {
            return book.known(word).shown();
        } catch (IOException unreadable) {
            throw unreadable(unreadable);
        }
    }

    static Refusal unreadable(IOException why) {
        return new Refusal(
                Refusal.Kind.REFUSED, "the records of images cannot be used: " + why.getMessage());
    }

    @Override
    public Optional<Truth<DriverResult>> ask(StoreQuestion question, Duration patience)
            throws Refusal {
        return Questions.await(begin(question), patience);
    }

    /** The same for who asks again what has come of it. */
    CompletableFuture<Truth<DriverResult>> begin(StoreQuestion question) throws Refusal {
        return stores.begin(question);
    }

    @Override
    public DriverPlan plan(StoreQuestion question) throws Refusal {
        return stores.plan(question);
    }

    @Override
    public Orphans orphans(String datastore) throws Refusal {
        return stores.orphans(datastore, written());
    }

    @Override
    public DriverPlan plan(ImageOrder order) throws Refusal {
        try {
            ImageWork.Prepared prepared = images.prepare(order);
            frontEnd.checkMayServe(prepared.record().datastore());
            return frontEnd.plan(
                    prepared.request().word() + " " + prepared.record().title(),
                    images.operation(prepared.action(), prepared.record()));
        } catch (IOException unreadable) {
            throw unreadable(unreadable);
        }
    }

    @Override
    public synchronized JobRecord submit(ImageOrder order) throws Refusal {
        DriverTools tools = open();
        jobs.checkRoom();
        plan(order);
        try {
            ImageWork.Prepared prepared = images.reserve(order);
            try {
                return jobs.take(tools, prepared.request());
            } catch (IOException full) {
                if (prepared.isNew()) {
                    book.remove(prepared.record().image().id());
                }
                throw full;
            }
        } catch (IOException full) {
            throw new Refusal(
                    Refusal.Kind.REFUSED,
                    "journal or records cannot be written, so nothing is begun: "
                            + full.getMessage());
        }
    }

    @Override
    public DriverPlan planUndoing(JobRecord job) throws Refusal {
        try {
            Operation<DriverCall> operation =
                    switch (DriverJobs.request(job)) {
                        case DriverRequest.OfImage image -> images.operation(image);
                        case DriverRequest.OfSnapshot snapshot -> images.operation(snapshot);
                        case DriverRequest.OfDisks(Machine machine, Change change) ->
                                operation(machine, change);
                    };
            return frontEnd.plan(
                    "undoing job " + job.id(), open().course(job).undoing(operation, 0));
        } catch (IOException unreadable) {
            throw unreadable(unreadable);
        }
    }

    private Operation<DriverCall> operation(Machine machine, Change change) {
        return new DiskPlanner(machine, frontEnd.name()).plan(change).operation(settings.pnn());
    }

    @Override
    public ImageRecord forget(String word) throws Refusal {
        open();
        try {
            ImageRecord record = book.known(word);
            if (record.state() == ImageState.CREATING) {
                throw new Refusal(
                        Refusal.Kind.REFUSED,
                        "image %s is being made; see: baton job list --open"
                                .formatted(record.title()));
            }
            book.remove(record.image().id());
            return record;
        } catch (IOException unreadable) {
            throw unreadable(unreadable);
        }
    }

    @Override
    public DriverPlan plan(Machine machine, Change change) throws Refusal {
        frontEnd.checkMayServe(machine.home().datastore());
        DiskPlanner planner = new DiskPlanner(machine, frontEnd.name());
        Optional<String> objection = planner.objection(change);
        if (objection.isPresent()) {
            throw new Refusal(Refusal.Kind.NOT_FOUND, objection.get());
        }
        images.checkWritable(change);
        DriverRequest request = new DriverRequest.OfDisks(machine, change);
        return frontEnd.plan(
                "%s of %s".formatted(request.word(), request.about()), operation(machine, change));
    }

    @Override
    public synchronized JobRecord submit(Machine machine, Change change) throws Refusal {
        DriverTools tools = open();
        jobs.checkRoom();
        plan(machine, change);
        try {
            return jobs.take(tools, new DriverRequest.OfDisks(machine, change));
        } catch (IOException full) {
            throw new Refusal(
                    Refusal.Kind.REFUSED,
                    "the journal cannot be written, so nothing is begun: " + full.getMessage());
        }
    }

    /** Ends the calls that run; their jobs go on when the agent starts anew. */
    @Override
    public void close() {
        questions.close();
        jobs.close();
    }
}
