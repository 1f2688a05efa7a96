package dev.baton.agent.kernel;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;

/** Raw Ethernet frames. Source: linux/if_packet.h, linux/if_ether.h, packet(7). */
final class PacketSocket implements AutoCloseable {

    static final int ETH_P_ARP = 0x0806;
    static final int ETH_P_IPV6 = 0x86dd;
    static final int FRAME_BYTES = 2048;
    private static final int AF_PACKET = 17; // bits/socket.h
    private static final int SOCK_RAW = 3; // bits/socket_type.h
    private static final int MSG_DONTWAIT = 0x40; // bits/socket.h
    private static final int ADDRESS_BYTES = 20; // struct sockaddr_ll

    private final Descriptor descriptor;

    private PacketSocket(Descriptor descriptor) {
        this.descriptor = descriptor;
    }

    /** Hears nothing, only sends. */
    static PacketSocket forSending() {
        return new PacketSocket(Descriptor.socket("a packet socket", AF_PACKET, SOCK_RAW, 0));
    }

    /** Hears frames of one protocol on one interface that pass a filter of struct sock_filter. */
    static PacketSocket listening(int protocol, int interfaceIndex, byte[] filter) {
        PacketSocket socket = forSending();
        try {
            socket.descriptor.attach(filter);
            long bound = socket.descriptor.bind(address(protocol, interfaceIndex));
            KernelFailure.check("cannot listen on interface " + interfaceIndex, bound);
            return socket;
        } catch (KernelFailure failed) {
            socket.close();
            throw failed;
        }
    }

    Descriptor descriptor() {
        return descriptor;
    }

    long send(byte[] frame, int interfaceIndex) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment from = Native.copy(arena, frame);
            MemorySegment to = Native.copy(arena, address(0, interfaceIndex));
            return SocketCalls.sendTo(descriptor.number(), from, MSG_DONTWAIT, to);
        }
    }

    /** The next frame, cut at {@link #FRAME_BYTES}; empty when none is waiting. */
    byte[] receive() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment into = arena.allocate(FRAME_BYTES);
            long got = SocketCalls.receive(descriptor.number(), into, MSG_DONTWAIT);
            return got <= 0 ? new byte[0] : into.asSlice(0, got).toArray(JAVA_BYTE);
        }
    }

    @Override
    public void close() {
        descriptor.close();
    }

    private static byte[] address(int protocol, int interfaceIndex) {
        ByteBuffer address = Native.structure(ADDRESS_BYTES).putShort((short) AF_PACKET);
        address.putShort(Short.reverseBytes((short) protocol)).putInt(interfaceIndex);
        return Native.all(address);
    }
}
