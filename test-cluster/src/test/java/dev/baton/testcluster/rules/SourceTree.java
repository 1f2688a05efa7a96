package dev.baton.testcluster.rules;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/** The files of the project as they lie on disk, without what the build or git made. */
final class SourceTree {
    private static final Set<String> SKIPPED = Set.of("target", ".git", ".idea", "__pycache__");

    private SourceTree() {}

    static Path root() {
        Path here = Path.of("").toAbsolutePath();
        while (!Files.exists(here.resolve(".mvn"))) {
            Path above = here.getParent();
            if (above == null) {
                throw new IllegalStateException("no folder with .mvn above the working directory");
            }
            here = above;
        }
        return here;
    }

    static List<Path> files(Predicate<Path> wanted) {
        List<Path> found = new ArrayList<>();
        try {
            Files.walkFileTree(
                    root(),
                    new SimpleFileVisitor<>() {
                        @Override
                        public FileVisitResult preVisitDirectory(
                                Path folder, BasicFileAttributes attributes) {
                            return SKIPPED.contains(folder.getFileName().toString())
                                    ? FileVisitResult.SKIP_SUBTREE
                                    : FileVisitResult.CONTINUE;
                        }

                        @Override
                        public FileVisitResult visitFile(
                                Path file, BasicFileAttributes attributes) {
                            if (attributes.isRegularFile() && wanted.test(file)) {
                                found.add(file);
                            }
                            return FileVisitResult.CONTINUE;
                        }
                    });
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        return found.stream().sorted().toList();
    }

    static List<Path> java() {
        return files(file -> file.toString().endsWith(".java"));
    }

    static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** Whether a shell should run this: by its name or by its first line. */
    static boolean isShell(Path file) {
        String name = file.getFileName().toString();
        if (name.endsWith(".sh") || name.endsWith(".script")) {
            return true;
        }
        return Files.isExecutable(file) && firstLine(file).matches("#!.*\\b(sh|bash|dash)\\b.*");
    }

    private static String firstLine(Path file) {
        try (var in = Files.newInputStream(file)) {
            String start = new String(in.readNBytes(80), java.nio.charset.StandardCharsets.UTF_8);
            return start.lines().findFirst().orElse("");
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
