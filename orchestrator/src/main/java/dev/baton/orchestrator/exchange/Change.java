package dev.baton.orchestrator.exchange;

import dev.baton.orchestrator.cluster.Right;

/**
 * One numbered entry of a holder's list of rights. A voter applies entries in order and each only
 * once.
 */
public sealed interface Change {

    /** Its place in the holder's list; grows by at least one per entry. */
    long change();

    Right right();

    /** The number proposed for the right, or held. */
    long number();

    /**
     * Asks for a right, or claims one that is held.
     *
     * @param running whether the holder's lease on it ran at the moment of sending
     */
    record Ask(long change, Right right, long number, boolean running) implements Change {}

    /** Ends every request for the right up to {@code number}. */
    record GiveBack(long change, Right right, long number) implements Change {}
}
