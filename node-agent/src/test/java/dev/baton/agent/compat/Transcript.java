package dev.baton.agent.compat;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.baton.agent.control.Commands.Answer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Lines of the tool and what came of them, compared byte by byte with a file: {@code $} the line,
 * {@code |} standard output, {@code !} standard error, {@code =} the exit code; {@code |;} is
 * output without a newline at its end.
 */
final class Transcript {

    private static final Path GOLDEN = Path.of("src/test/resources/compat");

    private final String name;
    private final StringBuilder text = new StringBuilder();

    /** Named after its file; the first line says what it is about. */
    Transcript(String name, String about) {
        this.name = name;
        text.append("# ").append(about).append('\n');
    }

    Transcript run(ToolCluster cluster, String... lines) {
        for (String line : lines) {
            Answer answer = cluster.run(line);
            text.append("\n$ ctdb ").append(line).append('\n');
            marked('|', answer.stdout());
            marked('!', answer.stderr());
            text.append("= ").append(answer.exitCode()).append('\n');
        }
        return this;
    }

    Transcript note(String words) {
        text.append("\n# ").append(words).append('\n');
        return this;
    }

    private void marked(char mark, String output) {
        if (output.isEmpty()) {
            return;
        }
        boolean ends = output.endsWith("\n");
        String body = ends ? output.substring(0, output.length() - 1) : output;
        for (String line : body.split("\n", -1)) {
            text.append(mark).append(' ').append(line).append('\n');
        }
        if (!ends) {
            text.append(mark).append(";\n");
        }
    }

    void check() throws IOException {
        Path golden = GOLDEN.resolve(name + ".txt");
        if (Boolean.getBoolean("golden.update")) {
            Files.createDirectories(GOLDEN);
            Files.writeString(golden, text);
        }
        assertEquals(
                Files.readString(golden), text.toString(), "rewrite with -Dgolden.update=true");
    }
}
