package dev.baton.agent.callout;

import dev.baton.config.Pnn;
import dev.baton.events.callout.CallRun;
import dev.baton.events.callout.Outcome;
import dev.baton.events.callout.Truth;
import dev.baton.events.contract.ganeti.Attachment;
import dev.baton.events.contract.ganeti.GanetiCall;
import dev.baton.events.contract.ganeti.GanetiContract;
import dev.baton.events.contract.ganeti.Volume;
import dev.baton.orchestrator.cluster.Right;
import dev.baton.orchestrator.operation.Ending;
import dev.baton.orchestrator.operation.JobId;
import dev.baton.orchestrator.operation.Operation;
import dev.baton.orchestrator.operation.OperationRun;
import dev.baton.orchestrator.operation.OperationRun.Order;

import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Carries one job to its end, from its beginning or from where an earlier life of the agent died.
 *
 * <p>The last call that was begun is the only one whose end may be unknown; it is asked about, and
 * begun once more only if it is seen not to have happened. Thread: its own; others may cancel.
 */
final class JobDriver {

    /** What a job is carried out with. */
    record Means(
            Pnn self,
            CallDesk desk,
            ObjectRoom objects,
            OtherNodes others,
            OpenParts parts,
            Ledger ledger,
            Journal journal,
            VolumeBook book,
            InstantSource wall) {}

    private static final String CANCELLED = "cancelled by an operator";

    private final Means means;
    private final JobRecord job;
    private final GanetiContract contract;
    private final String node;
    private final PartDriver parts;
    private Tenure rights = Exclusive.none();
    private volatile boolean cancelled;
    private volatile boolean stopped;
    private volatile Asked asked = Asked.nothing();

    /**
     * What other nodes were asked for.
     *
     * @param steps how many have begun, up to the latest that is not known to have failed there
     * @param part that is under way there
     */
    record Asked(int steps, Optional<Order<GanetiCall>> part) {
        static Asked nothing() {
            return new Asked(0, Optional.empty());
        }
    }

    JobDriver(Means means, JobRecord job, GanetiContract contract, String node) {
        this.means = means;
        this.job = job;
        this.contract = contract;
        this.node = node;
        this.parts = new PartDriver(means, job, contract, () -> stopped, () -> cancelled);
    }

    /** No further call is made but those that undo. */
    void cancel() {
        cancelled = true;
        means.desk().cancel(job.id(), "an operator");
    }

    boolean isCancelled() {
        return cancelled;
    }

    Asked asked() {
        return asked;
    }

    /** Nothing more is done; the job is for a later life of the agent. */
    void stop() {
        stopped = true;
    }

    /** Blocks until the job is over. */
    void drive() throws IOException {
        Operation<GanetiCall> operation;
        try {
            operation = means.book().operation(job.taken().request());
        } catch (Refusal gone) {
            endWithoutVolume(gone.sentence());
            return;
        }
        boolean isNew = job.calls().isEmpty();
        Duration patience = isNew ? means.objects().patience() : Tenure.SETTLING;
        try (Tenure held = tenure()) {
            held.ensure(patience, this::hasGivenUp);
            rights = held;
            drive(operation);
        } catch (Refusal busy) {
            endWithoutRights(isNew, busy.sentence());
        }
    }

    private boolean hasGivenUp() {
        return stopped || (cancelled && job.calls().isEmpty());
    }

    /** A part of another node's job runs under the right of that job. */
    private Tenure tenure() {
        if (job.taken().request() instanceof VolumeRequest.Part part) {
            return new Vouched(
                    means.objects(),
                    means.others().desk(),
                    JobId.parse(part.parent()).orElseThrow().node(),
                    object(part.volume()),
                    part);
        }
        TreeSet<Right.Changing> objects = new TreeSet<>();
        job.taken().request().subjects().forEach(title -> objects.add(object(title)));
        return new Exclusive(means.objects(), objects);
    }

    private Right.Changing object(String title) {
        return Right.Changing.volume(job.taken().provider(), title);
    }

    /** Nothing was called, or what an earlier life called cannot be asked about. */
    private void endWithoutRights(boolean isNew, String why) throws IOException {
        if (stopped) {
            return;
        }
        VolumeRequest request = job.taken().request();
        if (isNew) {
            means.book().release(request);
            if (request instanceof VolumeRequest.Part part && !isAnyCallOf(part.parent())) {
                means.book().departs(part.volume());
            }
            means.journal()
                    .append(
                            ended(
                                    cancelled ? JobState.CANCELLED : JobState.FAILED,
                                    cancelled ? CANCELLED : why,
                                    List.of()));
        } else {
            failed(request, List.of(), true);
            means.journal().append(ended(JobState.UNKNOWN, why, List.of()));
        }
    }

    /** Whether another node's job has called anything here. */
    private boolean isAnyCallOf(String parent) {
        return means.ledger().jobs().stream()
                .anyMatch(
                        each ->
                                each.parent().equals(Optional.of(parent))
                                        && !each.calls().isEmpty());
    }

    private void drive(Operation<GanetiCall> operation) throws IOException {
        Optional<VolumeRecord> handed = handed();
        OperationRun<GanetiCall, Attachment> run = course().resumed(operation, contract);
        while (run.ending().isEmpty()) {
            for (Order<GanetiCall> order : run.advance()) {
                Truth<Attachment> truth =
                        order.on().equals(means.self())
                                ? truth(order)
                                : elsewhere(order, handed.orElseThrow());
                if (stopped) {
                    return;
                }
                note(order, truth, operation);
                if (cancelled) {
                    noteCancelled(order, truth);
                    run.cancel(CANCELLED);
                }
                run.ended(order.number(), truth);
            }
        }
        if (rights instanceof Vouched vouched) {
            vouched.awaitDeath(() -> stopped);
        }
        if (!stopped) {
            end(run.ending().orElseThrow());
        }
    }

    private Truth<Attachment> elsewhere(Order<GanetiCall> order, VolumeRecord volume) {
        int before = asked.steps();
        int begun = Math.max(before, order.step() + 1);
        asked = new Asked(begun, Optional.of(order));
        Truth<Attachment> truth = parts.carriedOut(order, volume, rights);
        asked = new Asked(truth instanceof Truth.NotDone ? before : begun, Optional.empty());
        return truth;
    }

    /** The volume that another node is to be told of. */
    private Optional<VolumeRecord> handed() {
        VolumeRequest request = job.taken().request();
        return request.target().flatMap(_ -> means.book().find(request.about().getFirst()));
    }

    private void endWithoutVolume(String why) throws IOException {
        VolumeRequest request = job.taken().request();
        boolean takesAway =
                request instanceof VolumeRequest.Remove
                        || request instanceof VolumeRequest.Part
                        || request.target().isPresent();
        boolean isRemoved = takesAway && !job.calls().isEmpty();
        means.journal()
                .append(
                        isRemoved
                                ? ended(JobState.DONE, "", List.of())
                                : ended(JobState.FAILED, why, List.of()));
    }

    private JobCourse course() {
        return means.ledger().course(job);
    }

    private Truth<Attachment> truth(Order<GanetiCall> order) {
        Optional<Outcome> earlier = earlier(order);
        if (earlier.isEmpty()) {
            return follow(order, new CallRun<>(contract, order.call()));
        }
        Truth<Attachment> truth =
                follow(order, CallRun.resumed(contract, order.call(), earlier.get()));
        boolean mayRunAgain =
                earlier.get().leavesUnknown()
                        && truth instanceof Truth.NotDone<Attachment>
                        && order.step() != OperationRun.UNDOING
                        && !cancelled
                        && !stopped;
        return mayRunAgain ? follow(order, new CallRun<>(contract, order.call())) : truth;
    }

    private Truth<Attachment> follow(Order<GanetiCall> order, CallRun<GanetiCall, Attachment> run) {
        Volume volume = order.call().volume();
        return means.desk()
                .follow(
                        new CallDesk.Purpose(job.id(), order.step()),
                        run,
                        CallDesk.Bond.of(rights, object(volume.title()), () -> stopped));
    }

    /** How the call ended that an earlier life of the agent began for the same step. */
    private Optional<Outcome> earlier(Order<GanetiCall> order) {
        if (order.step() == OperationRun.UNDOING) {
            return job.trouble().map(_ -> new Outcome.Lost(node));
        }
        return course().earlier(order.step(), node);
    }

    private void note(
            Order<GanetiCall> order, Truth<Attachment> truth, Operation<GanetiCall> operation)
            throws IOException {
        boolean isTrouble =
                !(truth instanceof Truth.Done<Attachment>)
                        && order.step() != OperationRun.UNDOING
                        && !operation.steps().get(order.step()).mayFail();
        if (isTrouble) {
            means.journal()
                    .append(
                            new Entry.JobTroubled(
                                    job.id(),
                                    order.step(),
                                    truth.sentence(),
                                    truth instanceof Truth.Unknown<Attachment>,
                                    means.wall().millis()));
        }
    }

    /** So that a later life of the agent undoes it, too. */
    private void noteCancelled(Order<GanetiCall> order, Truth<Attachment> truth)
            throws IOException {
        if (truth instanceof Truth.Done<Attachment> && order.step() != OperationRun.UNDOING) {
            int behind = order.step() + 1;
            means.journal()
                    .append(
                            new Entry.JobTroubled(
                                    job.id(), behind, CANCELLED, false, means.wall().millis()));
        }
    }

    private void end(Ending<Attachment> ending) throws IOException {
        VolumeRequest request = job.taken().request();
        Entry.JobEnded end =
                switch (ending) {
                    case Ending.Succeeded<Attachment> done -> {
                        means.book().succeeded(request, done);
                        yield ended(
                                done.warnings().isEmpty() ? JobState.DONE : JobState.WARNED,
                                String.join("; ", done.warnings()),
                                List.of());
                    }
                    case Ending.Failed<Attachment>(String why, List<String> undone) -> {
                        failed(request, undone, false);
                        yield ended(
                                why.equals(CANCELLED) || cancelled
                                        ? JobState.CANCELLED
                                        : JobState.FAILED,
                                why,
                                undone);
                    }
                    case Ending.Unknown<Attachment>(String why, List<String> undone) -> {
                        failed(request, undone, true);
                        yield ended(JobState.UNKNOWN, why, undone);
                    }
                };
        means.journal().append(end);
    }

    private void failed(VolumeRequest request, List<String> undone, boolean unknown)
            throws IOException {
        JobRecord now = means.ledger().job(job.id()).orElse(job);
        int step = now.trouble().map(Entry.JobTroubled::step).orElse(Integer.MAX_VALUE);
        boolean all = undone.stream().noneMatch(each -> each.startsWith("could not"));
        means.book().failed(request, step, hasDoneNothing(now, step), all, unknown);
    }

    /** Its script was not started, or said itself that it failed. */
    private boolean hasDoneNothing(JobRecord now, int step) {
        return now.calls().stream()
                .flatMap(number -> means.ledger().call(number).stream())
                .filter(call -> call.begun().step() == step && !call.begun().probe())
                .allMatch(
                        call ->
                                List.of("failed", "refused", "not_started")
                                        .contains(call.outcome()));
    }

    private Entry.JobEnded ended(JobState state, String why, List<String> notes) {
        return new Entry.JobEnded(job.id(), state, why, notes, means.wall().millis());
    }
}
