package dev.baton.events.process;

import dev.baton.events.sequence.ScriptNames;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Which scripts of a component there are, and which are enabled; works on files, without a daemon.
 *
 * <p>Source: CTDB events contract, section 2.1.
 *
 * @param events where administrators keep scripts, one directory for each component
 * @param delivered where vendors install theirs; enabled ones are linked from {@code events}. Of
 *     two scripts of one name the one in the earlier directory counts
 */
public record ScriptFiles(Path events, List<Path> delivered) {

    private static final String ENDING = ".script";
    private static final int OWNER_EXECUTE = 0100;
    private static final Set<PosixFilePermission> EXECUTE =
            EnumSet.of(
                    PosixFilePermission.OWNER_EXECUTE,
                    PosixFilePermission.GROUP_EXECUTE,
                    PosixFilePermission.OTHERS_EXECUTE);

    public ScriptFiles {
        delivered = List.copyOf(delivered);
    }

    /** With one vendor. */
    public ScriptFiles(Path events, Path delivered) {
        this(events, List.of(delivered));
    }

    /** One script, by its name without ending. */
    public record Listed(String name, boolean enabled) {}

    /**
     * All scripts of a component, each list in the order of running.
     *
     * @param delivered by vendors, enabled or not
     * @param local what else is in the component's directory
     */
    public record Listing(List<Listed> delivered, List<Listed> local) {
        public Listing {
            delivered = List.copyOf(delivered);
            local = List.copyOf(local);
        }
    }

    /** What a change came to. */
    public sealed interface Change {
        record Done() implements Change {}

        /** Neither installed nor delivered. */
        record Missing() implements Change {}

        /** No name of a script, or something that is neither a file nor a link. */
        record Invalid() implements Change {}

        /** The system refused. */
        record Failed(String why) implements Change {}
    }

    private enum Kind {
        LINK,
        FILE,
        OTHER,
        MISSING
    }

    /** Whether the component has a directory, of its own or a delivered one. */
    public boolean knows(String component) {
        return ComponentDirectories.isName(component)
                && (Files.isDirectory(events.resolve(component))
                        || delivered.stream()
                                .anyMatch(all -> Files.isDirectory(all.resolve(component))));
    }

    /** What there is; empty lists for a component without directories. */
    public Listing list(String component) {
        Path here = events.resolve(component);
        return new Listing(
                deliveredNames(component).stream()
                        .map(name -> listed(name, isLinkedOn(component, name)))
                        .toList(),
                names(here).stream()
                        .filter(name -> !isLinkToDelivered(component, name))
                        .map(name -> listed(name, isEnabled(here.resolve(name))))
                        .toList());
    }

    private static Listed listed(String name, boolean enabled) {
        return new Listed(ScriptNames.shown(name), enabled);
    }

    private List<String> deliveredNames(String component) {
        return ScriptNames.ordered(
                delivered.stream()
                        .flatMap(all -> names(all.resolve(component)).stream())
                        .distinct()
                        .toList());
    }

    private boolean isLinkedOn(String component, String name) {
        return isLinkToDelivered(component, name)
                && isEnabled(events.resolve(component).resolve(name));
    }

    private boolean isLinkToDelivered(String component, String name) {
        Path link = events.resolve(component).resolve(name);
        return delivered.stream()
                .anyMatch(all -> isLinkTo(link, all.resolve(component).resolve(name)));
    }

    /** Links a delivered script, or makes a file executable for all. */
    public Change enable(String component, String script) {
        if (!ComponentDirectories.isName(component) || !isScript(script)) {
            return new Change.Invalid();
        }
        Path file = place(component, script);
        try {
            return switch (kind(file)) {
                case LINK -> new Change.Done();
                case FILE -> setExecutable(file, true);
                case OTHER -> new Change.Invalid();
                case MISSING -> link(component, script);
            };
        } catch (IOException refused) {
            return failed(refused);
        }
    }

    /** Removes a link, or makes a file executable for nobody. */
    public Change disable(String component, String script) {
        if (!ComponentDirectories.isName(component) || !isScript(script)) {
            return new Change.Invalid();
        }
        Path file = place(component, script);
        try {
            return switch (kind(file)) {
                case LINK -> {
                    Files.deleteIfExists(file);
                    yield new Change.Done();
                }
                case FILE -> setExecutable(file, false);
                case OTHER -> new Change.Invalid();
                case MISSING -> new Change.Done();
            };
        } catch (IOException refused) {
            return failed(refused);
        }
    }

    /** The ending may be given for a file, not for a link. */
    private Path place(String component, String script) {
        Path directory = events.resolve(component);
        Path asGiven = directory.resolve(script);
        return script.endsWith(ENDING) && kind(asGiven) == Kind.FILE
                ? asGiven
                : directory.resolve(script + ENDING);
    }

    private static Change setExecutable(Path file, boolean wanted) throws IOException {
        Set<PosixFilePermission> mode = EnumSet.noneOf(PosixFilePermission.class);
        mode.addAll(Files.getPosixFilePermissions(file));
        if (wanted ? mode.addAll(EXECUTE) : mode.removeAll(EXECUTE)) {
            Files.setPosixFilePermissions(file, mode);
        }
        return new Change.Done();
    }

    private Change link(String component, String script) throws IOException {
        Optional<Path> target =
                delivered.stream()
                        .map(all -> all.resolve(component).resolve(script + ENDING))
                        .filter(Files::exists)
                        .findFirst();
        if (target.isEmpty()) {
            return new Change.Missing();
        }
        Path directory = Files.createDirectories(events.resolve(component));
        try {
            Files.createSymbolicLink(directory.resolve(script + ENDING), target.get().toRealPath());
        } catch (FileAlreadyExistsException linkedByAnother) {
            return new Change.Done();
        }
        return new Change.Done();
    }

    private static Change failed(IOException refused) {
        String reason =
                refused instanceof NoSuchFileException
                        ? "no such file"
                        : refused instanceof FileSystemException named && named.getReason() != null
                                ? named.getReason()
                                : refused.toString();
        return new Change.Failed(
                refused instanceof FileSystemException named
                        ? named.getFile() + ": " + reason
                        : reason);
    }

    private static Kind kind(Path file) {
        if (Files.isSymbolicLink(file)) {
            return Kind.LINK;
        }
        if (Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            return Kind.FILE;
        }
        return Files.exists(file, LinkOption.NOFOLLOW_LINKS) ? Kind.OTHER : Kind.MISSING;
    }

    private static List<String> names(Path directory) {
        try (Stream<Path> entries = Files.list(directory)) {
            return ScriptNames.ordered(entries.map(path -> path.getFileName().toString()).toList());
        } catch (IOException missing) {
            return List.of();
        }
    }

    private static boolean isLinkTo(Path link, Path target) {
        try {
            return Files.isSymbolicLink(link) && Files.isSameFile(link, target);
        } catch (IOException dangling) {
            return false;
        }
    }

    private static boolean isEnabled(Path file) {
        try {
            return ((Integer) Files.getAttribute(file, "unix:mode") & OWNER_EXECUTE) != 0;
        } catch (IOException dangling) {
            return false;
        }
    }

    private static boolean isScript(String script) {
        return ComponentDirectories.isName(script)
                && (ScriptNames.matches(script) || ScriptNames.matches(script + ENDING));
    }
}
