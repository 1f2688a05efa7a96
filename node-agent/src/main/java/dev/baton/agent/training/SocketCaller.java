package dev.baton.agent.training;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/** Asks an agent over its unix socket as the launcher does: one connection for one question. */
final class SocketCaller {

    private static final int MOST_BYTES = 1 << 20;
    private static final Duration PAUSE = Duration.ofMillis(2);

    private final Path socket;

    SocketCaller(Path socket) {
        this.socket = socket;
    }

    /** The answer's line {@code EXIT STDOUT_BYTES STDERR_BYTES} and what follows. */
    String command(List<String> words, Duration limit) throws IOException {
        String request = "/\0" + words.size() + "\0" + String.join("\0", words) + "\0\0";
        byte[] body = request.getBytes(StandardCharsets.UTF_8);
        String head =
                "POST /v1/command HTTP/1.1\r\nHost: baton\r\nConnection: close\r\n"
                        + "Content-Type: application/octet-stream\r\nContent-Length: "
                        + body.length
                        + "\r\n\r\n";
        return body(exchange(head.getBytes(StandardCharsets.UTF_8), body, limit));
    }

    /** What a GET answers. */
    String page(String path, Duration limit) throws IOException {
        String head = "GET " + path + " HTTP/1.1\r\nHost: baton\r\nConnection: close\r\n\r\n";
        return body(exchange(head.getBytes(StandardCharsets.UTF_8), new byte[0], limit));
    }

    private static String body(String answer) throws IOException {
        int end = answer.indexOf("\r\n\r\n");
        if (end < 0) {
            throw new IOException("expected an HTTP answer, got " + answer.length() + " bytes");
        }
        return answer.substring(end + 4);
    }

    private String exchange(byte[] head, byte[] body, Duration limit) throws IOException {
        try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            channel.connect(UnixDomainSocketAddress.of(socket));
            channel.write(ByteBuffer.wrap(head));
            channel.write(ByteBuffer.wrap(body));
            channel.configureBlocking(false);
            return readAll(channel, System.nanoTime() + limit.toNanos());
        }
    }

    private String readAll(SocketChannel channel, long end) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        ByteBuffer part = ByteBuffer.allocate(8192);
        int read = channel.read(part);
        while (read >= 0 && all.size() < MOST_BYTES) {
            if (read == 0) {
                await(end);
            }
            all.write(part.array(), 0, part.position());
            part.clear();
            read = channel.read(part);
        }
        return all.toString(StandardCharsets.UTF_8);
    }

    private void await(long end) throws IOException {
        if (System.nanoTime() > end) {
            throw new IOException("no whole answer in time at " + socket);
        }
        LockSupport.parkNanos(PAUSE.toNanos());
    }
}
