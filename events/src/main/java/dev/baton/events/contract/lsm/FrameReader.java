package dev.baton.events.contract.lsm;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Puts frames together from bytes as they come, in whatever pieces.
 *
 * <p>Bounds: {@link Frame#LONGEST}, and no more is kept than has come: a length that is only
 * claimed costs nothing. After {@link Step.Broken} there is no way back, because nobody knows where
 * the next frame would begin. Thread: one.
 */
public final class FrameReader {

    private static final int FIRST_ROOM = 8 * 1024;

    /** What the bytes so far make. */
    public sealed interface Step {

        /** A frame is complete; there may be bytes left for the next. */
        record Whole(Frame frame) implements Step {}

        /** All bytes were taken and more are needed. */
        record More() implements Step {}

        /** These are no frames; one sentence. */
        record Broken(String why) implements Step {}
    }

    private final int longest;
    private final byte[] head = new byte[Frame.HEAD];
    private int inHead;
    private int expected;
    private byte[] body = new byte[0];
    private int inBody;
    private String trouble = "";

    /** With the contract's limit. */
    public FrameReader() {
        this(Frame.LONGEST);
    }

    /** With a lower limit. */
    public FrameReader(int longest) {
        this.longest = longest;
    }

    /** Takes bytes up to the end of one frame. */
    public Step feed(ByteBuffer bytes) {
        while (trouble.isEmpty() && inHead < Frame.HEAD && bytes.hasRemaining()) {
            head(bytes.get());
        }
        if (!trouble.isEmpty()) {
            return new Step.Broken(trouble);
        }
        if (inHead < Frame.HEAD) {
            return new Step.More();
        }
        body(bytes);
        return inBody < expected ? new Step.More() : whole();
    }

    /** Whether a frame has begun and not ended: then an end of the bytes is no proper end. */
    public boolean isWithin() {
        return inHead > 0;
    }

    /** Bytes of the text that is on its way; 0 before that is known. */
    public int announced() {
        return inHead == Frame.HEAD && trouble.isEmpty() ? expected : 0;
    }

    private void head(byte next) {
        if (next < '0' || next > '9') {
            head[inHead++] = next;
            trouble =
                    "expected %d decimal digits before each text, got \"%s\""
                            .formatted(Frame.HEAD, printable(Arrays.copyOf(head, inHead)));
            return;
        }
        head[inHead++] = next;
        if (inHead == Frame.HEAD) {
            begin(Long.parseLong(new String(head, StandardCharsets.US_ASCII)));
        }
    }

    private void begin(long length) {
        if (length > longest) {
            trouble =
                    "a text of %d bytes is announced; at most %d are taken"
                            .formatted(length, longest);
            return;
        }
        expected = (int) length;
        body = new byte[Math.min(expected, FIRST_ROOM)];
        inBody = 0;
    }

    private void body(ByteBuffer bytes) {
        int count = Math.min(bytes.remaining(), expected - inBody);
        if (inBody + count > body.length) {
            long doubled = Math.max(body.length * 2L, (long) inBody + count);
            body = Arrays.copyOf(body, (int) Math.min(expected, doubled));
        }
        bytes.get(body, inBody, count);
        inBody += count;
    }

    private Step whole() {
        Frame frame = Frame.ofBody(body);
        inHead = 0;
        body = new byte[0];
        return new Step.Whole(frame);
    }

    private static String printable(byte[] bytes) {
        return new String(bytes, StandardCharsets.US_ASCII).replaceAll("[^ -~]", "?");
    }
}
