package dev.baton.agent.kernel;

import java.nio.ByteBuffer;

/** Writes netlink messages one after another. Source: linux/netlink.h. */
final class NetlinkWriter {

    private static final int HEADER_BYTES = 16;

    private ByteBuffer bytes = Native.structure(4096);
    private int start;

    /** Begins a message; its length is filled in by {@link #end}. */
    NetlinkWriter begin(int type, int flags, int sequence) {
        start = bytes.position();
        room(HEADER_BYTES);
        bytes.putInt(0).putShort((short) type).putShort((short) flags);
        bytes.putInt(sequence).putInt(0);
        return this;
    }

    NetlinkWriter u8(int... values) {
        room(values.length);
        for (int value : values) {
            bytes.put((byte) value);
        }
        return this;
    }

    NetlinkWriter u32(int... values) {
        room(4 * values.length);
        for (int value : values) {
            bytes.putInt(value);
        }
        return this;
    }

    NetlinkWriter raw(byte[] value) {
        room(value.length);
        bytes.put(value);
        return this;
    }

    /** A struct nlattr and its value, padded to four bytes. */
    NetlinkWriter attribute(int type, byte[] value) {
        int padding = -value.length & 3;
        room(4 + value.length + padding);
        bytes.putShort((short) (4 + value.length)).putShort((short) type).put(value);
        return u8(new int[padding]);
    }

    NetlinkWriter attribute(int type, int... values) {
        ByteBuffer value = Native.structure(4 * values.length);
        for (int each : values) {
            value.putInt(each);
        }
        return attribute(type, Native.all(value));
    }

    NetlinkWriter end() {
        bytes.putInt(start, bytes.position() - start);
        return this;
    }

    byte[] toBytes() {
        return Native.bytes(bytes, 0, bytes.position());
    }

    private void room(int more) {
        if (bytes.remaining() < more) {
            ByteBuffer wider = Native.structure(2 * (bytes.capacity() + more));
            bytes = wider.put(bytes.flip());
        }
    }
}
