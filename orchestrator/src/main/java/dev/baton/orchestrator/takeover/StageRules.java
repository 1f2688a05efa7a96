package dev.baton.orchestrator.takeover;

import dev.baton.orchestrator.cluster.Moment;
import dev.baton.orchestrator.stage.Barrier;

/**
 * The rules of the stages of a takeover run, one small decision each, so that each can be broken on
 * purpose.
 *
 * <p>Production uses {@link #KEPT}. The simulator overrides one method at a time and must find the
 * harm that follows. Source: CTDB events contract, sections 12.3, 13 (step 8) and 16 (5, 6).
 */
public class StageRules implements Barrier {

    /** The rules as they are. */
    public static final StageRules KEPT = new StageRules();

    protected StageRules() {}

    /** Section 13: a leader carries out one run at a time. */
    public boolean mayBegin(boolean isRunning) {
        return !isRunning;
    }

    /** Section 13, step 8: a stage begins when all answers of the one before are there. */
    @Override
    public boolean mayGoOn(boolean isAnswerMissing) {
        return !isAnswerMissing;
    }

    /** An answer counts for the stage it was given to, however late it comes. */
    @Override
    public boolean isOfThisStage(int answered, int stage) {
        return answered == stage;
    }

    /** What has not answered by now has failed, so that no run waits for ever. */
    public boolean isOver(Moment now, Moment deadline) {
        return !now.isBefore(deadline);
    }

    /** An address that a node could not release is given to nobody in this run. */
    public boolean mayTake(boolean isReleaseUndone) {
        return !isReleaseUndone;
    }

    /** Section 13, step 8: who has not made ready for new places of addresses takes none. */
    public boolean mayServe(boolean hasNotMadeReady) {
        return !hasNotMadeReady;
    }

    /** Section 12.3: no {@code recovered} without {@code startrecovery}. */
    public boolean mayRecover(boolean hasNotStarted) {
        return !hasNotStarted;
    }

    /** Section 13, step 8: what an earlier life of a node has made ready, a later one has not. */
    public boolean isInTheRun(boolean isLaterLife) {
        return !isLaterLife;
    }

    /** Section 16 (5): what one node fails is no reason to leave out another. */
    public boolean goesOnAfterFailures() {
        return true;
    }

    /** Section 16 (5): {@code ipreallocated} always runs, also when there is no time left. */
    public boolean isSent(boolean isLate, boolean isLast) {
        return !isLate || isLast;
    }

    /** Section 16 (5): what failed is tried again. */
    public boolean repeatsFailures() {
        return true;
    }

    /** Section 16 (6): a node that failed earns a credit, one that was not reached does not. */
    public boolean blamesTheUnreached() {
        return false;
    }
}
