package dev.baton.testcluster.client;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;

/** One HTTP GET on a connection of its own; connecting and each read are bounded. */
record Reading(InetSocketAddress server, String path, Duration limit) {
    private static final int BODY_BOUND = 1 << 20;

    /**
     * SHA-256 of the body in hexadecimal; throws IOException for anything but a whole answer 200.
     */
    String digest() throws IOException {
        try (Socket socket = new Socket()) {
            socket.setSoTimeout((int) limit.toMillis());
            socket.connect(server, (int) limit.toMillis());
            socket.getOutputStream().write(request(path, 0));
            byte[] answer = socket.getInputStream().readNBytes(BODY_BOUND);
            int body = endOfHead(answer);
            String head = new String(answer, 0, body, StandardCharsets.ISO_8859_1);
            if (!head.startsWith("HTTP/1.1 200 ")) {
                throw new IOException("expected 200, got " + head.lines().findFirst().orElse(""));
            }
            MessageDigest digest = sha256();
            digest.update(answer, body, answer.length - body);
            return HexFormat.of().formatHex(digest.digest());
        }
    }

    /** The request for the rest of a file from this position. */
    static byte[] request(String path, long from) {
        String range = from == 0 ? "" : "Range: bytes=" + from + "-\r\n";
        return ("GET " + path + " HTTP/1.1\r\nHost: nas\r\n" + range + "Connection: close\r\n\r\n")
                .getBytes(StandardCharsets.ISO_8859_1);
    }

    /** Reads the head of an answer, byte by byte up to the empty line; at most 8 KiB. */
    static String head(InputStream input) throws IOException {
        StringBuilder head = new StringBuilder(512);
        while (head.length() < 8192 && head.indexOf("\r\n\r\n") < 0) {
            int next = input.read();
            if (next < 0) {
                throw new IOException("the answer ended in its head");
            }
            head.append((char) next);
        }
        return head.toString();
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    private static int endOfHead(byte[] answer) throws IOException {
        for (int at = 3; at < answer.length; at++) {
            if (answer[at] == '\n' && answer[at - 1] == '\r' && answer[at - 2] == '\n') {
                return at + 1;
            }
        }
        throw new IOException("the answer ended in its head");
    }
}
