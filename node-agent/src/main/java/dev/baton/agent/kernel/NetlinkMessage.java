package dev.baton.agent.kernel;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * One netlink message as received; offsets count from the end of its header.
 *
 * <p>Failure: lengths that do not fit end the reading, what came before counts. Source:
 * linux/netlink.h.
 */
record NetlinkMessage(int type, int flags, int sequence, ByteBuffer body) {

    static final int ERROR = 2; // NLMSG_ERROR
    static final int DONE = 3; // NLMSG_DONE
    static final int DUMP_INTERRUPTED = 0x10; // NLM_F_DUMP_INTR
    static final int TYPE_OFFSET = 4; // of a header
    static final int PORT_OFFSET = 12; // of a header
    private static final int HEADER_BYTES = 16;
    private static final int TYPE_MASK = 0x3fff; // NLA_TYPE_MASK

    /** The messages of one datagram. */
    static List<NetlinkMessage> split(ByteBuffer datagram) {
        List<NetlinkMessage> messages = new ArrayList<>();
        int at = 0;
        while (datagram.limit() - at >= HEADER_BYTES) {
            int length = datagram.getInt(at);
            if (length < HEADER_BYTES || length > datagram.limit() - at) {
                break;
            }
            ByteBuffer body = slice(datagram, at + HEADER_BYTES, length - HEADER_BYTES);
            int type = Short.toUnsignedInt(datagram.getShort(at + TYPE_OFFSET));
            int flags = Short.toUnsignedInt(datagram.getShort(at + 6));
            messages.add(new NetlinkMessage(type, flags, datagram.getInt(at + 8), body));
            at += (length + 3) & ~3;
        }
        return messages;
    }

    /** Zero or a negated error number; for {@link #ERROR} and {@link #DONE}. */
    int error() {
        return body.limit() >= 4 ? body.getInt(0) : 0;
    }

    int u8(int offset) {
        return Byte.toUnsignedInt(body.get(offset));
    }

    int u16(int offset) {
        return Short.toUnsignedInt(body.getShort(offset));
    }

    int u32(int offset) {
        return body.getInt(offset);
    }

    byte[] bytes(int offset, int count) {
        return Native.bytes(body, offset, count);
    }

    boolean holds(int bytes) {
        return body.limit() >= bytes;
    }

    /** The attributes after a fixed part of the given size, by type. */
    Map<Integer, ByteBuffer> attributes(int fixedBytes) {
        Map<Integer, ByteBuffer> found = new TreeMap<>();
        int at = (fixedBytes + 3) & ~3;
        while (body.limit() - at >= 4) {
            int length = u16(at);
            if (length < 4 || length > body.limit() - at) {
                break;
            }
            found.put(u16(at + 2) & TYPE_MASK, slice(body, at + 4, length - 4));
            at += (length + 3) & ~3;
        }
        return found;
    }

    private static ByteBuffer slice(ByteBuffer from, int offset, int length) {
        return from.slice(offset, length).order(ByteOrder.LITTLE_ENDIAN);
    }
}
