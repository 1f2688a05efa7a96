package dev.baton.agent.callout;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;

@DisplayName("Files of volumes and images are whole, and readable by their owner only")
class DurableFileTest {

    private final Path folder;
    private final Path file;
    private final Path next;

    DurableFileTest(@TempDir Path base) throws IOException {
        folder = base.resolve("a/b");
        file = folder.resolve("1.json");
        next = folder.resolve("1.new");
        DurableFile.directory(folder);
    }

    private static String rights(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }

    private List<String> names() throws IOException {
        try (Stream<Path> all = Files.list(folder)) {
            return all.map(each -> String.valueOf(each.getFileName())).toList();
        }
    }

    @Test
    void whatIsWrittenTakesThePlaceOfWhatWas() throws IOException {
        DurableFile.write(file, next, "one");
        Files.writeString(next, "left by a life that died in the middle");

        DurableFile.write(file, next, "two");

        assertEquals("two", Files.readString(file));
        assertEquals(List.of("1.json"), names());
        assertEquals("rwx------ rw-------", rights(folder) + " " + rights(file));
    }

    @Test
    void whatIsAddedTakesTheNameOfNobody() throws IOException {
        DurableFile.add(file, next, "one");

        assertThrows(FileAlreadyExistsException.class, () -> DurableFile.add(file, next, "two"));

        assertEquals("one", Files.readString(file));
        assertEquals(List.of("1.json"), names());
    }
}
