package dev.baton.agent.callout;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/**
 * Files that are, after a crash or a loss of power, as they were or as they were last written,
 * never a part of it; readable by root only.
 *
 * <p>A file is written beside its name, brought to the disk, and given its name whole; then the
 * name is brought to the disk, too. Thread: any, one for each file.
 */
public final class DurableFile {

    private DurableFile() {}

    /** Makes a directory for such files, where there is none. */
    public static void directory(Path folder) throws IOException {
        Files.createDirectories(
                folder,
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    }

    /**
     * Writes a file in place of what has its name.
     *
     * @param next what it is called while it is written, in the same directory
     */
    public static void write(Path file, Path next, String text) throws IOException {
        prepare(next, text);
        Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
        settle(file);
    }

    /**
     * Writes a file only where nothing has its name, also as other nodes see a shared directory.
     *
     * @throws java.nio.file.FileAlreadyExistsException where something has
     */
    public static void add(Path file, Path next, String text) throws IOException {
        prepare(next, text);
        try {
            Files.createLink(file, next);
        } finally {
            Files.deleteIfExists(next);
        }
        settle(file);
    }

    private static void prepare(Path next, String text) throws IOException {
        Files.deleteIfExists(next);
        ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(UTF_8));
        try (FileChannel out =
                FileChannel.open(
                        next,
                        Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                        PosixFilePermissions.asFileAttribute(
                                PosixFilePermissions.fromString("rw-------")))) {
            while (bytes.hasRemaining()) {
                out.write(bytes);
            }
            out.force(true);
        }
    }

    private static void settle(Path file) throws IOException {
        try (FileChannel directory =
                FileChannel.open(file.toAbsolutePath().getParent(), StandardOpenOption.READ)) {
            directory.force(true);
        }
    }
}
