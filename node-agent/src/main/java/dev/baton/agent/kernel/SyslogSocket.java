package dev.baton.agent.kernel;

import java.lang.foreign.Arena;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * Sends datagrams to the system's log, which listens on a socket in the file system.
 *
 * <p>Never waits: what the log does not take at once is lost. Thread: any.
 */
public final class SyslogSocket implements AutoCloseable {

    private static final int AF_UNIX = 1; // bits/socket.h
    private static final int SOCK_DGRAM = 2; // bits/socket_type.h
    private static final int MSG_DONTWAIT = 0x40; // bits/socket.h
    private static final int PATH_BYTES = 108; // linux/un.h

    private final Descriptor descriptor =
            Descriptor.socket("a socket for the log", AF_UNIX, SOCK_DGRAM, 0);
    private final byte[] address;

    /** Failure: {@link IllegalArgumentException} for a path that does not fit. */
    public SyslogSocket(Path log) {
        byte[] path = log.toString().getBytes(StandardCharsets.UTF_8);
        if (path.length >= PATH_BYTES) {
            throw new IllegalArgumentException(
                    "expected a path of at most " + (PATH_BYTES - 1) + " bytes, got " + log);
        }
        ByteBuffer structure = Native.structure(Short.BYTES + path.length + 1);
        address = Native.all(structure.putShort((short) AF_UNIX).put(path).put((byte) 0));
    }

    /** False when it is lost. */
    public boolean send(String line) {
        try (Arena arena = Arena.ofConfined()) {
            return SocketCalls.sendTo(
                            descriptor.number(),
                            Native.copy(arena, line.getBytes(StandardCharsets.UTF_8)),
                            MSG_DONTWAIT,
                            Native.copy(arena, address))
                    >= 0;
        }
    }

    @Override
    public void close() {
        descriptor.close();
    }
}
