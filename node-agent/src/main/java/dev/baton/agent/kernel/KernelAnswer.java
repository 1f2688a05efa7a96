package dev.baton.agent.kernel;

/** How the kernel answered one request. A refusal is an outcome, never an exception. */
public sealed interface KernelAnswer {

    /** Carried out before the call returned. */
    record Done() implements KernelAnswer {}

    /** Not carried out, and why. */
    record Refused(Errno errno) implements KernelAnswer {}

    /** Sent, but no answer came within the limit: it may have been carried out. */
    record Unanswered() implements KernelAnswer {}

    /** Never sent: the caller's condition no longer held when its turn came. */
    record Withheld() implements KernelAnswer {}

    default boolean isDone() {
        return this instanceof Done;
    }

    /** From the answer of a call: zero or more is done. */
    static KernelAnswer of(long answer) {
        if (answer >= 0) {
            return new Done();
        }
        return Errno.EAGAIN.isAnswer(answer)
                ? new Unanswered()
                : new Refused(Errno.ofAnswer(answer));
    }
}
