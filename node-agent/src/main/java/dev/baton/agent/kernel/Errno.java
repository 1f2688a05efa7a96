package dev.baton.agent.kernel;

/**
 * An error number of the kernel.
 *
 * <p>Source: asm-generic/errno-base.h and asm-generic/errno.h, alike on x86_64 and aarch64.
 */
public record Errno(int number) {

    public static final Errno EPERM = new Errno(1);
    public static final Errno ENOENT = new Errno(2);
    public static final Errno ESRCH = new Errno(3);
    public static final Errno EINTR = new Errno(4);
    public static final Errno EAGAIN = new Errno(11);
    public static final Errno EACCES = new Errno(13);
    public static final Errno EEXIST = new Errno(17);
    public static final Errno ENODEV = new Errno(19);
    public static final Errno EOPNOTSUPP = new Errno(95);
    public static final Errno EADDRNOTAVAIL = new Errno(99);
    public static final Errno ENETDOWN = new Errno(100);
    public static final Errno ENOBUFS = new Errno(105);

    public Errno {
        if (number <= 0 || number > 4095) {
            throw new IllegalArgumentException(
                    "expected an error number from 1 to 4095, got " + number);
        }
    }

    /** From the answer of a call that failed. */
    static Errno ofAnswer(long answer) {
        return new Errno(Math.toIntExact(-answer));
    }

    /** As a call answers it. */
    long answer() {
        return -number;
    }

    boolean isAnswer(long answer) {
        return answer == -number;
    }

    /** What it means, in words where it is one the agent meets, then the number. */
    @Override
    public String toString() {
        return switch (number) {
                    case 1, 13 -> "not permitted";
                    case 2 -> "no such entry";
                    case 3 -> "no such process or entry";
                    case 11 -> "no answer in time";
                    case 17 -> "exists already";
                    case 19 -> "no such device";
                    case 22 -> "invalid argument";
                    case 95 -> "not supported by this kernel";
                    case 99 -> "address not present";
                    case 100 -> "network is down";
                    case 105 -> "buffer overrun";
                    default -> "error";
                }
                + " (errno "
                + number
                + ")";
    }
}
