package dev.baton.testcluster.netns;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs one short external command to its end, with a limit; output goes through a file. */
public final class ShellCommand {
    /** Longest a configuration command may take on a loaded machine. */
    public static final Duration LIMIT = Duration.ofSeconds(20);

    /** What a command left: its exit status and both outputs, merged. */
    public record Outcome(int status, String output) {}

    private ShellCommand() {}

    /** Runs the command and returns its output; throws IllegalStateException if it fails. */
    public static String run(String... command) {
        Outcome outcome = attempt(LIMIT, List.of(command));
        if (outcome.status() != 0) {
            throw new IllegalStateException(
                    "%s: exit %d: %s"
                            .formatted(
                                    String.join(" ", command),
                                    outcome.status(),
                                    outcome.output().strip()));
        }
        return outcome.output();
    }

    /** Runs the command; a failure is an outcome. Status 124 when the limit passed. */
    public static Outcome attempt(Duration limit, List<String> command) {
        try {
            Path output =
                    Files.createTempFile("baton-" + ProcessHandle.current().pid() + "-", ".out");
            try {
                return attempt(limit, command, output);
            } finally {
                Files.deleteIfExists(output);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot run " + command, e);
        }
    }

    private static Outcome attempt(Duration limit, List<String> command, Path output)
            throws IOException {
        Process process =
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectInput(new java.io.File("/dev/null"))
                        .redirectOutput(output.toFile())
                        .start();
        try {
            if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly();
                return new Outcome(124, "no end within " + limit);
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while running " + command, e);
        }
        return new Outcome(process.exitValue(), Files.readString(output, StandardCharsets.UTF_8));
    }
}
