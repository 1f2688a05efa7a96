package dev.baton.agent.kernel;

import java.nio.ByteBuffer;

/**
 * Programs that let the kernel drop what nobody waits for, so that it wakes nobody: frames that are
 * no claim, notices of what this agent has just written itself.
 *
 * <p>Source: linux/bpf_common.h, linux/filter.h.
 */
final class PacketFilter {

    private static final int LOAD_BYTE = 0x30; // BPF_LD | BPF_B | BPF_ABS
    private static final int LOAD_TWO = 0x28; // BPF_LD | BPF_H | BPF_ABS
    private static final int LOAD_FOUR = 0x20; // BPF_LD | BPF_W | BPF_ABS
    private static final int EQUAL = 0x15; // BPF_JMP | BPF_JEQ | BPF_K
    private static final int RETURN = 0x06; // BPF_RET | BPF_K
    private static final int NEXT_HEADER = 20;
    private static final int ICMPV6 = 58;
    private static final int ICMPV6_TYPE = 54;

    private PacketFilter() {}

    /** Every frame the protocol lets through. */
    static byte[] everything() {
        return program(new int[][] {{RETURN, 0, 0, PacketSocket.FRAME_BYTES}});
    }

    /** IPv6 frames that are neighbour advertisements without extension headers. */
    static byte[] neighbourAdvertisements() {
        return program(
                new int[][] {
                    {LOAD_BYTE, 0, 0, NEXT_HEADER},
                    {EQUAL, 0, 3, ICMPV6},
                    {LOAD_BYTE, 0, 0, ICMPV6_TYPE},
                    {EQUAL, 0, 1, ClaimFrames.NEIGHBOUR_ADVERTISEMENT},
                    {RETURN, 0, 0, PacketSocket.FRAME_BYTES},
                    {RETURN, 0, 0, 0},
                });
    }

    /**
     * Netlink notices other than those of addresses that the socket with this port has written. A
     * header is in the machine's order of bytes, a filter loads in that of the network.
     */
    static byte[] addressesNotWrittenBy(int port) {
        return program(
                new int[][] {
                    {LOAD_TWO, 0, 0, NetlinkMessage.TYPE_OFFSET},
                    {EQUAL, 0, 3, AddressMessages.NEW << Byte.SIZE},
                    {LOAD_FOUR, 0, 0, NetlinkMessage.PORT_OFFSET},
                    {EQUAL, 0, 1, Integer.reverseBytes(port)},
                    {RETURN, 0, 0, 0},
                    {RETURN, 0, 0, Integer.MAX_VALUE},
                });
    }

    private static byte[] program(int[][] steps) {
        ByteBuffer code = Native.structure(8 * steps.length);
        for (int[] step : steps) {
            code.putShort((short) step[0]).put((byte) step[1]).put((byte) step[2]).putInt(step[3]);
        }
        return Native.all(code);
    }
}
