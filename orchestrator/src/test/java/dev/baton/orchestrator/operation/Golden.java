package dev.baton.orchestrator.operation;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Compares text with a file kept in the source tree; {@code -Dgolden.update=true} rewrites the file
 * instead.
 */
final class Golden {

    private Golden() {}

    static void check(Path file, String actual) {
        try {
            if (Boolean.getBoolean("golden.update")) {
                Files.createDirectories(file.toAbsolutePath().getParent());
                Files.writeString(file, actual);
            }
            assertEquals(
                    Files.readString(file), actual, "rewrite with -Dgolden.update=true: " + file);
        } catch (IOException e) {
            throw new UncheckedIOException("golden file " + file, e);
        }
    }
}
