package dev.baton.agent.kernel;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/** The socket calls. Failure: the negated error number, see {@link Libc}. */
final class SocketCalls {

    private static final MethodHandle SOCKET =
            Libc.link("socket", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT));
    private static final MethodHandle BIND =
            Libc.link("bind", FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT));
    private static final MethodHandle GETSOCKNAME =
            Libc.link("getsockname", FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, ADDRESS));
    private static final MethodHandle SETSOCKOPT =
            Libc.link(
                    "setsockopt",
                    FunctionDescriptor.of(
                            JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT));
    private static final MethodHandle SENDTO =
            Libc.link(
                    "sendto",
                    FunctionDescriptor.of(
                            JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT, ADDRESS, JAVA_INT));
    private static final MethodHandle RECV =
            Libc.link(
                    "recv",
                    FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT));
    private static final MethodHandle POLL =
            Libc.link("poll", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT));
    private static final MethodHandle EVENTFD =
            Libc.link("eventfd", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT));

    private SocketCalls() {}

    static long socket(int domain, int type, int protocol) {
        return Libc.call(errno -> (int) SOCKET.invokeExact(errno, domain, type, protocol));
    }

    static long bind(int descriptor, MemorySegment address) {
        int size = (int) address.byteSize();
        return Libc.call(errno -> (int) BIND.invokeExact(errno, descriptor, address, size));
    }

    /** Writes the address a socket is bound to; the size is that of its room. */
    static long boundTo(int descriptor, MemorySegment address, MemorySegment size) {
        return Libc.call(errno -> (int) GETSOCKNAME.invokeExact(errno, descriptor, address, size));
    }

    static long setOption(int descriptor, int level, int option, MemorySegment value) {
        int size = (int) value.byteSize();
        return Libc.call(
                errno ->
                        (int)
                                SETSOCKOPT.invokeExact(
                                        errno, descriptor, level, option, value, size));
    }

    static long sendTo(int descriptor, MemorySegment from, int flags, MemorySegment address) {
        long length = from.byteSize();
        int size = (int) address.byteSize();
        return Libc.call(
                errno ->
                        (long)
                                SENDTO.invokeExact(
                                        errno, descriptor, from, length, flags, address, size));
    }

    static long receive(int descriptor, MemorySegment into, int flags) {
        long length = into.byteSize();
        return Libc.call(errno -> (long) RECV.invokeExact(errno, descriptor, into, length, flags));
    }

    /** Waits for any of the descriptors in an array of struct pollfd (poll.h). */
    static long poll(MemorySegment entries, long count, int milliseconds) {
        return Libc.call(errno -> (int) POLL.invokeExact(errno, entries, count, milliseconds));
    }

    static long eventDescriptor(int flags) {
        return Libc.call(errno -> (int) EVENTFD.invokeExact(errno, 0, flags));
    }
}
