package dev.baton.agent.opennebula;

import dev.baton.agent.callout.Refusal;

import java.time.Duration;

/**
 * The right to be a datastore's front-end: of all nodes one has it at a time, so that an image is
 * worked on by one node only.
 *
 * <p>The seam between jobs of drivers and the rights of the cluster. Source: storage call-outs
 * contract, sections 4.2 and 6.
 */
interface FrontEndRole {

    /** The right, held by one job; several jobs of one node hold it together. */
    interface Held extends AutoCloseable {

        /** The fencing number: it grows with every node that has the right anew. */
        long number();

        @Override
        void close();
    }

    /**
     * Takes the right; blocks until then.
     *
     * @param lost is run once, on any thread, when the right ends before it is given back
     * @throws Refusal when it cannot be had within this time
     */
    Held enter(long datastore, Duration patience, Runnable lost) throws Refusal;

    /** Whether a job of this node has it now. */
    boolean holds(long datastore);
}
