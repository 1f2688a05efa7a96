package dev.baton.agent.kernel;

import dev.baton.config.IpAddress;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;

/**
 * Sends TCP acknowledgements that belong to no connection, as if from the server of one: a client
 * answers with the numbers of the connection it has, and a server that does not know it resets it.
 *
 * <p>Thread: one owner. Bounds: one packet of 40 or 60 bytes per call; never waits. Failure: the
 * kernel's refusal comes back. Source: CTDB events contract, section 14.2: sequence 0,
 * acknowledgement 0, window 1234.
 */
public final class TickleSocket implements AutoCloseable {

    private static final int AF_INET = 2; // bits/socket.h
    private static final int AF_INET6 = 10; // bits/socket.h
    private static final int SOCK_RAW = 3; // bits/socket_type.h
    private static final int IPPROTO_RAW = 255; // linux/in.h: headers are ours
    private static final int MSG_DONTWAIT = 0x40; // bits/socket.h
    private static final int TCP = 6;
    private static final int TCP_BYTES = 20;
    private static final int HOPS = 64;
    private static final int ACK = 0x10;
    private static final int WINDOW = 1234; // by which ctdb_killtcp knows such a packet

    private final Descriptor ipv4 =
            Descriptor.socket("a raw IPv4 socket", AF_INET, SOCK_RAW, IPPROTO_RAW);
    private final Descriptor ipv6 =
            Descriptor.socket("a raw IPv6 socket", AF_INET6, SOCK_RAW, IPPROTO_RAW);

    /** To the client, as if from the server; both of one family. */
    public KernelAnswer send(IpAddress client, int clientPort, IpAddress server, int serverPort) {
        byte[] packet = packet(client, clientPort, server, serverPort);
        Descriptor socket = client.isIpv6() ? ipv6 : ipv4;
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment from = Native.copy(arena, packet);
            MemorySegment to = Native.copy(arena, destination(client));
            return KernelAnswer.of(SocketCalls.sendTo(socket.number(), from, MSG_DONTWAIT, to));
        }
    }

    static byte[] packet(IpAddress client, int clientPort, IpAddress server, int serverPort) {
        int head = client.isIpv6() ? 40 : 20;
        ByteBuffer packet = ByteBuffer.allocate(head + TCP_BYTES);
        if (client.isIpv6()) {
            packet.putInt(6 << 28).putShort((short) TCP_BYTES).put((byte) TCP).put((byte) HOPS);
        } else {
            packet.put((byte) 0x45).put((byte) 0).putShort((short) packet.capacity()).putInt(0);
            // The kernel fills in the checksum of an IPv4 header.
            packet.put((byte) HOPS).put((byte) TCP).putShort((short) 0);
        }
        packet.put(server.bytes()).put(client.bytes());
        packet.putShort((short) serverPort).putShort((short) clientPort).putInt(0).putInt(0);
        packet.put((byte) ((TCP_BYTES / 4) << 4)).put((byte) ACK).putShort((short) WINDOW);
        packet.putInt(0);
        packet.putShort(head + 16, (short) checksum(packet, head - 2 * server.bytes().length));
        return packet.array();
    }

    /** RFC 9293, section 3.1: over the pseudo-header and the segment; addresses stand before it. */
    private static int checksum(ByteBuffer packet, int addresses) {
        long sum = TCP + TCP_BYTES;
        for (int at = addresses; at < packet.capacity(); at += 2) {
            sum += Short.toUnsignedInt(packet.getShort(at));
        }
        while (sum >>> 16 != 0) {
            sum = (sum & 0xffff) + (sum >>> 16);
        }
        return (int) ~sum & 0xffff;
    }

    /** struct sockaddr_in or sockaddr_in6 with port 0, which a raw socket wants. */
    private static byte[] destination(IpAddress client) {
        ByteBuffer address = Native.structure(client.isIpv6() ? 28 : 16);
        address.putShort((short) (client.isIpv6() ? AF_INET6 : AF_INET)).putShort((short) 0);
        if (client.isIpv6()) {
            address.putInt(0);
        }
        address.put(client.bytes());
        return Native.all(address);
    }

    @Override
    public void close() {
        ipv4.close();
        ipv6.close();
    }
}
