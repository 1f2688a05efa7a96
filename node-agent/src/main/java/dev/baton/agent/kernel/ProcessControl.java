package dev.baton.agent.kernel;

import java.util.List;

/** Signals and process attributes the JDK does not offer. */
public final class ProcessControl {

    /** SIGTERM, asm-generic/signal.h. */
    public static final int SIGTERM = 15;

    /** SIGKILL, asm-generic/signal.h. */
    public static final int SIGKILL = 9;

    private static final int PR_SET_CHILD_SUBREAPER = 36; // linux/prctl.h

    private static final int FIRST_AFTER_STANDARD_ERROR = 3;

    private ProcessControl() {}

    /**
     * Sends a signal. A negative process is the process group of that number, 0 as signal only asks
     * whether it exists; 0 and -1 as process, which mean oneself's group and everyone, are refused
     * here.
     */
    public static KernelAnswer kill(int process, int signal) {
        if (process == 0 || process == -1) {
            throw new IllegalArgumentException("expected a process or group, got " + process);
        }
        return KernelAnswer.of(ProcessCalls.kill(process, signal));
    }

    /** Orphans among this process's descendants become its children from now on. */
    public static KernelAnswer becomeSubreaper() {
        return KernelAnswer.of(ProcessCalls.control(PR_SET_CHILD_SUBREAPER, 1));
    }

    /**
     * This process becomes that program, with the standard streams only; all its threads end. Comes
     * back only when that fails, with the reason.
     *
     * @param words the program's path, then its arguments
     */
    public static KernelAnswer become(List<String> words) {
        long closed = ProcessCalls.closeOnExecFrom(FIRST_AFTER_STANDARD_ERROR);
        return KernelAnswer.of(closed < 0 ? closed : ProcessCalls.execute(words));
    }

    /** The real user; 0 is root. */
    public static long userId() {
        return ProcessCalls.userId();
    }
}
