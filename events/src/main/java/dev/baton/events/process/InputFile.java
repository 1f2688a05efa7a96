package dev.baton.events.process;

import dev.baton.events.callout.Account;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;

/**
 * What a script reads on its standard input, in a file for its user alone: a pipe would make us
 * wait for a script that does not read.
 */
final class InputFile implements AutoCloseable {

    private static final FileAttribute<Set<PosixFilePermission>> PRIVATE =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

    private final Optional<Path> path;

    private InputFile(Optional<Path> path) {
        this.path = path;
    }

    /**
     * A new file, in place of what is there; none where there is nothing to read.
     *
     * @param reader whose it is; empty for this process's own user
     */
    static InputFile of(Optional<String> text, Path path, Optional<Account> reader)
            throws IOException {
        if (text.isEmpty()) {
            return new InputFile(Optional.empty());
        }
        Files.deleteIfExists(path);
        Files.createFile(path, PRIVATE);
        Files.write(path, text.get().getBytes(StandardCharsets.UTF_8));
        if (reader.isPresent()) {
            Files.setAttribute(path, "unix:uid", (int) reader.get().uid());
        }
        return new InputFile(Optional.of(path));
    }

    /** As a launcher is told. */
    String word() {
        return path.map(Path::toString).orElse(LauncherProcess.NONE);
    }

    /** It has been read, or never will be. */
    @Override
    public void close() {
        path.ifPresent(InputFile::remove);
    }

    private static void remove(Path path) {
        try {
            Files.deleteIfExists(path);
        } catch (IOException keptByTheSystem) {
            // readable for its user only, in a directory that is emptied with the run
            return;
        }
    }
}
