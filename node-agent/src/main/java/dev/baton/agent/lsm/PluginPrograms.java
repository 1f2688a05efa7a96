package dev.baton.agent.lsm;

import java.io.IOException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.EnumSet;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Finds plugins: {@code SCHEME_lsmplugin}, below a directory, hidden directories skipped.
 *
 * <p>Bounds: {@value #DEEPEST} levels, {@value #MOST} plugins. Source: storage call-outs contract,
 * section 5.3.
 */
final class PluginPrograms {

    private static final String ENDING = "_lsmplugin";
    private static final int DEEPEST = 8;
    private static final int MOST = 256;

    private PluginPrograms() {}

    /** By scheme; of two with one scheme the first by path. */
    static SortedMap<String, Path> below(Path directory) throws IOException {
        SortedMap<String, Path> found = new TreeMap<>();
        Files.walkFileTree(
                directory,
                EnumSet.of(FileVisitOption.FOLLOW_LINKS),
                DEEPEST,
                new SimpleFileVisitor<>() {
                    @Override
                    public FileVisitResult preVisitDirectory(
                            Path folder, BasicFileAttributes facts) {
                        return !folder.equals(directory) && name(folder).startsWith(".")
                                ? FileVisitResult.SKIP_SUBTREE
                                : FileVisitResult.CONTINUE;
                    }

                    @Override
                    public FileVisitResult visitFile(Path file, BasicFileAttributes facts) {
                        String name = name(file);
                        if (facts.isRegularFile() && name.matches("[\\w.-]+" + ENDING)) {
                            String scheme = name.substring(0, name.length() - ENDING.length());
                            found.merge(scheme, file, (a, b) -> a.compareTo(b) <= 0 ? a : b);
                        }
                        return found.size() < MOST
                                ? FileVisitResult.CONTINUE
                                : FileVisitResult.TERMINATE;
                    }

                    @Override
                    public FileVisitResult visitFileFailed(Path file, IOException unreadable) {
                        return FileVisitResult.CONTINUE;
                    }
                });
        return found;
    }

    private static String name(Path path) {
        return String.valueOf(path.getFileName());
    }
}
