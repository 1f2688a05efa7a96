package dev.baton.agent.migration;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.baton.agent.kernel.PathExchange;
import dev.baton.config.migration.Target;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Writes files below a directory, all or none: they are laid out beside it together with what it
 * holds already, and one call of the kernel puts that in its place. The old one stays as a backup.
 */
public final class DirectoryWriter {

    private static final System.Logger LOG = System.getLogger(DirectoryWriter.class.getName());

    private final Path directory;
    private final List<Target> targets;

    /** Of these files below this directory, which need not be there. */
    public DirectoryWriter(Path directory, List<Target> targets) {
        this.directory = directory.toAbsolutePath().normalize();
        this.targets = List.copyOf(targets);
    }

    /** The files that are there and hold something else. */
    public List<String> differing() throws UnusableDirectory {
        List<String> found = new ArrayList<>();
        try {
            for (Target target : targets) {
                Path path = directory.resolve(target.path());
                if (Files.exists(path, LinkOption.NOFOLLOW_LINKS) && !isSame(path, target)) {
                    found.add(target.path());
                }
            }
        } catch (IOException failure) {
            throw unusable(failure);
        }
        return found;
    }

    private static boolean isSame(Path path, Target target) throws IOException {
        return switch (target) {
            case Target.Linked link ->
                    Files.isSymbolicLink(path)
                            && Files.readSymbolicLink(path).toString().equals(link.to());
            case Target.Written text ->
                    Files.isRegularFile(path) && Files.readString(path).equals(text.text());
            case Target.Copied copy ->
                    Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)
                            && Files.mismatch(path, Path.of(copy.from().place())) < 0;
        };
    }

    /**
     * Writes all.
     *
     * @param suffix of the backup's name, after the directory's
     * @return the backup; empty when there was nothing
     */
    public Optional<Path> write(String suffix) throws UnusableDirectory {
        Path parent = Optional.ofNullable(directory.getParent()).orElse(directory);
        Path staged = directory;
        try {
            Files.createDirectories(parent);
            staged = Files.createTempDirectory(parent, ".baton-");
            return lay(staged, parent.resolve(directory.getFileName() + suffix));
        } catch (IOException failure) {
            throw unusable(failure);
        } finally {
            if (!staged.equals(directory)) {
                remove(staged);
            }
        }
    }

    private Optional<Path> lay(Path staged, Path backup) throws IOException {
        boolean old = Files.isDirectory(directory);
        if (old) {
            copyTree(staged);
            Files.setPosixFilePermissions(staged, Files.getPosixFilePermissions(directory));
        } else {
            Files.setPosixFilePermissions(staged, PosixFilePermissions.fromString("rwxr-xr-x"));
        }
        for (Target target : targets) {
            write(staged.resolve(target.path()), target);
        }
        if (!old) {
            Files.move(staged, directory, StandardCopyOption.ATOMIC_MOVE);
            return Optional.empty();
        }
        PathExchange.swap(staged, directory);
        keep(staged, backup);
        return Optional.of(backup);
    }

    /** What was there before lies where the new was laid out. */
    private void keep(Path staged, Path backup) throws IOException {
        try {
            Files.move(staged, backup, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException failure) {
            PathExchange.swap(staged, directory);
            throw failure;
        }
    }

    private void copyTree(Path to) throws IOException {
        Files.walkFileTree(
                directory,
                new SimpleFileVisitor<>() {
                    @Override
                    public FileVisitResult preVisitDirectory(Path path, BasicFileAttributes seen)
                            throws IOException {
                        Path copy = to.resolve(directory.relativize(path));
                        if (!path.equals(directory)) {
                            Files.copy(path, copy, StandardCopyOption.COPY_ATTRIBUTES);
                        }
                        return FileVisitResult.CONTINUE;
                    }

                    @Override
                    public FileVisitResult visitFile(Path path, BasicFileAttributes seen)
                            throws IOException {
                        Files.copy(
                                path,
                                to.resolve(directory.relativize(path)),
                                StandardCopyOption.COPY_ATTRIBUTES,
                                LinkOption.NOFOLLOW_LINKS);
                        return FileVisitResult.CONTINUE;
                    }
                });
    }

    private static void write(Path path, Target target) throws IOException {
        Files.createDirectories(Optional.ofNullable(path.getParent()).orElse(path));
        Files.deleteIfExists(path);
        switch (target) {
            case Target.Linked link -> Files.createSymbolicLink(path, Path.of(link.to()));
            case Target.Written text -> Files.write(path, text.text().getBytes(UTF_8));
            case Target.Copied copy -> {
                Files.copy(Path.of(copy.from().place()), path);
                Files.setPosixFilePermissions(path, safe(path));
            }
        }
    }

    /** Scripts others may write are not run. */
    private static Set<PosixFilePermission> safe(Path path) throws IOException {
        Set<PosixFilePermission> kept = new HashSet<>(Files.getPosixFilePermissions(path));
        kept.remove(PosixFilePermission.GROUP_WRITE);
        kept.remove(PosixFilePermission.OTHERS_WRITE);
        return kept;
    }

    private UnusableDirectory unusable(IOException failure) {
        return new UnusableDirectory(
                directory + ": cannot write it: " + failure + "; nothing was changed");
    }

    /** What is left of a layout that did not come into its place. */
    private static void remove(Path staged) {
        if (!Files.exists(staged)) {
            return;
        }
        try (var walk = Files.walk(staged)) {
            for (Path path : walk.sorted((one, other) -> other.compareTo(one)).toList()) {
                Files.delete(path);
            }
        } catch (IOException stays) {
            LOG.log(System.Logger.Level.WARNING, "cannot remove " + staged, stays);
        }
    }
}
