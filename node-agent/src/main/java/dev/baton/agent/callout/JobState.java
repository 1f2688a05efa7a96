package dev.baton.agent.callout;

import java.util.Locale;

/** Where a job is. */
public enum JobState {
    /** Others have to end first. */
    WAITING,
    /** Its calls are made. */
    RUNNING,
    /** What was asked for has happened. */
    DONE,
    /** It has happened, and something is not as it should be. */
    WARNED,
    /** It has not; what had been done was undone as far as that could be. */
    FAILED,
    /** Nobody can tell. */
    UNKNOWN,
    /** An operator has ended it. */
    CANCELLED;

    /** Whether nothing more will happen. */
    public boolean isOver() {
        return this != WAITING && this != RUNNING;
    }

    /** For lists and JSON. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
