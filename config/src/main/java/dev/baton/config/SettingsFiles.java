package dev.baton.config;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The one class of this room that touches files. What it cannot read becomes a problem.
 *
 * <p>Bounds: {@value #MOST_BYTES} bytes in a file, {@value #MOST_FILES} files in a directory.
 */
final class SettingsFiles {

    private static final int MOST_BYTES = 1 << 20;
    private static final int MOST_FILES = 1000;

    private final List<ConfigProblem> problems = new ArrayList<>();

    /** The lines of a file that must be there. */
    Optional<List<String>> lines(Path file) {
        if (!exists(file)) {
            problem(file, "the file is missing", "create it");
            return Optional.empty();
        }
        return read(file);
    }

    /** The lines of a file that need not be there. */
    Optional<List<String>> linesIfThere(Path file) {
        return exists(file) ? read(file) : Optional.empty();
    }

    /** The files of a directory with this ending, by name; a missing directory has none. */
    List<Path> matching(Path directory, String ending) {
        if (!exists(directory)) {
            return List.of();
        }
        try (Stream<Path> listing = Files.list(directory)) {
            List<Path> found =
                    listing.filter(file -> isVisible(file, ending))
                            .sorted()
                            .limit(MOST_FILES + 1)
                            .toList();
            if (found.size() > MOST_FILES) {
                problem(directory, "more than " + MOST_FILES + " files", "merge some");
            }
            return found;
        } catch (IOException e) {
            problem(directory, "cannot be listed: " + e, "make it a directory the agent can read");
            return List.of();
        }
    }

    boolean exists(Path file) {
        return Files.exists(file);
    }

    boolean isReadable(Path file) {
        return Files.isRegularFile(file) && Files.isReadable(file);
    }

    boolean isProgram(Path file) {
        return Files.isRegularFile(file) && Files.isExecutable(file);
    }

    List<ConfigProblem> problems() {
        return List.copyOf(problems);
    }

    /** The file that a path leads to, through links. */
    Path real(Path path) {
        try {
            return path.toRealPath();
        } catch (IOException missing) {
            return path.toAbsolutePath().normalize();
        }
    }

    private Optional<List<String>> read(Path file) {
        if (!Files.isRegularFile(file)) {
            problem(file, "is not a file", "replace it by a file");
            return Optional.empty();
        }
        try (var input = Files.newInputStream(file)) {
            byte[] bytes = input.readNBytes(MOST_BYTES + 1);
            if (bytes.length > MOST_BYTES) {
                problem(file, "is longer than " + MOST_BYTES + " bytes", "shorten it");
                return Optional.empty();
            }
            String text = UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
            return Optional.of(text.lines().toList());
        } catch (CharacterCodingException notText) {
            problem(file, "is not UTF-8 text", "save it as UTF-8");
        } catch (IOException e) {
            problem(file, "cannot be read: " + e, "let the agent read it");
        }
        return Optional.empty();
    }

    private static boolean isVisible(Path file, String ending) {
        String name = String.valueOf(file.getFileName());
        return name.endsWith(ending) && !name.startsWith(".");
    }

    private void problem(Path file, String why, String cure) {
        problems.add(ConfigProblem.error(file.toString(), 0, "", why, cure));
    }
}
