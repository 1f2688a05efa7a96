package dev.baton.agent.control;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * The file of the unix socket. Who may enter its directory may give any command.
 *
 * <p>Failure: {@link UncheckedIOException} that names the file.
 */
final class SocketFile {

    private SocketFile() {}

    /**
     * Makes the directory and removes what an earlier life left; the caller holds the identity.
     *
     * @param own whether the directory is the agent's; another that exists stays as it is
     */
    static void prepare(Path socket, boolean own) {
        try {
            Path directory = socket.toAbsolutePath().getParent();
            boolean isOurs = directory != null && (own || !Files.exists(directory));
            if (directory != null && isOurs) {
                Files.createDirectories(directory);
                Files.setPosixFilePermissions(
                        directory, PosixFilePermissions.fromString("rwxr-x---"));
            }
            Files.deleteIfExists(socket);
        } catch (IOException failure) {
            throw new UncheckedIOException("cannot prepare the socket " + socket, failure);
        }
    }

    static void protect(Path socket) {
        try {
            Files.setPosixFilePermissions(socket, PosixFilePermissions.fromString("rw-rw----"));
        } catch (IOException failure) {
            throw new UncheckedIOException("cannot protect the socket " + socket, failure);
        }
    }
}
