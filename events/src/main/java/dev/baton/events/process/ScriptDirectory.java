package dev.baton.events.process;

import dev.baton.events.Event;
import dev.baton.events.sequence.ExitMapping;
import dev.baton.events.sequence.ScriptEnding;
import dev.baton.events.sequence.ScriptNames;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The scripts of one component, as they are on disk at the moment of asking.
 *
 * <p>Source: CTDB events contract, sections 2 and 3 (number 3).
 *
 * @param directory where the scripts are
 * @param top the directory up to which parents must be trusted, {@code directory} or one above it
 * @param only the one file that is run, whatever its name; empty for all event scripts
 */
public record ScriptDirectory(Path directory, Path top, ScriptTrust trust, Optional<String> only) {

    private static final int HEAD_BYTES = 1024;
    private static final String EVENTS = "# baton-events:";
    private static final String SHORTCUTS = "# baton-shortcut:";
    private static final int OWNER_EXECUTE = 0100;
    private static final int EPERM = 1;

    public ScriptDirectory {
        if (!directory.startsWith(top)) {
            throw new IllegalArgumentException("expected " + directory + " below " + top);
        }
    }

    /** All event scripts of a directory. */
    public ScriptDirectory(Path directory, Path top, ScriptTrust trust) {
        this(directory, top, trust, Optional.empty());
    }

    /** One file of a directory. */
    public static ScriptDirectory of(Path directory, String fileName, ScriptTrust trust) {
        return new ScriptDirectory(directory, directory, trust, Optional.of(fileName));
    }

    /** The scripts found, or why there are none to be found. */
    sealed interface Listing {
        /** File names in the order of running, executable or not. */
        record Found(List<String> fileNames) implements Listing {}

        record Unreadable(String why) implements Listing {}
    }

    /** The scripts there are now, as results name them; none when they cannot be listed. */
    public List<String> names() {
        return switch (list()) {
            case Listing.Found found -> found.fileNames().stream().map(ScriptNames::shown).toList();
            case Listing.Unreadable _ -> List.of();
        };
    }

    /** Whether a script may be started now. */
    sealed interface Readiness {
        /**
         * It may.
         *
         * @param allowsShortcut whether the agent may do its work for this event itself
         */
        record Ready(Path path, boolean allowsShortcut) implements Readiness {

            String fileName() {
                return path.getFileName().toString();
            }
        }

        /**
         * What it ends as without having run, and a sentence about it; empty where it is merely
         * disabled, or has nothing to do for this event.
         */
        record Not(ScriptEnding ending, String why) implements Readiness {}
    }

    Listing list() {
        if (only.isPresent()) {
            return new Listing.Found(List.of(only.get()));
        }
        if (!Files.isDirectory(directory)) {
            return new Listing.Unreadable(
                    "expected a directory of event scripts at " + directory + "; create it");
        }
        try (Stream<Path> entries = Files.list(directory)) {
            return new Listing.Found(
                    ScriptNames.ordered(
                            entries.map(path -> path.getFileName().toString()).toList()));
        } catch (IOException unreadable) {
            return new Listing.Unreadable("cannot list " + directory + ": " + unreadable);
        }
    }

    Readiness readiness(String fileName, Event event) {
        Path path = directory.resolve(fileName);
        try {
            if (!ownerMayExecute(path)) {
                return not(ExitMapping.EACCES, "");
            }
            Optional<String> objection = trust.objection(path, top);
            if (objection.isPresent()) {
                return not(EPERM, objection.get());
            }
            return fileName.indexOf('\n') >= 0
                    ? not(EPERM, "not run: its name contains a line break")
                    : program(path, event);
        } catch (IOException vanished) {
            return not(ExitMapping.ENOENT, "");
        }
    }

    private static Readiness program(Path path, Event event) throws IOException {
        String text = head(path);
        if (text.startsWith("\u007fELF")) {
            return new Readiness.Ready(path, false);
        }
        String line = text.lines().findFirst().orElse("");
        String interpreter =
                line.startsWith("#!") ? line.substring(2).strip().split("\\s", 2)[0] : "";
        if (interpreter.isEmpty()) {
            return not(ExitMapping.ENOEXEC, "neither \"#!\" nor a binary: " + path);
        }
        if (!Files.exists(Path.of(interpreter))) {
            return not(ExitMapping.ENOENT, "its interpreter is missing: " + interpreter);
        }
        if (!Files.isExecutable(Path.of(interpreter))) {
            return not(ExitMapping.EACCES, "its interpreter is not executable: " + interpreter);
        }
        return declared(text, EVENTS).map(names -> names.contains(event.name())).orElse(true)
                ? new Readiness.Ready(path, allowsShortcut(text, event))
                : new Readiness.Not(new ScriptEnding.Exited(0), "");
    }

    private static boolean allowsShortcut(String text, Event event) {
        return declared(text, SHORTCUTS).map(names -> names.contains(event.name())).orElse(false);
    }

    /**
     * The events a script names in a line near its beginning. With {@code # baton-events: takeip
     * releaseip} it is a success for all others without being started; one without the line gets
     * every event. For those in {@code # baton-shortcut: takeip} a {@link Shortcut} will do.
     */
    private static Optional<List<String>> declared(String text, String line) {
        return text.lines()
                .filter(each -> each.startsWith(line))
                .findFirst()
                .map(each -> List.of(each.substring(line.length()).strip().split("\\s+")));
    }

    private static String head(Path path) throws IOException {
        try (InputStream in = Files.newInputStream(path)) {
            return new String(in.readNBytes(HEAD_BYTES), StandardCharsets.ISO_8859_1);
        }
    }

    private static boolean ownerMayExecute(Path path) throws IOException {
        return ((Integer) Files.getAttribute(path, "unix:mode") & OWNER_EXECUTE) != 0;
    }

    private static Readiness not(int errno, String why) {
        return new Readiness.Not(new ScriptEnding.Unrunnable(errno), why);
    }
}
