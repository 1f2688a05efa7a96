package dev.baton.agent.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.buffer.Buffer;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;

/** A frame is cut out of any sequence of bytes, or the sequence is refused. */
class FrameReaderTest {

    /** As agents of before sent it. */
    private static final Frame PULSE = new Frame(FrameKind.PULSE, Buffer.buffer());

    private final List<String> frames = new ArrayList<>();
    private final List<String> garbage = new ArrayList<>();
    private final FrameReader reader =
            new FrameReader(frame -> frames.add(frame.kind() + " " + frame.text()), garbage::add);

    @Test
    void framesAreReadWhereverTheStreamIsCut() {
        Buffer bytes =
                Frame.of(FrameKind.MESSAGE, LoopbackWires.bytes("first"))
                        .encode()
                        .appendBuffer(PULSE.encode())
                        .appendBuffer(Frame.refusal("third").encode());

        for (int i = 0; i < bytes.length(); i++) {
            reader.handle(bytes.slice(i, i + 1));
        }
        reader.handle(bytes);

        List<String> once = List.of("MESSAGE first", "PULSE ", "REFUSAL third");
        assertEquals(once, frames.subList(0, 3));
        assertEquals(once, frames.subList(3, 6));
        assertTrue(garbage.isEmpty());
    }

    @Test
    void aLengthBeyondTheLimitIsGarbageBeforeItIsCollected() {
        reader.handle(Buffer.buffer().appendInt(WireLimits.GREETING_BYTES + 1));
        reader.handle(PULSE.encode());

        assertEquals(1, garbage.size());
        assertTrue(frames.isEmpty());
    }

    @Test
    void anEmptyFrameAndAnUnknownKindAreGarbage() {
        reader.handle(Buffer.buffer().appendInt(0));
        new FrameReader(frame -> frames.add("frame"), garbage::add)
                .handle(Buffer.buffer().appendInt(1).appendByte((byte) 77));

        assertEquals(2, garbage.size());
        assertTrue(frames.isEmpty());
    }
}
