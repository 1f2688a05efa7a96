package dev.baton.testcluster.client;

import com.fasterxml.jackson.databind.node.ObjectNode;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HexFormat;

/**
 * A long download at a bounded rate, resumed where it broke, begun again when complete.
 *
 * <p>Bytes before a break are kept: the rest is asked for by a range. The digest covers the whole
 * file whatever nodes it came from.
 */
final class Download {
    private static final Duration QUIET = Duration.ofSeconds(1);
    private static final int SLICE = 16 * 1024;

    private final InetSocketAddress server;
    private final String path;
    private final String expected;
    private final long bytesPerSecond;
    private long position;
    private MessageDigest digest = Reading.sha256();
    private long lastByte = System.nanoTime();
    private long longest;
    private long completed;
    private boolean flowing;
    private boolean interrupted;
    private long broken;
    private long vain;
    private long resumed;
    private long wrong;

    Download(InetSocketAddress server, String path, String expected, long bytesPerSecond) {
        this.server = server;
        this.path = path;
        this.expected = expected;
        this.bytesPerSecond = bytesPerSecond;
    }

    /** Downloads until interrupted. */
    void run() {
        try {
            while (true) {
                try {
                    once();
                } catch (IOException e) {
                    broke();
                    Thread.sleep(Duration.ofMillis(20));
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void once() throws IOException, InterruptedException {
        try (Socket socket = new Socket()) {
            socket.setReceiveBufferSize(8 * SLICE);
            socket.setSoTimeout((int) QUIET.toMillis());
            socket.connect(server, (int) QUIET.toMillis());
            socket.getOutputStream().write(Reading.request(path, position));
            String head = Reading.head(socket.getInputStream());
            String status = position == 0 ? "HTTP/1.1 200 " : "HTTP/1.1 206 ";
            if (!head.startsWith(status)) {
                throw new IOException("expected " + status + ", got " + head);
            }
            began();
            drain(socket.getInputStream(), position + length(head));
        }
    }

    private void drain(InputStream input, long end) throws IOException, InterruptedException {
        byte[] slice = new byte[SLICE];
        while (position < end) {
            int count = input.read(slice);
            if (count < 0) {
                throw new IOException("the answer ended at " + position + " of " + end);
            }
            received(slice, count);
            Thread.sleep(Duration.ofNanos(count * 1_000_000_000L / bytesPerSecond));
        }
        complete();
    }

    private static long length(String head) throws IOException {
        return head.lines()
                .filter(line -> line.regionMatches(true, 0, "Content-Length:", 0, 15))
                .mapToLong(line -> Long.parseLong(line.substring(15).strip()))
                .findFirst()
                .orElseThrow(() -> new IOException("an answer without Content-Length"));
    }

    private synchronized void began() {
        flowing = true;
        if (interrupted) {
            resumed++;
        }
        interrupted = false;
    }

    private synchronized void received(byte[] slice, int count) {
        digest.update(slice, 0, count);
        position += count;
        long now = System.nanoTime();
        longest = Math.max(longest, now - lastByte);
        lastByte = now;
    }

    private synchronized void complete() {
        if (HexFormat.of().formatHex(digest.digest()).equals(expected)) {
            completed++;
        } else {
            wrong++;
        }
        flowing = false;
        position = 0;
        digest = Reading.sha256();
    }

    /** A break is the end of an answer that had begun; what is not answered is in vain. */
    private synchronized void broke() {
        if (flowing) {
            broken++;
            interrupted = true;
        } else {
            vain++;
        }
        flowing = false;
    }

    synchronized void mark() {
        longest = 0;
        completed = 0;
        broken = 0;
        vain = 0;
        resumed = 0;
        wrong = 0;
    }

    synchronized void report(ObjectNode into) {
        long since = System.nanoTime() - lastByte;
        into.put("longest_silence_s", Math.max(longest, since) / 1e9)
                .put("since_last_byte_s", since / 1e9)
                .put("completed", completed)
                .put("broken", broken)
                .put("vain", vain)
                .put("resumed", resumed)
                .put("wrong", wrong);
    }
}
