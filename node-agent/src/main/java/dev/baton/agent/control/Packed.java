package dev.baton.agent.control;

import io.vertx.core.buffer.Buffer;

import org.jspecify.annotations.Nullable;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.zip.GZIPOutputStream;

/**
 * Text packed for a client that accepts it. Only answers that are whole are packed: a server that
 * packs by itself would hold back the words of a stream.
 */
final class Packed {

    static final String ENCODING = "gzip";

    private Packed() {}

    /** Whether a client says that it takes packed answers. */
    static boolean isWanted(@Nullable String acceptEncoding) {
        return acceptEncoding != null
                && acceptEncoding.contains(ENCODING)
                && !acceptEncoding.replace(" ", "").contains(ENCODING + ";q=0,")
                && !acceptEncoding.replace(" ", "").endsWith(ENCODING + ";q=0");
    }

    static Buffer of(String text) {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        } catch (IOException impossible) {
            throw new UncheckedIOException("packing in memory", impossible);
        }
        return Buffer.buffer(packed.toByteArray());
    }
}
