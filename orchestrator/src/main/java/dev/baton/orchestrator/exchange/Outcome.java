package dev.baton.orchestrator.exchange;

/** What came of one {@link Instruction}. */
public sealed interface Outcome {

    record Done() implements Outcome {}

    /** The node tried and failed; {@code why} names the script and its status. */
    record Failed(String why) implements Outcome {}

    /**
     * Not now: the picture the order was made from has changed. Nobody is blamed; the next run
     * tries again.
     */
    record Busy(String why) implements Outcome {}

    /**
     * The right is still promised to another node; nothing failed.
     *
     * @param node the pnn the promise names; -1 when it is not known
     * @param remainingMillis how long that promise may still run
     */
    record HeldBy(int node, long remainingMillis) implements Outcome {}
}
