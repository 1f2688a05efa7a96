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
    private static final String AGAIN = "again ";

    /**
     * One line.
     *
     * @param name the line, with {@code #2} behind it when it stands there for the second time
     * @param way how often it is typed, and whether its answer is compared
     */
    record Step(String name, int node, String command, Way way) {

        boolean awaited() {
            return way == Way.AWAITED;
        }
    }

    /** How often a line is typed. */
    enum Way {
        ONCE,

        /** Again while its answer says that the event was cancelled. */
        UNCANCELLED,

        /** Until it succeeds; not compared. */
        AWAITED
    }

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
        if (line.startsWith(AWAIT)) {
            return step(line.substring(AWAIT.length()), name, Way.AWAITED);
        }
        if (line.startsWith(AGAIN)) {
            return step(line.substring(AGAIN.length()), name, Way.UNCANCELLED);
        }
        return step(line, name, Way.ONCE);
    }

    private static Step step(String typed, String name, Way way) {
        if (!typed.matches("[0-9] .+")) {
            throw new IllegalStateException(
                    FILE + ": expected \"NODE COMMAND\", got \"" + typed + "\"");
        }
        return new Step(name, typed.charAt(0) - '0', typed.substring(2), way);
    }
}
