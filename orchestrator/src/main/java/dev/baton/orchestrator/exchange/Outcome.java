package dev.baton.orchestrator.exchange;

import dev.baton.config.Pnn;

/** What came of one {@link Instruction}. */
public sealed interface Outcome {

    record Done() implements Outcome {}

    /** The node tried and failed; {@code why} names the script and its status. */
    record Failed(String why) implements Outcome {}

    /**
     * The right is still promised to another node; nothing failed.
     *
     * @param remainingMillis how long that promise may still run
     */
    record HeldBy(Pnn node, long remainingMillis) implements Outcome {}
}
