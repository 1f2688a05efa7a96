package dev.baton.events.provider;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Runs a program for a provider, each word as it is, no shell between.
 *
 * <p>It is not limited in time: the framework ends the whole call when it takes too long.
 */
public final class Program {

    private Program() {}

    /**
     * What it prints, without the last newline.
     *
     * @throws IOException when it cannot be started or exits with anything but 0; the message has
     *     what it said on standard error
     */
    public static String run(String... words) throws IOException {
        Path errors = Files.createTempFile("provider", ".err");
        try {
            Process process =
                    new ProcessBuilder(words)
                            .redirectInput(Path.of("/dev/null").toFile())
                            .redirectError(errors.toFile())
                            .start();
            String out = new String(process.getInputStream().readAllBytes(), UTF_8);
            int status = process.waitFor();
            if (status != 0) {
                throw new IOException(
                        "%s exited with %d: %s"
                                .formatted(
                                        String.join(" ", words),
                                        status,
                                        Files.readString(errors).strip()));
            }
            return out.endsWith("\n") ? out.substring(0, out.length() - 1) : out;
        } catch (InterruptedException told) {
            Thread.currentThread().interrupt();
            throw new IOException(words[0] + " was interrupted", told);
        } finally {
            Files.deleteIfExists(errors);
        }
    }
}
