package dev.baton.agent.wire;

import dev.baton.config.IpAddress;
import dev.baton.config.Pnn;

import io.vertx.core.buffer.Buffer;

import java.nio.charset.StandardCharsets;

/**
 * How an agent introduces itself: the first frame of each side.
 *
 * <p>The first six bytes (a constant, the version) keep their place in every version to come.
 */
record Hello(Pnn pnn, long incarnation, IpAddress address, String cluster) {

    static final int VERSION = 8;

    /** Characters of a text in a hello. */
    static final int MAX_TEXT = 256;

    private static final int MAGIC = 0x4241544F;
    private static final int PNN_AT = 6;
    private static final int INCARNATION_AT = 10;
    private static final int TEXTS_AT = 18;

    Buffer encode() {
        Buffer bytes =
                Buffer.buffer()
                        .appendInt(MAGIC)
                        .appendShort((short) VERSION)
                        .appendInt(pnn.value())
                        .appendLong(incarnation);
        append(bytes, address.toString());
        append(bytes, cluster);
        return bytes;
    }

    /**
     * The version an agent speaks. Failure: {@link IllegalArgumentException} if this is no hello.
     */
    static int versionOf(Buffer bytes) {
        if (bytes.length() < PNN_AT || bytes.getInt(0) != MAGIC) {
            throw new IllegalArgumentException("the first frame is not a hello of an agent");
        }
        return bytes.getShort(4);
    }

    /** Reads a hello of this version. Failure: {@link IllegalArgumentException}. */
    static Hello decode(Buffer bytes) {
        if (bytes.length() < TEXTS_AT) {
            throw new IllegalArgumentException(
                    "a hello of " + bytes.length() + " bytes is too short");
        }
        String address = textAt(bytes, TEXTS_AT);
        int clusterAt = TEXTS_AT + 2 + address.getBytes(StandardCharsets.UTF_8).length;
        return new Hello(
                new Pnn(bytes.getInt(PNN_AT)),
                bytes.getLong(INCARNATION_AT),
                IpAddress.of(address),
                textAt(bytes, clusterAt));
    }

    private static void append(Buffer bytes, String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        bytes.appendShort((short) utf8.length).appendBytes(utf8);
    }

    private static String textAt(Buffer bytes, int at) {
        int length = at + 2 > bytes.length() ? -1 : bytes.getShort(at);
        if (length < 0 || length > 4 * MAX_TEXT || at + 2 + length > bytes.length()) {
            throw new IllegalArgumentException("a text of a hello ends outside of it");
        }
        return bytes.getString(at + 2, at + 2 + length);
    }
}
