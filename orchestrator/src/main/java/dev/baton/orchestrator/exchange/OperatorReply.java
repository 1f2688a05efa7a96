package dev.baton.orchestrator.exchange;

import dev.baton.orchestrator.cluster.Right;

/** What an operator's command came to. */
public sealed interface OperatorReply {

    record Done(String text) implements OperatorReply {}

    /** Accepted, and nothing done about it: a setting says so. */
    record Ignored(String why) implements OperatorReply {}

    /**
     * A section is held.
     *
     * @param number its fencing number
     */
    record Entered(String name, long number) implements OperatorReply {}

    /**
     * A storage object may be changed by this node.
     *
     * @param number its fencing number
     */
    record Obtained(Right.Changing object, long number) implements OperatorReply {}

    /** A tool has been called; what it printed. */
    record Printed(int exitCode, String stdout, String stderr) implements OperatorReply {}

    /** A precondition does not hold; nothing was changed. */
    record Refused(String why) implements OperatorReply {}

    record NotFound(String why) implements OperatorReply {}

    /** It took too long; the work may go on. */
    record TimedOut(String why) implements OperatorReply {}

    /** It was tried and failed, or only a part was done. */
    record Failed(String why) implements OperatorReply {}
}
