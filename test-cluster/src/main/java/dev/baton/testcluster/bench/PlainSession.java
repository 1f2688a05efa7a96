package dev.baton.testcluster.bench;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.Map;
import java.util.TreeMap;

/**
 * A client of libStorageMgmt that shares no code with the product: frames with ten digits, one
 * request at a time. Source: storage call-outs contract, sections 5.2 and 5.5.
 */
final class PlainSession implements AutoCloseable {

    private static final int DIGITS = 10;
    private static final int TIMEOUT_MILLIS = 30_000;
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final SocketChannel channel;

    PlainSession(SocketChannel channel) {
        this.channel = channel;
    }

    void register(String uri) throws IOException {
        Map<String, Object> given = new TreeMap<>();
        given.put("uri", uri);
        given.put("password", MAPPER.nullNode());
        given.put("timeout", TIMEOUT_MILLIS);
        call("plugin_register", given);
    }

    /** The result of a call. */
    JsonNode call(String method, Map<String, Object> given) throws IOException {
        Map<String, Object> params = new TreeMap<>(given);
        params.put("flags", 0);
        byte[] text =
                MAPPER.writeValueAsBytes(Map.of("method", method, "id", 100, "params", params));
        ByteBuffer frame = ByteBuffer.allocate(DIGITS + text.length);
        frame.put("%010d".formatted(text.length).getBytes(US_ASCII)).put(text).flip();
        while (frame.hasRemaining()) {
            channel.write(frame);
        }
        int length = Integer.parseInt(new String(read(DIGITS), US_ASCII));
        JsonNode reply = MAPPER.readTree(new String(read(length), UTF_8));
        if (!reply.has("result")) {
            throw new IOException(method + ": expected a result, got " + reply);
        }
        return reply.path("result");
    }

    private byte[] read(int length) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(length);
        while (bytes.hasRemaining()) {
            if (channel.read(bytes) < 0) {
                throw new EOFException("the plugin or the relay went away");
            }
        }
        return bytes.array();
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
