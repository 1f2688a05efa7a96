package dev.baton.agent.kernel;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.util.List;

/** The process and clock calls. Failure: the negated error number, see {@link Libc}. */
final class ProcessCalls {

    private static final MethodHandle KILL =
            Libc.link("kill", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT));
    private static final MethodHandle PRCTL =
            Libc.linkVariadic(
                    "prctl",
                    1,
                    FunctionDescriptor.of(
                            JAVA_INT, JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG));
    private static final MethodHandle GETUID = Libc.link("getuid", FunctionDescriptor.of(JAVA_INT));
    private static final MethodHandle ADJTIMEX =
            Libc.link("adjtimex", FunctionDescriptor.of(JAVA_INT, ADDRESS));

    private static final MethodHandle WAITPID =
            Libc.link("waitpid", FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT));
    private static final int WNOHANG = 1; // linux/wait.h

    private static final MethodHandle CLOSE_RANGE =
            Libc.link("close_range", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT));
    private static final int CLOSE_RANGE_CLOEXEC = 4; // linux/close_range.h
    private static final MethodHandle EXECV =
            Libc.link("execv", FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS));

    private ProcessCalls() {}

    static long kill(int process, int signal) {
        return Libc.call(errno -> (int) KILL.invokeExact(errno, process, signal));
    }

    static long control(int option, long value) {
        return Libc.call(errno -> (int) PRCTL.invokeExact(errno, option, value, 0L, 0L, 0L));
    }

    /** Takes an ended child from the kernel's table; 0 when it has not ended. */
    static long collect(int child) {
        return Libc.call(
                errno -> (int) WAITPID.invokeExact(errno, child, MemorySegment.NULL, WNOHANG));
    }

    /** Lets no descriptor from that one on outlive {@link #execute}. */
    static long closeOnExecFrom(int first) {
        return Libc.call(
                errno -> (int) CLOSE_RANGE.invokeExact(errno, first, -1, CLOSE_RANGE_CLOEXEC));
    }

    /** Replaces this process; comes back only when that fails. */
    static long execute(List<String> words) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment all = arena.allocate(ADDRESS, words.size() + 1L);
            for (int i = 0; i < words.size(); i++) {
                all.setAtIndex(ADDRESS, i, arena.allocateFrom(words.get(i)));
            }
            MemorySegment program = all.getAtIndex(ADDRESS, 0);
            return Libc.call(errno -> (int) EXECV.invokeExact(errno, program, all));
        }
    }

    static long userId() {
        return Libc.call(errno -> Integer.toUnsignedLong((int) GETUID.invokeExact(errno)));
    }

    static long adjustTime(MemorySegment timex) {
        return Libc.call(errno -> (int) ADJTIMEX.invokeExact(errno, timex));
    }
}
