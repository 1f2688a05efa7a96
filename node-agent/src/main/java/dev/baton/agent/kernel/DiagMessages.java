package dev.baton.agent.kernel;

import dev.baton.config.IpAddress;

import java.nio.ByteBuffer;
import java.util.Arrays;

/** TCP sockets as netlink messages. Source: linux/inet_diag.h, linux/sock_diag.h. */
final class DiagMessages {

    static final int NETLINK_SOCK_DIAG = 4; // linux/netlink.h
    static final int AF_INET = 2; // bits/socket.h
    static final int AF_INET6 = 10; // bits/socket.h
    private static final int SOCK_DIAG_BY_FAMILY = 20;
    private static final int SOCK_DESTROY = 21;
    private static final int IPPROTO_TCP = 6; // linux/in.h
    private static final int TCP_TIME_WAIT = 6; // net/tcp_states.h
    private static final int ALL_STATES = -1;
    private static final int ALL_BUT_TIME_WAIT = ~(1 << TCP_TIME_WAIT);
    private static final int INET_DIAG_REQ_BYTECODE = 1;
    private static final int INET_DIAG_BC_S_COND = 7;
    private static final int OPERATION_BYTES = 4; // struct inet_diag_bc_op
    private static final int CONDITION_BYTES = 8; // struct inet_diag_hostcond without address
    private static final int ID_OFFSET = 4; // in struct inet_diag_msg
    private static final int ID_BYTES = 48; // struct inet_diag_sockid
    private static final int SOURCE_OFFSET = ID_OFFSET + 4;

    private DiagMessages() {}

    /**
     * All sockets of the family with this local address, IPv4-mapped ones included, but those in
     * TIME_WAIT.
     */
    static void dump(NetlinkWriter writer, int sequence, int family, IpAddress local) {
        int flags = NetlinkSocket.REQUEST | NetlinkSocket.DUMP;
        writer.begin(SOCK_DIAG_BY_FAMILY, flags, sequence);
        writer.u8(family, IPPROTO_TCP, 0, 0).u32(ALL_BUT_TIME_WAIT).raw(new byte[ID_BYTES]);
        writer.attribute(INET_DIAG_REQ_BYTECODE, condition(local)).end();
    }

    /** One operation: the source is the address with any port, else jump past the end: refuse. */
    private static byte[] condition(IpAddress local) {
        byte[] address = local.bytes();
        int size = OPERATION_BYTES + CONDITION_BYTES + address.length;
        ByteBuffer code = Native.structure(size);
        code.put((byte) INET_DIAG_BC_S_COND).put((byte) size).putShort((short) (size + 4));
        code.put((byte) (local.isIpv6() ? AF_INET6 : AF_INET)).put((byte) local.bits());
        code.putShort((short) 0).putInt(-1).put(address);
        return Native.all(code);
    }

    static boolean isSocketOf(NetlinkMessage message, IpAddress local) {
        if (!message.holds(ID_OFFSET + ID_BYTES)) {
            return false;
        }
        int length = message.u8(0) == AF_INET ? 4 : 16;
        byte[] source = message.bytes(SOURCE_OFFSET, length);
        return Arrays.equals(source, local.bytes())
                || (!local.isIpv6() && Arrays.equals(source, mapped(local)));
    }

    /** Names the socket of a dump by its identity, cookie included. */
    static void destroy(NetlinkWriter writer, int sequence, NetlinkMessage socket) {
        writer.begin(SOCK_DESTROY, NetlinkSocket.REQUEST | NetlinkSocket.ACK, sequence);
        writer.u8(socket.u8(0), IPPROTO_TCP, 0, 0).u32(ALL_STATES);
        writer.raw(socket.bytes(ID_OFFSET, ID_BYTES)).end();
    }

    private static byte[] mapped(IpAddress ipv4) {
        ByteBuffer bytes = ByteBuffer.allocate(16);
        bytes.putShort(10, (short) 0xffff).position(12);
        return bytes.put(ipv4.bytes()).array();
    }
}
