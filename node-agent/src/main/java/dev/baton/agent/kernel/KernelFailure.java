package dev.baton.agent.kernel;

/**
 * The kernel refused something without which the agent cannot look at or change it at all: a socket
 * could not be made, a dump could not be read. The caller at the edge turns it into an input or
 * stops.
 */
public final class KernelFailure extends RuntimeException {

    public KernelFailure(String message) {
        super(message);
    }

    KernelFailure(String what, long answer) {
        super(what + ": " + Errno.ofAnswer(answer));
    }

    /** Passes an answer on unless it is a negated error number. */
    static long check(String what, long answer) {
        if (answer < 0) {
            throw new KernelFailure(what, answer);
        }
        return answer;
    }
}
