package dev.baton.orchestrator.node;

import dev.baton.orchestrator.cluster.Incarnation;
import dev.baton.orchestrator.exchange.Effect;
import dev.baton.orchestrator.exchange.PlanInput;
import dev.baton.orchestrator.exchange.RunEnding;
import dev.baton.orchestrator.exchange.RunRecord;
import dev.baton.orchestrator.takeover.TakeoverRun;

import java.util.Optional;

/**
 * Has a run stored: when it begins, so that one its leader died in can be looked at too, and again
 * when it ends.
 */
final class RecordedRun {

    private final RunRecord begun;
    private final TakeoverRun run;
    private boolean isOver;

    private RecordedRun(RunRecord begun, TakeoverRun run) {
        this.begun = begun;
        this.run = run;
    }

    static RecordedRun begin(
            Work work, Incarnation leader, String cause, PlanInput input, TakeoverRun run) {
        RunRecord record =
                new RunRecord(
                        run.id(),
                        leader,
                        work.wallMillis(),
                        cause,
                        input,
                        run.plan(),
                        Optional.empty());
        work.effect(new Effect.StoreRun(record));
        return new RecordedRun(record, run);
    }

    /** Every stage is over. */
    void finished(Work work, boolean ok) {
        end(work, ok ? RunEnding.How.DONE : RunEnding.How.FAILED);
    }

    /** Its leader leads no more; nothing becomes of a run that is over already. */
    void abandoned(Work work) {
        if (!isOver) {
            end(work, RunEnding.How.ABANDONED);
        }
    }

    private void end(Work work, RunEnding.How how) {
        isOver = true;
        RunEnding ending =
                new RunEnding(
                        how,
                        work.now().since(run.began()),
                        run.moved(),
                        run.heldBack(),
                        run.failed(),
                        run.failures(),
                        run.stages(work.now()));
        work.effect(new Effect.StoreRun(begun.ended(ending)));
    }
}
