package dev.baton.agent.beside;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.baton.config.IpAddress;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * What a client of ctdbd writes to its socket: numbers in the machine's own order, lengths a
 * multiple of eight.
 *
 * <p>Learned from what CTDB's command and smbd write (ADR 0031). Source of the names of operations:
 * the published dissector of network analysers.
 */
final class ClientPacket {

    /** Bytes before what an operation has of its own. */
    static final int HEADER = 32;

    /** Operation: to whoever listens for a number on the node; nobody answers. */
    static final int MESSAGE = 5;

    /** Operation: to the daemon, which answers. */
    static final int CONTROL = 7;

    /** Operation: the daemon's answer. */
    static final int REPLY = 8;

    /** What smbd listens for: the address in the text, up to a NUL, is released. */
    static final long RELEASED = 0xf300000000000000L;

    private static final int MAGIC = 0x43544442;
    private static final int VERSION = 1;
    private static final int THIS_NODE = 0xf0000001;
    private static final int UNKNOWN_NODE = 0xffffffff;
    private static final int GET_PNN = 35;
    private static final int WORD = 8;
    private static final int MESSAGE_HEAD = HEADER + 12;
    private static final int CONTROL_HEAD = HEADER + 28;

    private ClientPacket() {}

    /** Tells all smbds of this node that an address is gone. */
    static ByteBuffer released(IpAddress ip) {
        byte[] text = (ip + "\0").getBytes(US_ASCII);
        ByteBuffer packet = packet(MESSAGE_HEAD + text.length, MESSAGE, 0);
        packet.putLong(RELEASED).putInt(text.length).put(text);
        return packet.rewind();
    }

    /** Asks for something that the daemon always has, so that its answer shows how far it is. */
    static ByteBuffer question(int request) {
        ByteBuffer packet = packet(CONTROL_HEAD, CONTROL, request);
        packet.putInt(GET_PNN);
        return packet.rewind();
    }

    /** The length of the packet that begins here. */
    static int length(ByteBuffer begin) {
        return begin.order(ByteOrder.nativeOrder()).getInt(0);
    }

    /** Whether a packet is the answer to a question. */
    static boolean answers(ByteBuffer packet, int request) {
        ByteBuffer read = packet.duplicate().order(ByteOrder.nativeOrder());
        return read.getInt(4) == MAGIC && read.getInt(16) == REPLY && read.getInt(28) == request;
    }

    private static ByteBuffer packet(int bytes, int operation, int request) {
        int length = (bytes + WORD - 1) / WORD * WORD;
        return ByteBuffer.allocate(length)
                .order(ByteOrder.nativeOrder())
                .putInt(length)
                .putInt(MAGIC)
                .putInt(VERSION)
                .putInt(0)
                .putInt(operation)
                .putInt(THIS_NODE)
                .putInt(UNKNOWN_NODE)
                .putInt(request);
    }
}
