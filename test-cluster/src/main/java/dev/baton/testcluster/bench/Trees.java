package dev.baton.testcluster.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Directories with all that is in them, for a measurement. */
final class Trees {

    private Trees() {}

    static void copy(Path from, Path to) throws IOException {
        for (Path each : all(from)) {
            Files.copy(
                    each,
                    to.resolve(from.relativize(each).toString()),
                    StandardCopyOption.COPY_ATTRIBUTES);
        }
    }

    static void remove(Path folder) {
        try {
            for (Path each : all(folder).stream().sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(each);
            }
        } catch (IOException left) {
            throw new UncheckedIOException("cannot remove " + folder, left);
        }
    }

    /** Each directory before what is in it. */
    private static List<Path> all(Path folder) throws IOException {
        try (Stream<Path> found = Files.walk(folder)) {
            return found.toList();
        }
    }
}
