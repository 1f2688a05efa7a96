package dev.baton.agent.kernel;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * A netlink socket: sends requests, receives whole datagrams into a buffer that grows.
 *
 * <p>Thread: one owner. Bounds: a receive waits at most the given limit; a dump the kernel declares
 * interrupted is asked for again up to {@value #DUMP_TRIES} times. Source: linux/netlink.h.
 */
final class NetlinkSocket implements AutoCloseable {

    static final int REQUEST = 1; // NLM_F_REQUEST
    static final int ACK = 4; // NLM_F_ACK
    static final int DUMP = 0x300; // NLM_F_DUMP
    private static final int AF_NETLINK = 16; // bits/socket.h
    private static final int SOCK_RAW = 3; // bits/socket_type.h
    private static final int MSG_PEEK_TRUNC = 0x22; // MSG_PEEK | MSG_TRUNC, bits/socket.h
    private static final int MSG_DONTWAIT = 0x40; // bits/socket.h
    private static final int ADDRESS_BYTES = 12; // struct sockaddr_nl
    private static final int PORT_OFFSET = 4;
    private static final int DUMP_TRIES = 20;
    private static final int SEND_TRIES = 8;

    private final String what;
    private final Descriptor descriptor;
    private final Arena arena = Arena.ofShared();
    private MemorySegment buffer = arena.allocate(64 << 10, 8);
    private int sequence;

    NetlinkSocket(String what, int protocol, int groups, int bufferBytes, Duration limit) {
        this.what = what;
        descriptor = Descriptor.socket(what, AF_NETLINK, SOCK_RAW, protocol);
        try {
            descriptor.widenReceive(bufferBytes);
            KernelFailure.check("cannot limit " + what, descriptor.limitReceive(limit.toMillis()));
            ByteBuffer address = Native.structure(ADDRESS_BYTES).putShort((short) AF_NETLINK);
            address.putInt(8, groups);
            KernelFailure.check("cannot bind " + what, descriptor.bind(Native.all(address)));
        } catch (KernelFailure failed) {
            close();
            throw failed;
        }
    }

    int nextSequence() {
        sequence = sequence + 1 & Integer.MAX_VALUE;
        return sequence;
    }

    /** What the kernel knows this socket by: what it does for it names this. */
    int port() {
        return ByteBuffer.wrap(descriptor.boundTo(ADDRESS_BYTES))
                .order(ByteOrder.LITTLE_ENDIAN)
                .getInt(PORT_OFFSET);
    }

    Descriptor descriptor() {
        return descriptor;
    }

    /** Sends; the kernel has carried the requests out when this returns. */
    long send(byte[] requests) {
        return send(requests, () -> true).orElseThrow();
    }

    /**
     * Sends unless {@code mayStill} says no, which is asked when nothing but the call is left to
     * do: a process that is stopped between the two sends what has become too late.
     */
    OptionalLong send(byte[] requests, BooleanSupplier mayStill) {
        try (Arena own = Arena.ofConfined()) {
            MemorySegment from = Native.copy(own, requests);
            long answer = Errno.EINTR.answer();
            for (int i = 0; i < SEND_TRIES && Errno.EINTR.isAnswer(answer); i++) {
                if (!mayStill.getAsBoolean()) {
                    return OptionalLong.empty();
                }
                answer = SocketCalls.sendTo(descriptor.number(), from, 0, MemorySegment.NULL);
            }
            return OptionalLong.of(answer);
        }
    }

    /** One datagram's messages to the consumer; the answer of the receive. */
    long receive(boolean wait, Consumer<NetlinkMessage> consumer) {
        int flags = wait ? 0 : MSG_DONTWAIT;
        long size = SocketCalls.receive(descriptor.number(), buffer, flags | MSG_PEEK_TRUNC);
        if (size > buffer.byteSize()) {
            buffer = arena.allocate(Long.highestOneBit(size) << 1, 8);
        }
        long got = size < 0 ? size : SocketCalls.receive(descriptor.number(), buffer, MSG_DONTWAIT);
        if (got > 0) {
            byte[] copy = buffer.asSlice(0, got).toArray(JAVA_BYTE);
            ByteBuffer datagram = ByteBuffer.wrap(copy).order(ByteOrder.LITTLE_ENDIAN);
            NetlinkMessage.split(datagram).forEach(consumer);
        }
        return got;
    }

    /** Waits out an interrupted receive, at most a few times. */
    long receiveAnswer(Consumer<NetlinkMessage> consumer) {
        long got = receive(true, consumer);
        for (int i = 0; Errno.EINTR.isAnswer(got) && i < SEND_TRIES; i++) {
            got = receive(true, consumer);
        }
        return got;
    }

    /** All messages of a consistent dump. The request gets its header from the writer given. */
    List<NetlinkMessage> dump(Request request) {
        for (int i = 0; i < DUMP_TRIES; i++) {
            int number = nextSequence();
            NetlinkWriter writer = new NetlinkWriter();
            request.write(writer, number);
            KernelFailure.check("cannot send to " + what, send(writer.toBytes()));
            Dump dump = new Dump(number);
            while (!dump.done) {
                KernelFailure.check("no dump from " + what, receiveAnswer(dump::accept));
            }
            KernelFailure.check("refused dump from " + what, dump.error);
            if (!dump.interrupted) {
                return dump.messages;
            }
        }
        throw new KernelFailure(
                "the dump from " + what + " was interrupted " + DUMP_TRIES + " times by changes");
    }

    @Override
    public void close() {
        descriptor.close();
        if (arena.scope().isAlive()) {
            arena.close();
        }
    }

    /** Writes a dump request with the sequence number given. */
    @FunctionalInterface
    interface Request {
        void write(NetlinkWriter writer, int sequence);
    }

    private static final class Dump {
        private final int number;
        private final List<NetlinkMessage> messages = new ArrayList<>();
        private boolean interrupted;
        private boolean done;
        private int error;

        Dump(int number) {
            this.number = number;
        }

        void accept(NetlinkMessage message) {
            if (message.sequence() != number) {
                return;
            }
            interrupted |= (message.flags() & NetlinkMessage.DUMP_INTERRUPTED) != 0;
            if (message.type() == NetlinkMessage.DONE || message.type() == NetlinkMessage.ERROR) {
                done = true;
                error = message.error();
            } else {
                messages.add(message);
            }
        }
    }
}
