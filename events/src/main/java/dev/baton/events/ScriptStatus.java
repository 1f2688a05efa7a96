package dev.baton.events;

/** How one script ended. Source: CTDB events contract, section 3.1. */
public enum ScriptStatus {
    /** Exit 0 (or 64, as CTDB has it). */
    OK,
    /** Not executable, vanished, or without a usable interpreter; the sequence goes on. */
    DISABLED,
    /** A failing exit status of the script itself. */
    ERROR,
    /** The system could not run it, or a signal ended it. */
    CANNOT_RUN,
    /** The event's deadline was reached while it ran. */
    TIMED_OUT,
    /** The whole sequence was cancelled while it ran. */
    CANCELLED
}
