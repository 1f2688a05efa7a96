package dev.baton.agent.access;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.baton.config.AccessToken;
import dev.baton.config.ConfigProblem;
import dev.baton.config.Parsed;
import dev.baton.config.TokensFile;

import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * The file of tokens, which belongs to root or to who runs this, and is nobody else's to read.
 *
 * <p>It is read again when it has changed. Changes are whole: a new file takes the place of the old
 * one. Bounds: {@value #MOST_BYTES} bytes. Failure: a file that may not be trusted has no token;
 * {@link Content#refusal} says why. Thread: any.
 */
public final class TokenFile {

    static final int MOST_BYTES = 1 << 20;
    private static final Set<PosixFilePermission> OWNER_ONLY =
            PosixFilePermissions.fromString("rw-------");

    /**
     * What the file says.
     *
     * @param refusal why none of it counts
     */
    public record Content(TokensFile file, List<ConfigProblem> problems, Optional<String> refusal) {
        public Content {
            problems = List.copyOf(problems);
        }

        private static Content refused(String why) {
            return new Content(TokensFile.NONE, List.of(), Optional.of(why));
        }
    }

    /** Tells one state of the file from another; empty: there is none. */
    private record Mark(String inode, String size, String changed) {}

    private final Path path;
    private Optional<Mark> read = Optional.empty();
    private Content content = new Content(TokensFile.NONE, List.of(), Optional.empty());

    /** Nothing is read yet. */
    public TokenFile(Path path) {
        this.path = path;
    }

    /** Where it is. */
    public Path path() {
        return path;
    }

    /** As it is now. */
    public synchronized Content content() {
        try {
            Optional<Mark> now = Optional.of(mark());
            if (!now.equals(read)) {
                content = load();
                read = now;
            }
        } catch (NoSuchFileException none) {
            content = new Content(TokensFile.NONE, List.of(), Optional.empty());
            read = Optional.empty();
        } catch (IOException failure) {
            content = Content.refused("cannot read " + path + ": " + failure);
            read = Optional.empty();
        }
        return content;
    }

    private Mark mark() throws IOException {
        var seen =
                Files.readAttributes(path, "unix:ino,size,ctime,mode", LinkOption.NOFOLLOW_LINKS);
        return new Mark(
                seen.get("ino") + " " + seen.get("mode"),
                String.valueOf(seen.get("size")),
                String.valueOf(seen.get("ctime")));
    }

    private Content load() throws IOException {
        Optional<String> refusal = distrust();
        if (refusal.isPresent()) {
            return Content.refused(refusal.get());
        }
        try {
            Parsed<TokensFile> parsed =
                    TokensFile.parse(path.toString(), Files.readAllLines(path, UTF_8));
            return new Content(parsed.value(), parsed.problems(), Optional.empty());
        } catch (MalformedInputException binary) {
            return Content.refused(path + " is no text in UTF-8; make it anew: baton token create");
        }
    }

    private Optional<String> distrust() throws IOException {
        PosixFileAttributes seen =
                Files.readAttributes(path, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        if (!seen.isRegularFile()) {
            return Optional.of(path + " is no regular file; replace it: baton token create");
        }
        if (seen.size() > MOST_BYTES) {
            return Optional.of(path + " has more than " + MOST_BYTES + " bytes; remove lines");
        }
        Object owner = Files.getAttribute(path, "unix:uid", LinkOption.NOFOLLOW_LINKS);
        if (!owner.equals(0)
                && !owner.equals(Files.getAttribute(Path.of("/proc/self"), "unix:uid"))) {
            return Optional.of(
                    "%s belongs to %s, expected root; chown root it"
                            .formatted(path, seen.owner().getName()));
        }
        return OWNER_ONLY.containsAll(seen.permissions())
                ? Optional.empty()
                : Optional.of(
                        "%s has mode %s, expected rw-------; chmod 600 it"
                                .formatted(
                                        path, PosixFilePermissions.toString(seen.permissions())));
    }

    /** Adds a token behind the others. Failure: a {@link Refusal}. */
    public void add(AccessToken token) {
        change(
                lines -> {
                    List<String> names = names(lines);
                    if (names.contains(token.name())) {
                        throw new Refusal(
                                "%1$s has a token already; remove it first: baton token remove %1$s"
                                        .formatted(token.name()));
                    }
                    if (names.size() >= TokensFile.MOST) {
                        throw new Refusal(
                                path + " has " + names.size() + " tokens already; remove some");
                    }
                    return lines.add(token.line());
                });
    }

    /** Removes every line of that name; whether there was one. Failure: a {@link Refusal}. */
    public boolean remove(String name) {
        return change(
                lines ->
                        lines.removeIf(
                                line -> TokensFile.nameOf(line).filter(name::equals).isPresent()));
    }

    private static List<String> names(List<String> lines) {
        return lines.stream().flatMap(line -> TokensFile.nameOf(line).stream()).toList();
    }

    /** The new file is made first, so that of two changes at a time one is refused. */
    private boolean change(Predicate<List<String>> work) {
        Path next = path.resolveSibling(path.getFileName() + ".new");
        try {
            Files.createDirectories(path.toAbsolutePath().getParent());
            Files.createFile(next, PosixFilePermissions.asFileAttribute(OWNER_ONLY));
        } catch (FileAlreadyExistsException other) {
            throw new Refusal(
                    next + " is there: another change is under way, or was cut off; remove it");
        } catch (IOException failure) {
            throw new Refusal("cannot write " + next + ": " + failure + ". Run as root");
        }
        try {
            return changed(next, work);
        } catch (IOException failure) {
            throw new Refusal("cannot write " + path + ": " + failure + ". Run as root");
        }
    }

    private boolean changed(Path next, Predicate<List<String>> work) throws IOException {
        try {
            List<String> lines = lines();
            boolean isOther = work.test(lines);
            if (isOther) {
                Files.write(next, lines, UTF_8, StandardOpenOption.DSYNC);
                Files.move(next, path, StandardCopyOption.ATOMIC_MOVE);
            }
            return isOther;
        } finally {
            Files.deleteIfExists(next);
        }
    }

    private List<String> lines() throws IOException {
        Content now = content();
        if (now.refusal().isPresent()) {
            throw new Refusal(now.refusal().get());
        }
        return new ArrayList<>(Files.exists(path) ? Files.readAllLines(path, UTF_8) : List.of());
    }

    /** Why a file was not changed: a sentence with its cure. */
    public static final class Refusal extends RuntimeException {
        private static final long serialVersionUID = 1;

        Refusal(String sentence) {
            super(sentence);
        }

        /** What to tell the operator. */
        public String sentence() {
            return String.valueOf(getMessage());
        }
    }
}
