package dev.baton.agent.opennebula;

import dev.baton.agent.callout.DriverRequest;
import dev.baton.agent.callout.DriverTools;
import dev.baton.agent.callout.FrontEndRight;
import dev.baton.agent.callout.JobCourse;
import dev.baton.agent.callout.JobRecord;
import dev.baton.agent.callout.JobState;
import dev.baton.agent.callout.Refusal;
import dev.baton.config.Pnn;
import dev.baton.events.callout.CallRun;
import dev.baton.events.callout.Outcome;
import dev.baton.events.callout.Truth;
import dev.baton.events.contract.opennebula.DriverCall;
import dev.baton.events.contract.opennebula.DriverResult;
import dev.baton.events.contract.opennebula.DriversContract;
import dev.baton.events.contract.opennebula.PresenceCall;
import dev.baton.events.contract.opennebula.TransferCall;
import dev.baton.orchestrator.lifecycle.Change;
import dev.baton.orchestrator.lifecycle.DiskPlan;
import dev.baton.orchestrator.lifecycle.DiskPlanner;
import dev.baton.orchestrator.lifecycle.Machine;
import dev.baton.orchestrator.lifecycle.PlannedCall;
import dev.baton.orchestrator.operation.Ending;
import dev.baton.orchestrator.operation.Operation;
import dev.baton.orchestrator.operation.OperationRun;
import dev.baton.orchestrator.operation.OperationRun.Order;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * Carries one job of drivers to its end, from its beginning or from where an earlier life of the
 * agent died; under the right of the front-end, and ended with it.
 *
 * <p>The last call that was begun is the only one whose end may be unknown; it is asked about, and
 * begun once more only if it is seen not to have happened. Thread: its own; others may cancel.
 */
final class DriverJob {

    /** How long a job that an earlier life of the agent has begun waits for its right. */
    static final Duration SETTLING = Duration.ofMinutes(10);

    /** A copy that takes longer is told of; nobody is hurried. */
    static final Duration ALARM = Duration.ofHours(1);

    private static final Logger LOG = LoggerFactory.getLogger("baton.storage");
    private static final String CANCELLED = "cancelled by an operator";
    private static final String LOST = "this node is not the front-end any more";

    /** What a job is carried out with. */
    record Means(Pnn self, DriverTools tools, FrontEnd frontEnd, ImageWork images) {}

    private final Means means;
    private final JobRecord job;
    private final DriverRequest request;
    private volatile boolean cancelled;
    private volatile boolean stopped;

    DriverJob(Means means, JobRecord job, DriverRequest request) {
        this.means = means;
        this.job = job;
        this.request = request;
    }

    String id() {
        return job.id();
    }

    /** No further call is made but those that undo. */
    void cancel() {
        cancelled = true;
        means.tools().end(job.id(), "an operator");
    }

    /** Nothing more is done; the job is for a later life of the agent. */
    void stop() {
        stopped = true;
        means.tools().end(job.id(), "the end of its agent");
    }

    /** Blocks until the job is over. */
    void drive() throws IOException {
        Duration patience = course().hasBegun() ? SETTLING : means.tools().patience();
        try (FrontEndRight held =
                means.tools().claim(request.home(), images(), patience, this::hasGivenUp)) {
            Operation<DriverCall> operation = operation();
            DriversContract contract = means.frontEnd().contract(operation);
            if (!stopped) {
                checkFree(contract, held);
                follow(operation, contract, held);
            }
        } catch (Refusal refusal) {
            if (!stopped) {
                refused(refusal.sentence());
            }
        }
    }

    private boolean hasGivenUp() {
        return stopped || (cancelled && !course().hasBegun());
    }

    /** What it changes: the images of its request, and those its disks are saved to. */
    private NavigableSet<Long> images() throws IOException {
        NavigableSet<Long> all = request.images();
        if (request instanceof DriverRequest.OfDisks) {
            for (PlannedCall planned : disks().calls()) {
                if (planned.call() instanceof TransferCall.Save save) {
                    means.images().at(save.source()).ifPresent(all::add);
                }
            }
        }
        return all;
    }

    private Operation<DriverCall> operation() throws Refusal, IOException {
        return switch (request) {
            case DriverRequest.OfImage image -> means.images().operation(image);
            case DriverRequest.OfSnapshot snapshot -> means.images().operation(snapshot);
            case DriverRequest.OfDisks _ -> disks().operation(means.self());
        };
    }

    private DiskPlan disks() {
        if (!(request instanceof DriverRequest.OfDisks(var machine, var change))) {
            throw new IllegalStateException("expected disks, got " + request);
        }
        return new DiskPlanner(machine, means.frontEnd().name()).plan(change);
    }

    /**
     * A machine whose directory is there already is another one's or a running one: nothing of it
     * is made anew, because undoing that would delete what was there.
     */
    private void checkFree(DriversContract contract, FrontEndRight held) throws Refusal {
        if (request instanceof DriverRequest.OfDisks(Machine _, Change change)) {
            means.images().checkWritable(change);
        }
        boolean isFresh = job.calls().isEmpty() && job.trouble().isEmpty();
        if (!isFresh
                || !(request instanceof DriverRequest.OfDisks(var machine, Change.Create create))) {
            return;
        }
        var place = machine.on(create.host());
        boolean there =
                place.host().equals(means.frontEnd().name())
                        ? Files.exists(Path.of(place.path()))
                        : asked(contract, new PresenceCall(machine.byHome(), place), held);
        if (there) {
            throw new Refusal(
                    Refusal.Kind.REFUSED,
                    "%s is there already, so nothing was made; end that machine first: baton disk shutdown"
                                    .formatted(place)
                            + " or baton disk delete");
        }
    }

    private boolean asked(DriversContract contract, PresenceCall look, FrontEndRight held)
            throws Refusal {
        Truth<DriverResult> truth =
                means.tools()
                        .follow(
                                job.id(),
                                OperationRun.UNDOING,
                                new CallRun<>(contract, look),
                                held,
                                () -> stopped);
        if (truth
                instanceof Truth.Done<DriverResult>(DriverResult.Presence(boolean there), var _)) {
            return there;
        }
        throw new Refusal(Refusal.Kind.REFUSED, "nothing was made: " + truth.sentence());
    }

    /** With the right all ends: who is the front-end now may be at work on the same. */
    private void follow(
            Operation<DriverCall> operation, DriversContract contract, FrontEndRight held)
            throws IOException {
        OperationRun<DriverCall, DriverResult> run = course().resumed(operation, contract);
        boolean lost = held.isOver();
        while (run.ending().isEmpty()) {
            for (Order<DriverCall> order : run.advance()) {
                Truth<DriverResult> truth =
                        lost ? new Truth.NotDone<>(LOST) : truth(contract, order, held);
                if (stopped) {
                    return;
                }
                lost |= held.isOver();
                note(order, truth);
                if (cancelled || lost) {
                    String why = lost ? LOST : CANCELLED;
                    noteCancelled(order, truth, why);
                    run.cancel(why);
                }
                run.ended(order.number(), truth);
            }
        }
        end(run.ending().orElseThrow());
    }

    private JobCourse course() {
        return means.tools().course(job);
    }

    private Truth<DriverResult> truth(
            DriversContract contract, Order<DriverCall> order, FrontEndRight held) {
        CompletableFuture<Void> alarm = alarm(order.call());
        try {
            Optional<Outcome> earlier = earlier(order);
            if (earlier.isEmpty()) {
                return follow(order, new CallRun<>(contract, order.call()), held);
            }
            Truth<DriverResult> truth =
                    follow(order, CallRun.resumed(contract, order.call(), earlier.get()), held);
            boolean mayRunAgain =
                    earlier.get().leavesUnknown()
                            && truth instanceof Truth.NotDone<DriverResult>
                            && order.step() != OperationRun.UNDOING
                            && !cancelled
                            && !stopped;
            return mayRunAgain ? follow(order, new CallRun<>(contract, order.call()), held) : truth;
        } finally {
            alarm.cancel(false);
        }
    }

    /** Contract: section 4.8, what copies an image has no limit but an alarm. */
    private CompletableFuture<Void> alarm(DriverCall call) {
        return CompletableFuture.runAsync(
                () ->
                        LOG.warn(
                                "call_takes_long job={} driver={} action={} subject={} since_s={}",
                                job.id(),
                                call.provider(),
                                call.action(),
                                call.subject(),
                                ALARM.toSeconds()),
                CompletableFuture.delayedExecutor(ALARM.toSeconds(), TimeUnit.SECONDS));
    }

    private Truth<DriverResult> follow(
            Order<DriverCall> order, CallRun<DriverCall, DriverResult> run, FrontEndRight held) {
        return means.tools().follow(job.id(), order.step(), run, held, () -> stopped);
    }

    /** How the call ended that an earlier life of the agent began for the same step. */
    private Optional<Outcome> earlier(Order<DriverCall> order) {
        return order.step() == OperationRun.UNDOING
                ? Optional.empty()
                : course().earlier(order.step(), "this node");
    }

    private void note(Order<DriverCall> order, Truth<DriverResult> truth) throws IOException {
        if (!(truth instanceof Truth.Done<DriverResult>) && order.step() != OperationRun.UNDOING) {
            means.tools().troubled(job.id(), order.step(), truth);
        }
    }

    /** So that a later life of the agent undoes it, too. */
    private void noteCancelled(Order<DriverCall> order, Truth<DriverResult> truth, String why)
            throws IOException {
        if (truth instanceof Truth.Done<DriverResult> && order.step() != OperationRun.UNDOING) {
            means.tools().troubled(job.id(), order.step() + 1, why, false);
        }
    }

    private void end(Ending<DriverResult> ending) throws IOException {
        switch (ending) {
            case Ending.Succeeded<DriverResult>(var results, var warnings) -> {
                if (request instanceof DriverRequest.OfImage image) {
                    means.images().succeeded(image, results.getFirst());
                }
                means.tools()
                        .end(
                                job.id(),
                                warnings.isEmpty() ? JobState.DONE : JobState.WARNED,
                                String.join("; ", warnings),
                                List.of());
            }
            case Ending.Failed<DriverResult>(String why, var undone) -> {
                failed(false);
                JobState state = cancelled ? JobState.CANCELLED : JobState.FAILED;
                means.tools().end(job.id(), state, why, notes(undone));
            }
            case Ending.Unknown<DriverResult>(String why, var undone) -> {
                failed(true);
                means.tools().end(job.id(), JobState.UNKNOWN, why, notes(undone));
            }
        }
    }

    private void failed(boolean unknown) throws IOException {
        if (request instanceof DriverRequest.OfImage image) {
            means.images().failed(image, unknown);
        }
    }

    /** What was undone, then what is left and what was not begun. */
    private List<String> notes(List<String> undone) {
        List<String> notes = new ArrayList<>(undone);
        Optional<Integer> step =
                means.tools().job(job.id()).flatMap(JobRecord::trouble).map(it -> it.step());
        if (step.isPresent() && request instanceof DriverRequest.OfDisks) {
            DiskPlan plan = disks();
            if (step.get() < plan.calls().size()) {
                notes.addAll(plan.after(step.get()).left());
            }
            if (undone.stream().anyMatch(each -> each.startsWith("could not"))) {
                notes.add("look at what is left, then clear it away with: baton disk delete");
            }
        }
        return notes;
    }

    /** Before any call nothing has happened; behind one its end is unknown. */
    private void refused(String why) throws IOException {
        boolean isUnknown = course().hasBegun();
        failed(isUnknown);
        means.tools().end(job.id(), isUnknown ? JobState.UNKNOWN : JobState.FAILED, why, List.of());
    }
}
