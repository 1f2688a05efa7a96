package dev.baton.monitoring.metrics;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Prometheus' own judge, of Debian's package prometheus. */
final class Promtool {

    private static final long SECONDS = 300;

    /** What it came to. */
    record Verdict(int code, String words) {}

    private Promtool() {}

    static Verdict run(Path input, String... arguments) throws IOException, InterruptedException {
        Path words = Files.createTempFile("promtool", ".txt");
        try {
            List<String> command = new ArrayList<>(List.of("promtool"));
            command.addAll(List.of(arguments));
            Process process =
                    new ProcessBuilder(command)
                            .redirectErrorStream(true)
                            .redirectInput(input.toFile())
                            .redirectOutput(words.toFile())
                            .start();
            if (!process.waitFor(SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new IllegalStateException("promtool has not ended within " + SECONDS + " s");
            }
            return new Verdict(
                    process.exitValue(), Files.readString(words, StandardCharsets.UTF_8));
        } finally {
            Files.delete(words);
        }
    }
}
