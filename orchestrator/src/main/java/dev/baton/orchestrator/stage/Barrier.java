package dev.baton.orchestrator.stage;

/**
 * When a stage is over, and which answers count for it; so small that each can be broken on
 * purpose.
 */
public interface Barrier {

    /** The rules as they are. */
    Barrier KEPT = new Barrier() {};

    /** A stage begins when all of the one before is answered or given up. */
    default boolean mayGoOn(boolean isAnswerMissing) {
        return !isAnswerMissing;
    }

    /** An answer counts for the stage it was given to, however late it comes. */
    default boolean isOfThisStage(int answered, int stage) {
        return answered == stage;
    }
}
