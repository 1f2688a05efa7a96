package dev.baton.events.process;

import dev.baton.events.callout.Outcome;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Whether a file may be started, looked at right before every start.
 *
 * <p>Source: storage call-outs contract, sections 1 (rule 5) and 3.1.
 */
public final class ProgramFile {

    private static final Path TOP = Path.of("/");
    private static final int OWNER_EXECUTE = 0100;
    private static final int HEAD_BYTES = 512;

    private ProgramFile() {}

    /** Why it may not; empty when it may. */
    public static Optional<Outcome> objection(Path program, ScriptTrust trust) {
        try {
            Optional<String> distrust = trust.objection(program, TOP);
            if (distrust.isPresent()) {
                String why = distrust.get().replaceFirst("^not run: ", "");
                return Optional.of(new Outcome.Refused(Outcome.Reason.TRUST, why));
            }
            return unusable(program).map(Outcome.NotStarted::new);
        } catch (NoSuchFileException missing) {
            return Optional.of(new Outcome.NotStarted("there is no " + missing.getFile()));
        } catch (IOException unreadable) {
            return Optional.of(new Outcome.NotStarted("cannot be looked at: " + unreadable));
        }
    }

    private static Optional<String> unusable(Path program) throws IOException {
        if (!Files.isRegularFile(program)) {
            return Optional.of("%s is no regular file".formatted(program));
        }
        if (((Integer) Files.getAttribute(program, "unix:mode") & OWNER_EXECUTE) == 0) {
            return Optional.of(
                    "%s cannot be executed by its owner; chmod u+x %s".formatted(program, program));
        }
        return interpreterProblem(program);
    }

    /** A shell would run a file without "#!" by itself; nobody asked for that. */
    private static Optional<String> interpreterProblem(Path program) throws IOException {
        String head = head(program);
        if (head.startsWith("\u007fELF")) {
            return Optional.empty();
        }
        String line = head.lines().findFirst().orElse("");
        if (!line.startsWith("#!")) {
            return Optional.of(program + " is neither a binary nor begins with \"#!\"");
        }
        String interpreter = line.substring(2).strip().split("\\s", 2)[0];
        return Files.isExecutable(Path.of(interpreter))
                ? Optional.empty()
                : Optional.of(
                        "the interpreter %s of %s is missing; install it"
                                .formatted(interpreter, program));
    }

    private static String head(Path program) throws IOException {
        try (InputStream in = Files.newInputStream(program)) {
            return new String(in.readNBytes(HEAD_BYTES), StandardCharsets.ISO_8859_1);
        }
    }
}
