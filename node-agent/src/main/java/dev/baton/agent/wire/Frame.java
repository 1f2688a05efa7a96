package dev.baton.agent.wire;

import io.vertx.core.buffer.Buffer;

import java.nio.charset.StandardCharsets;
import java.util.OptionalLong;

/**
 * One unit on the wire: four bytes of length (kind and body), one byte of kind, the body.
 *
 * <p>Bounds: at most {@link WireLimits#FRAME_BYTES} of kind and body.
 */
record Frame(FrameKind kind, Buffer body) {

    private static final int CLOCK_BYTES = 8;

    Frame {
        if (body.length() + 1 > WireLimits.FRAME_BYTES) {
            throw new IllegalArgumentException(
                    "expected a frame of at most %d bytes, got %d"
                            .formatted(WireLimits.FRAME_BYTES, body.length() + 1));
        }
    }

    /**
     * The answer to a heartbeat.
     *
     * @param wallMillis what the clock of this machine shows, in milliseconds since 1970
     */
    static Frame pulse(long wallMillis) {
        return new Frame(FrameKind.PULSE, Buffer.buffer(CLOCK_BYTES).appendLong(wallMillis));
    }

    /** What the clock of a pulse's sender showed; agents of before did not say it. */
    OptionalLong wallMillis() {
        return body.length() == CLOCK_BYTES
                ? OptionalLong.of(body.getLong(0))
                : OptionalLong.empty();
    }

    static Frame refusal(String sentence) {
        return new Frame(FrameKind.REFUSAL, Buffer.buffer(sentence));
    }

    static Frame of(FrameKind kind, byte[] payload) {
        return new Frame(kind, Buffer.buffer(payload));
    }

    String text() {
        return body.toString(StandardCharsets.UTF_8);
    }

    Buffer encode() {
        return Buffer.buffer(body.length() + 5)
                .appendInt(body.length() + 1)
                .appendByte(kind.code())
                .appendBuffer(body);
    }
}
