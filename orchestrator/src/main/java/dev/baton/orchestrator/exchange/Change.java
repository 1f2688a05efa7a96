package dev.baton.orchestrator.exchange;

import dev.baton.orchestrator.cluster.Right;

import java.util.List;

/**
 * One numbered entry of a holder's list of rights. A voter applies entries in order and each only
 * once.
 */
public sealed interface Change {

    /** Its place in the holder's list; grows by at least one per entry. */
    long change();

    /** An entry about one right. */
    sealed interface OfRight extends Change {

        Right right();

        /** The number proposed for the right, or held. */
        long number();
    }

    /**
     * Asks for a right, or claims one that is held.
     *
     * @param running whether the holder's lease on it ran at the moment of sending
     */
    record Ask(long change, Right right, long number, boolean running) implements OfRight {}

    /** Ends every request for the right up to {@code number}. */
    record GiveBack(long change, Right right, long number) implements OfRight {}

    /**
     * Ends every request for a storage object but these, in place of many entries that give one
     * back each: there are more objects than a list should name.
     */
    record Settled(long change, List<Right.Changing> kept) implements Change {
        public Settled {
            kept = List.copyOf(kept);
        }
    }
}
