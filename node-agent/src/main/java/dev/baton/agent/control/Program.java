package dev.baton.agent.control;

import dev.baton.agent.control.Commands.Answer;
import dev.baton.agent.control.Commands.Invocation;

/**
 * A program the socket answers for under its own name. Thread: any; may block for a bounded time.
 */
@FunctionalInterface
public interface Program {

    /** Carries out one call; every failure is an answer. */
    Answer run(Invocation invocation);

    /** Runs what is called most, so that the first call is as fast as the others. */
    default void warmUp() {}
}
