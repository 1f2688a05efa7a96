package dev.baton.agent.kernel;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Moves bytes between Java and the kernel; structures are little endian on both machines. */
final class Native {

    private Native() {}

    /** A copy aligned for any structure. */
    static MemorySegment copy(Arena arena, byte[] bytes) {
        MemorySegment segment = arena.allocate(bytes.length, 8);
        MemorySegment.copy(bytes, 0, segment, JAVA_BYTE, 0, bytes.length);
        return segment;
    }

    static ByteBuffer structure(int bytes) {
        return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    static byte[] bytes(ByteBuffer from, int offset, int count) {
        byte[] bytes = new byte[count];
        from.get(offset, bytes);
        return bytes;
    }

    /** All bytes of a structure, whatever its position. */
    static byte[] all(ByteBuffer structure) {
        return bytes(structure, 0, structure.capacity());
    }
}
