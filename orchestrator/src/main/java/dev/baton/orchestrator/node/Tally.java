package dev.baton.orchestrator.node;

/**
 * Counts changes of this node's public addresses, so that what is made from all of them is made
 * anew only after one. Core thread only.
 */
final class Tally {

    private long changes = 1;
    private long moves = 1;
    private long schedules = 1;

    /** Something a report tells of an address may be different now. */
    void changed() {
        changes++;
    }

    /** An address is on another interface now, or on none. */
    void moved() {
        moves++;
        changes++;
    }

    /** Something of an address is due sooner now, or later. */
    void rescheduled() {
        schedules++;
    }

    long schedules() {
        return schedules;
    }

    long changes() {
        return changes;
    }

    long moves() {
        return moves;
    }
}
