package dev.baton.agent.kernel;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/** The file calls the JDK does not offer. Failure: the negated error number, see {@link Libc}. */
final class FileCalls {

    private static final MethodHandle OPEN =
            Libc.linkVariadic(
                    "open", 2, FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT));
    private static final MethodHandle CLOSE =
            Libc.link("close", FunctionDescriptor.of(JAVA_INT, JAVA_INT));
    private static final MethodHandle WRITE =
            Libc.link("write", FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG));
    private static final MethodHandle FLOCK =
            Libc.link("flock", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT));

    private static final MethodHandle RENAME =
            Libc.link(
                    "renameat2",
                    FunctionDescriptor.of(
                            JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT, ADDRESS, JAVA_INT));
    private static final int AT_FDCWD = -100; // linux/fcntl.h
    private static final int RENAME_EXCHANGE = 2; // linux/fs.h

    private FileCalls() {}

    static long open(String path, int flags, int mode) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment name = arena.allocateFrom(path);
            return Libc.call(errno -> (int) OPEN.invokeExact(errno, name, flags, mode));
        }
    }

    static long close(int descriptor) {
        return Libc.call(errno -> (int) CLOSE.invokeExact(errno, descriptor));
    }

    static long write(int descriptor, MemorySegment from) {
        long length = from.byteSize();
        return Libc.call(errno -> (long) WRITE.invokeExact(errno, descriptor, from, length));
    }

    static long lock(int descriptor, int operation) {
        return Libc.call(errno -> (int) FLOCK.invokeExact(errno, descriptor, operation));
    }

    static long exchange(String one, String other) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment from = arena.allocateFrom(one);
            MemorySegment to = arena.allocateFrom(other);
            return Libc.call(
                    errno ->
                            (int)
                                    RENAME.invokeExact(
                                            errno, AT_FDCWD, from, AT_FDCWD, to, RENAME_EXCHANGE));
        }
    }
}
