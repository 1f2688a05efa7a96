package dev.baton.agent.callout;

/**
 * What came of starting or stopping a pool.
 *
 * @param why a sentence; empty when all went well
 */
public record PoolEnd(State state, String why) {

    /** How it ended. */
    public enum State {
        /** All was called that there is, with success. */
        DONE,
        /** It has happened; a hook failed, and nothing follows from that. */
        WARNED,
        /** A hook refused the stop; nothing more was called. */
        REFUSED,
        /** This node could not get the right to the pool; nothing was called. */
        BUSY,
        /** The pool's own command failed, or a hook that is required. */
        FAILED
    }
}
