package dev.baton.agent.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.baton.agent.callout.StorageAccess;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * Parameters for a provider as an operator gives them: in the line, or in a file for those that
 * must not be seen in a list of processes.
 *
 * <p>Bounds: {@value #MOST_BYTES} bytes of a file.
 */
final class GivenParameters {

    private static final int MOST_BYTES = 1 << 20;
    private static final int READABLE_BY_OTHERS = 0066;

    private GivenParameters() {}

    static SortedMap<String, String> read(StorageAccess storage, List<String> given, String file) {
        SortedMap<String, String> all = read(storage::isSecret, "--param", given);
        if (!file.isEmpty()) {
            add(all, lines("--params", file), file);
        }
        return all;
    }

    /** Those in the line, none of them secret. */
    static SortedMap<String, String> read(
            Predicate<String> isSecret, String where, List<String> given) {
        SortedMap<String, String> all = new TreeMap<>();
        for (String each : given) {
            String name = put(all, each, where);
            if (isSecret.test(name)) {
                throw Complaint.usage(
                        "%s %s: a secret in a command line is seen by everybody; put it into a"
                                        .formatted(where, ShownText.of(name))
                                + " file and give --params FILE");
            }
        }
        return all;
    }

    /** Those of a file, one a line. */
    static void add(SortedMap<String, String> all, List<String> lines, String file) {
        for (String line : lines) {
            if (!line.isBlank() && !line.startsWith("#")) {
                put(all, line, file);
            }
        }
    }

    private static String put(SortedMap<String, String> all, String text, String where) {
        int equals = text.indexOf('=');
        if (equals < 1) {
            throw Complaint.usage(where + ": expected NAME=VALUE, such as pool=fast");
        }
        String name = text.substring(0, equals).strip();
        if (all.put(name, text.substring(equals + 1)) != null) {
            throw Complaint.usage(
                    "parameter %s is given twice; give it once".formatted(ShownText.of(name)));
        }
        return name;
    }

    /** A file that only its owner can read. */
    static List<String> lines(String option, String file) {
        try {
            Path path = Path.of(file);
            if (!path.isAbsolute()) {
                throw Complaint.usage(
                        option
                                + " expects an absolute path, because the agent reads the file, got"
                                + " \""
                                + ShownText.of(file)
                                + "\"");
            }
            if (((Integer) Files.getAttribute(path, "unix:mode") & READABLE_BY_OTHERS) != 0) {
                throw Complaint.usage(
                        "%s may be read or written by others; chmod 600 %s".formatted(path, path));
            }
            try (var in = Files.newInputStream(path)) {
                byte[] bytes = in.readNBytes(MOST_BYTES);
                return new String(bytes, UTF_8).lines().toList();
            }
        } catch (NoSuchFileException missing) {
            throw Complaint.notFound(option + ": there is no file " + ShownText.of(file));
        } catch (IOException | InvalidPathException unreadable) {
            throw Complaint.notFound(
                    "cannot read %s: %s".formatted(ShownText.of(file), unreadable));
        }
    }
}
