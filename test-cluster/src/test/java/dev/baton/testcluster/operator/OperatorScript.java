package dev.baton.testcluster.operator;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The lines of {@code script.txt}; what they mean stands at its top. */
final class OperatorScript {

    private static final Path FILE = Path.of("src/test/resources/operator/script.txt");
    private static final String AWAIT = "await ";

    /**
     * One line.
     *
     * @param name the line, with {@code #2} behind it when it stands there for the second time
     * @param awaited repeated until it succeeds, and not compared
     */
    record Step(String name, int node, String command, boolean awaited) {}

    private OperatorScript() {}

    static List<Step> read() throws IOException {
        List<Step> steps = new ArrayList<>();
        Map<String, Integer> count = new TreeMap<>();
        for (String line : Files.readAllLines(FILE)) {
            if (!line.isBlank() && !line.startsWith("#")) {
                int seen = count.merge(line, 1, Integer::sum);
                steps.add(step(line, seen == 1 ? line : line + " #" + seen));
            }
        }
        return steps;
    }

    private static Step step(String line, String name) {
        boolean awaited = line.startsWith(AWAIT);
        String typed = awaited ? line.substring(AWAIT.length()) : line;
        if (!typed.matches("[0-9] .+")) {
            throw new IllegalStateException(
                    FILE + ": expected \"NODE COMMAND\", got \"" + line + "\"");
        }
        return new Step(name, typed.charAt(0) - '0', typed.substring(2), awaited);
    }
}
