package dev.baton.events.sequence;

/** What ended one script, before it is given a meaning by {@link ExitMapping}. */
public sealed interface ScriptEnding {

    /** It ended by itself with an exit status from 0 to 255. */
    record Exited(int status) implements ScriptEnding {
        public Exited {
            if (status < 0 || status > 255) {
                throw new IllegalArgumentException(
                        "expected an exit status from 0 to 255, got " + status);
            }
        }
    }

    /** A signal ended it; which one is not kept, as in CTDB. */
    record Signalled() implements ScriptEnding {}

    /** It could not be run; the system's error number says why. */
    record Unrunnable(int errno) implements ScriptEnding {}

    /** The event's deadline was reached while it ran or before it could begin. */
    record DeadlineReached() implements ScriptEnding {}

    /** The whole event was cancelled while it ran. */
    record Cancelled() implements ScriptEnding {}
}
