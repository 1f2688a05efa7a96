package dev.baton.events;

/** How a whole sequence ended. Source: CTDB events contract, section 3.2. */
public enum SequenceStatus {
    OK,
    FAILED,
    TIMED_OUT,
    /** A monitor that had to yield, or an event ended on request; changes nothing. */
    CANCELLED,
    /**
     * The sequence could not begin at all, such as a missing directory or a process that cannot be
     * spawned.
     */
    NOT_STARTED
}
