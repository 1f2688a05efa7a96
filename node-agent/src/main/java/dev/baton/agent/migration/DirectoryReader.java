package dev.baton.agent.migration;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.baton.config.migration.FoundFile;
import dev.baton.config.migration.SettingsDirectory;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Reads a directory an administrator wrote. Changes nothing and runs nothing.
 *
 * <p>Bounds: {@value #MOST_FILES} files, {@value #DEEPEST} directories deep; a file of more than
 * {@value #MOST_BYTES} bytes is copied, but not read as text.
 */
public final class DirectoryReader {

    private static final int MOST_FILES = 2000;
    private static final int DEEPEST = 5;
    private static final int MOST_BYTES = 1 << 20;

    /** What a daemon in test mode keeps below its settings. */
    private static final List<String> STATE = List.of("run", "var", "share");

    private final Path directory;

    private DirectoryReader(Path directory) {
        this.directory = directory;
    }

    /** Failure: {@link UnusableDirectory} with the sentence to show. */
    public static SettingsDirectory read(Path directory) throws UnusableDirectory {
        try {
            Path real = directory.toRealPath();
            if (!Files.isDirectory(real)) {
                throw new UnusableDirectory(directory + ": expected a directory");
            }
            return new DirectoryReader(real).all();
        } catch (IOException failure) {
            throw new UnusableDirectory(
                    directory + ": cannot read it: " + failure + ". Is the name right?");
        }
    }

    private SettingsDirectory all() throws IOException, UnusableDirectory {
        SortedMap<String, FoundFile> files = new TreeMap<>();
        try (Stream<Path> walk = Files.walk(directory, DEEPEST)) {
            List<Path> found =
                    walk.filter(path -> !Files.isDirectory(path) || Files.isSymbolicLink(path))
                            .filter(path -> !Files.isDirectory(path) || !isWithin(path))
                            .filter(path -> !isState(path))
                            .limit(MOST_FILES + 1L)
                            .toList();
            if (found.size() > MOST_FILES) {
                throw new UnusableDirectory(
                        "%s: more than %d files; is it a directory of settings?"
                                .formatted(directory, MOST_FILES));
            }
            for (Path path : found) {
                String name = directory.relativize(path).toString();
                files.put(name, found(name, path));
            }
        }
        return new SettingsDirectory(
                directory.toString(), files, variables(), path -> text(Path.of(path)));
    }

    /** A link to a directory of the same tree brings nothing new. */
    private boolean isWithin(Path link) {
        try {
            return link.toRealPath().startsWith(directory);
        } catch (IOException leadsNowhere) {
            return false;
        }
    }

    private boolean isState(Path path) {
        return STATE.contains(String.valueOf(directory.relativize(path).getName(0)));
    }

    private FoundFile found(String name, Path path) throws IOException {
        return new FoundFile(
                name, path.toString(), isExecutable(path), outwardLink(path), text(path));
    }

    /** The owner's right, as for scripts of events. */
    private static boolean isExecutable(Path path) {
        try {
            return Files.isRegularFile(path)
                    && Files.getPosixFilePermissions(path)
                            .contains(PosixFilePermission.OWNER_EXECUTE);
        } catch (IOException gone) {
            return false;
        }
    }

    /** A link within the directory is followed; its content comes along. */
    private Optional<String> outwardLink(Path path) throws IOException {
        if (!Files.isSymbolicLink(path)) {
            return Optional.empty();
        }
        if (!Files.exists(path)) {
            return Optional.of(Files.readSymbolicLink(path).toString());
        }
        Path real = path.toRealPath();
        return real.startsWith(directory) ? Optional.empty() : Optional.of(real.toString());
    }

    /** Where a CTDB before 4.9 was configured: in the directory, or beside it. */
    private Optional<FoundFile> variables() throws IOException {
        Path beside = Optional.ofNullable(directory.getParent()).orElse(directory);
        for (Path path :
                List.of(
                        directory.resolve("ctdbd.conf"),
                        beside.resolve("default/ctdb"),
                        beside.resolve("sysconfig/ctdb"))) {
            if (Files.isRegularFile(path)) {
                return Optional.of(found(String.valueOf(path.getFileName()), path));
            }
        }
        return Optional.empty();
    }

    private static Optional<List<String>> text(Path path) {
        if (!Files.isRegularFile(path)) {
            return Optional.empty();
        }
        try (var input = Files.newInputStream(path)) {
            byte[] bytes = input.readNBytes(MOST_BYTES + 1);
            return bytes.length > MOST_BYTES
                    ? Optional.empty()
                    : Optional.of(UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString())
                            .map(text -> text.lines().toList());
        } catch (IOException unreadableOrNoText) {
            return Optional.empty();
        }
    }
}
