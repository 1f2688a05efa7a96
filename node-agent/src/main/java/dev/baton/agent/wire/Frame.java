package dev.baton.agent.wire;

import io.vertx.core.buffer.Buffer;

import java.nio.charset.StandardCharsets;

/**
 * One unit on the wire: four bytes of length (kind and body), one byte of kind, the body.
 *
 * <p>Bounds: at most {@link WireLimits#FRAME_BYTES} of kind and body.
 */
record Frame(FrameKind kind, Buffer body) {

    static final Frame PULSE = new Frame(FrameKind.PULSE, Buffer.buffer());

    Frame {
        if (body.length() + 1 > WireLimits.FRAME_BYTES) {
            throw new IllegalArgumentException(
                    "expected a frame of at most %d bytes, got %d"
                            .formatted(WireLimits.FRAME_BYTES, body.length() + 1));
        }
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
