package dev.baton.events.sequence;

import dev.baton.events.ScriptStatus;
import dev.baton.events.SequenceStatus;

/**
 * Gives the end of a script its meaning.
 *
 * <p>Source: CTDB events contract, sections 3.1 and 3.2, with its oddities: 64 is success, 66, 72
 * and 77 disable, 174 is a timeout and 189 a cancellation.
 */
public final class ExitMapping {

    /** No such file or directory. */
    public static final int ENOENT = 2;

    private static final int EINTR = 4;

    /** Input or output failed: what has no number of its own. */
    private static final int EIO = 5;

    /** Not a program: no {@code #!} and no binary format. */
    public static final int ENOEXEC = 8;

    /** No permission, or no owner execute bit. */
    public static final int EACCES = 13;

    private static final int ETIMEDOUT = 110;
    private static final int ECANCELED = 125;

    /** Exit statuses above this one mean an error number; this much is added to it. */
    private static final int ERRNO_OFFSET = 64;

    private ExitMapping() {}

    /**
     * What a script came to.
     *
     * @param code the stored number: an exit status, or a negative errno
     */
    public record Verdict(ScriptStatus status, int code) {}

    public static Verdict of(ScriptEnding ending) {
        return switch (ending) {
            case ScriptEnding.Exited exit -> exited(exit.status());
            case ScriptEnding.Signalled _ -> new Verdict(ScriptStatus.CANNOT_RUN, -EINTR);
            case ScriptEnding.Unrunnable unrunnable -> unrunnable(unrunnable.errno());
            case ScriptEnding.DeadlineReached _ -> unrunnable(ETIMEDOUT);
            case ScriptEnding.Cancelled _ -> unrunnable(ECANCELED);
        };
    }

    /** Whether the event goes on to its next script after this one. */
    public static boolean goesOn(ScriptStatus status) {
        return status == ScriptStatus.OK || status == ScriptStatus.DISABLED;
    }

    /** What a script that ended so makes of its whole event. */
    public static SequenceStatus ofEvent(ScriptStatus status) {
        return switch (status) {
            case OK, DISABLED -> SequenceStatus.OK;
            case ERROR, CANNOT_RUN -> SequenceStatus.FAILED;
            case TIMED_OUT -> SequenceStatus.TIMED_OUT;
            case CANCELLED -> SequenceStatus.CANCELLED;
        };
    }

    /** The number a caller gets for an event that ended so; 0 is success. */
    public static int codeOf(SequenceStatus status) {
        return switch (status) {
            case OK -> 0;
            case FAILED -> ENOEXEC;
            case TIMED_OUT -> ETIMEDOUT;
            case CANCELLED -> ECANCELED;
            case NOT_STARTED -> EIO;
        };
    }

    private static Verdict exited(int status) {
        if (status == 0 || status == ERRNO_OFFSET) {
            return new Verdict(ScriptStatus.OK, 0);
        }
        return status < ERRNO_OFFSET || status == 255
                ? new Verdict(ScriptStatus.ERROR, status)
                : unrunnable(status - ERRNO_OFFSET);
    }

    private static Verdict unrunnable(int errno) {
        return switch (errno) {
            case ENOENT, ENOEXEC, EACCES -> new Verdict(ScriptStatus.DISABLED, -ENOEXEC);
            case ETIMEDOUT -> new Verdict(ScriptStatus.TIMED_OUT, -ETIMEDOUT);
            case ECANCELED -> new Verdict(ScriptStatus.CANCELLED, -ECANCELED);
            default -> new Verdict(ScriptStatus.CANNOT_RUN, -errno);
        };
    }
}
