package dev.baton.agent.kernel;

import java.nio.ByteBuffer;

/**
 * Programs that let the kernel drop what is no claim, so that ordinary traffic wakes nobody.
 *
 * <p>Source: linux/bpf_common.h, linux/filter.h.
 */
final class PacketFilter {

    private static final int LOAD_BYTE = 0x30; // BPF_LD | BPF_B | BPF_ABS
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

    private static byte[] program(int[][] steps) {
        ByteBuffer code = Native.structure(8 * steps.length);
        for (int[] step : steps) {
            code.putShort((short) step[0]).put((byte) step[1]).put((byte) step[2]).putInt(step[3]);
        }
        return Native.all(code);
    }
}
