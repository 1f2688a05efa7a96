package dev.baton.events.contract.lsm;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;

/**
 * One text on the wire: its number of bytes in {@value #HEAD} decimal digits, then that many bytes.
 *
 * <p>Source: storage call-outs contract, section 5.2.
 */
public final class Frame {

    /** Digits before the text. */
    public static final int HEAD = 10;

    /** Bytes of the longest text that is taken or sent: 64 MiB. Source: section 5.2. */
    public static final int LONGEST = 64 * 1024 * 1024;

    private final byte[] bytes;

    private Frame(byte[] bytes) {
        this.bytes = bytes;
    }

    /** For a text to be sent. Failure: {@link IllegalArgumentException} for one over the limit. */
    public static Frame of(String text) {
        return ofBody(text.getBytes(StandardCharsets.UTF_8));
    }

    static Frame ofBody(byte[] body) {
        if (body.length > LONGEST) {
            throw new IllegalArgumentException(
                    "expected a text of at most %d bytes, got %d".formatted(LONGEST, body.length));
        }
        byte[] head =
                String.format(Locale.ROOT, "%010d", body.length)
                        .getBytes(StandardCharsets.US_ASCII);
        byte[] all = new byte[HEAD + body.length];
        System.arraycopy(head, 0, all, 0, HEAD);
        System.arraycopy(body, 0, all, HEAD, body.length);
        return new Frame(all);
    }

    /** Everything that is on the wire, digits first; to be read only. */
    public ByteBuffer bytes() {
        return ByteBuffer.wrap(bytes).asReadOnlyBuffer();
    }

    /** Bytes of the text. */
    public int length() {
        return bytes.length - HEAD;
    }

    /** The text; empty where the bytes are not UTF-8. */
    public Optional<String> text() {
        try {
            ByteBuffer body = ByteBuffer.wrap(bytes, HEAD, length());
            return Optional.of(StandardCharsets.UTF_8.newDecoder().decode(body).toString());
        } catch (CharacterCodingException garbage) {
            return Optional.empty();
        }
    }

    @Override
    public String toString() {
        return "frame of " + length() + " bytes";
    }
}
