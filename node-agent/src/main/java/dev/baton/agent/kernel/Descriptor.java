package dev.baton.agent.kernel;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicBoolean;

/** An open descriptor of this process with close-on-exec; closing it twice is harmless. */
final class Descriptor implements AutoCloseable {

    private static final int SOCK_CLOEXEC = 02000000; // bits/socket_type.h
    private static final int SOL_SOCKET = 1; // asm-generic/socket.h
    private static final int SO_RCVTIMEO = 20; // asm-generic/socket.h
    private static final int SO_RCVBUFFORCE = 33; // asm-generic/socket.h
    private static final int SO_RCVBUF = 8; // asm-generic/socket.h
    private static final int SO_ATTACH_FILTER = 26; // asm-generic/socket.h
    private static final int FILTER_STEP_BYTES = 8; // struct sock_filter

    private final int number;
    private final AtomicBoolean closed = new AtomicBoolean();

    Descriptor(int number) {
        this.number = number;
    }

    static Descriptor socket(String what, int domain, int type, int protocol) {
        long answer = SocketCalls.socket(domain, type | SOCK_CLOEXEC, protocol);
        return new Descriptor((int) KernelFailure.check("cannot open " + what, answer));
    }

    int number() {
        if (closed.get()) {
            throw new IllegalStateException("the descriptor is closed");
        }
        return number;
    }

    long bind(byte[] address) {
        try (Arena arena = Arena.ofConfined()) {
            return SocketCalls.bind(number(), Native.copy(arena, address));
        }
    }

    long setOption(int level, int option, int value) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment segment = arena.allocateFrom(JAVA_INT, value);
            return SocketCalls.setOption(number(), level, option, segment);
        }
    }

    long limitReceive(long milliseconds) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment timeval =
                    arena.allocateFrom(JAVA_LONG, milliseconds / 1000, milliseconds % 1000 * 1000);
            return SocketCalls.setOption(number(), SOL_SOCKET, SO_RCVTIMEO, timeval);
        }
    }

    /** Asks for a receive buffer beyond the system's limit; within it when not permitted. */
    void widenReceive(int bytes) {
        if (setOption(SOL_SOCKET, SO_RCVBUFFORCE, bytes) < 0) {
            KernelFailure.check(
                    "cannot set the receive buffer", setOption(SOL_SOCKET, SO_RCVBUF, bytes));
        }
    }

    /** From now on the kernel drops what a {@link PacketFilter} does not let through. */
    void attach(byte[] filter) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment code = Native.copy(arena, filter);
            ByteBuffer program = Native.structure(16); // struct sock_fprog
            program.putShort((short) (filter.length / FILTER_STEP_BYTES));
            program.putLong(8, code.address());
            MemorySegment value = Native.copy(arena, Native.all(program));
            long answer = SocketCalls.setOption(number(), SOL_SOCKET, SO_ATTACH_FILTER, value);
            KernelFailure.check("cannot attach a packet filter", answer);
        }
    }

    /** The address it is bound to. */
    byte[] boundTo(int bytes) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment address = arena.allocate(bytes, 8);
            MemorySegment size = arena.allocateFrom(JAVA_INT, bytes);
            long answer = SocketCalls.boundTo(number(), address, size);
            KernelFailure.check("cannot ask what a socket is bound to", answer);
            return address.toArray(JAVA_BYTE);
        }
    }

    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            FileCalls.close(number);
        }
    }
}
