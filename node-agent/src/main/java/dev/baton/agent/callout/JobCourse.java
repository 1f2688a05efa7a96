package dev.baton.agent.callout;

import dev.baton.events.callout.Call;
import dev.baton.events.callout.Contract;
import dev.baton.events.callout.Outcome;
import dev.baton.events.callout.Truth;
import dev.baton.orchestrator.operation.Operation;
import dev.baton.orchestrator.operation.OperationRun;
import dev.baton.orchestrator.operation.Step;

import java.util.List;
import java.util.Optional;

/**
 * How far a job has come, as its calls in the journal tell: where a later life of the agent goes on
 * with it, and what there is to undo.
 *
 * @param calls of the job, in the order of their starts
 */
public record JobCourse(JobRecord job, List<CallRecord> calls) {

    public JobCourse {
        calls = List.copyOf(calls);
    }

    /** The latest call that was no probe and undid nothing. */
    private Optional<CallRecord> lastMain() {
        return calls.stream().filter(JobCourse::isMain).reduce((_, later) -> later);
    }

    private static boolean isMain(CallRecord call) {
        return !call.begun().probe() && call.begun().step() >= 0;
    }

    /** Whether anything was called for it that was more than asking. */
    public boolean hasBegun() {
        return lastMain().isPresent();
    }

    /** The job's run as an earlier life of the agent left it. */
    public <C extends Call, R> OperationRun<C, R> resumed(
            Operation<C> operation, Contract<C, R> contract) {
        Optional<Entry.JobTroubled> trouble = job.trouble();
        if (trouble.isPresent()) {
            String why = trouble.get().why();
            Truth<R> truth =
                    trouble.get().unknown() ? new Truth.Unknown<>(why) : new Truth.NotDone<>(why);
            return OperationRun.resumed(
                    operation, contract, trouble.get().step(), Optional.of(truth));
        }
        int doneSteps = lastMain().map(call -> call.begun().step()).orElse(0);
        return OperationRun.resumed(operation, contract, doneSteps, Optional.empty());
    }

    /**
     * How the call ended that an earlier life of the agent began for this step; empty when none
     * was, or none ran.
     *
     * @param node where it ran, for sentences
     */
    public Optional<Outcome> earlier(int step, String node) {
        return lastMain()
                .filter(call -> call.begun().step() == step)
                .map(
                        call ->
                                call.ended()
                                        .map(end -> end.asOutcome(node))
                                        .orElseGet(() -> new Outcome.Lost(node)))
                .filter(Outcome::ran);
    }

    /** The call that runs now; empty when none does. */
    public Optional<CallRecord> running() {
        return calls.stream().filter(call -> call.ended().isEmpty()).findFirst();
    }

    /**
     * What would be called to undo it if it ended now, in this order; also what undoes the call
     * that runs, in case that has happened.
     *
     * @param asked how many of its steps have begun as the one who drives it knows; of those that
     *     other nodes carry out there is no call here
     */
    public <C extends Call> Operation<C> undoing(Operation<C> operation, int asked) {
        int done =
                lastMain()
                        .map(call -> call.begun().step() + (isUndone(call, operation) ? 1 : 0))
                        .orElse(0);
        return Operation.undoing(operation.steps().subList(0, Math.max(done, asked)));
    }

    private static <C extends Call> boolean isUndone(CallRecord call, Operation<C> operation) {
        boolean mayBeDone = call.ended().map(end -> end.outcome().equals("ok")).orElse(true);
        Step<C> step = operation.steps().get(call.begun().step());
        return mayBeDone || step.weight() == Step.Weight.UNDONE_TOO;
    }
}
