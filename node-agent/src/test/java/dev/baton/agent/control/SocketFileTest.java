package dev.baton.agent.control;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/** Platform, section 6: who may reach the socket. */
class SocketFileTest {

    @Test
    void onlyTheAgentsOwnDirectoryIsClosedToOthers(@TempDir Path base) throws IOException {
        Path shared = open(base.resolve("shared"));
        Path own = open(base.resolve("own"));

        SocketFile.prepare(shared.resolve("agent.sock"), false);
        SocketFile.prepare(base.resolve("new/agent.sock"), false);
        SocketFile.prepare(own.resolve("agent.sock"), true);

        assertEquals("rwxrwxrwx", permissions(shared));
        assertEquals("rwxr-x---", permissions(base.resolve("new")));
        assertEquals("rwxr-x---", permissions(own));
    }

    private static Path open(Path directory) throws IOException {
        Files.createDirectory(directory);
        return Files.setPosixFilePermissions(
                directory, PosixFilePermissions.fromString("rwxrwxrwx"));
    }

    private static String permissions(Path file) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    }
}
