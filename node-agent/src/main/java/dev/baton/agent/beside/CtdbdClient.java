package dev.baton.agent.beside;

import dev.baton.config.IpAddress;

import java.io.EOFException;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;

/**
 * Tells ctdbd, over its socket, that an address is gone, and waits until it has read that.
 *
 * <p>Bounds: {@value #LIMIT_SECONDS} s, one connection for each address. Thread: one at a time.
 */
final class CtdbdClient {

    static final int LIMIT_SECONDS = 2;

    private static final long LIMIT = Duration.ofSeconds(LIMIT_SECONDS).toNanos();
    private static final int LONGEST = 1 << 16;

    private final Path socket;
    private int asked;

    CtdbdClient(Path socket) {
        this.socket = socket;
    }

    /** Failure: IOException, whose message says what was missing. */
    void tell(IpAddress ip) throws IOException {
        long end = System.nanoTime() + LIMIT;
        asked++;
        try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
                Selector selector = Selector.open()) {
            channel.configureBlocking(false);
            channel.connect(UnixDomainSocketAddress.of(socket));
            write(channel, ClientPacket.released(ip));
            write(channel, ClientPacket.question(asked));
            channel.register(selector, SelectionKey.OP_READ);
            awaitAnswer(channel, selector, end);
        }
    }

    /** A hundred bytes fit into the buffer of a new connection. */
    private static void write(SocketChannel channel, ByteBuffer packet) throws IOException {
        channel.write(packet);
        if (packet.hasRemaining()) {
            throw new IOException("it takes no message");
        }
    }

    private void awaitAnswer(SocketChannel channel, Selector selector, long end)
            throws IOException {
        ByteBuffer got = ByteBuffer.allocate(LONGEST);
        while (!hasAnswer(got)) {
            long left = Duration.ofNanos(end - System.nanoTime()).toMillis();
            if (left <= 0 || selector.select(left) == 0) {
                throw new IOException("no answer within " + LIMIT_SECONDS + " s");
            }
            selector.selectedKeys().clear();
            if (channel.read(got) < 0) {
                throw new EOFException("it ended the connection");
            }
        }
    }

    /** Looks through whole packets and leaves what has only begun. */
    private boolean hasAnswer(ByteBuffer got) throws IOException {
        got.flip();
        while (got.remaining() >= ClientPacket.HEADER) {
            int length = ClientPacket.length(got.slice());
            if (length < ClientPacket.HEADER || length > LONGEST) {
                throw new IOException("its answer is not ctdbd's");
            }
            if (length > got.remaining()) {
                break;
            }
            if (ClientPacket.answers(got.slice(), asked)) {
                return true;
            }
            got.position(got.position() + length);
        }
        got.compact();
        return false;
    }
}
