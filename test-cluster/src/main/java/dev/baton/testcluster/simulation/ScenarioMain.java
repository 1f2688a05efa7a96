package dev.baton.testcluster.simulation;

import dev.baton.orchestrator.lease.Clauses;
import dev.baton.testcluster.scenario.Scenario;
import dev.baton.testcluster.scenario.ScenarioText;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Plays scenario files on the simulator, one after the other.
 *
 * <p>Exit: 0 when all hold; 1 when one does not, with its trace; 2 when a file cannot be read,
 * before any is played.
 */
public final class ScenarioMain {

    private static final String USAGE = "usage: scenario FILE...";
    private static final long MOST_BYTES = 1 << 20;

    private ScenarioMain() {}

    /** Plays and ends the JVM with the exit code. */
    public static void main(String[] files) {
        System.exit(play(List.of(files), System.out, System.err));
    }

    /** Plays them; the exit code. */
    static int play(List<String> files, PrintStream out, PrintStream errors) {
        Map<String, Scenario> scenarios = new TreeMap<>();
        try {
            if (files.isEmpty() || files.getFirst().startsWith("-")) {
                throw new IllegalArgumentException("expected files\n" + USAGE);
            }
            for (String file : files) {
                scenarios.put(file, ScenarioText.read(file, text(file)));
            }
        } catch (IllegalArgumentException wrong) {
            errors.println("scenario: " + wrong.getMessage());
            return 2;
        }
        return scenarios.entrySet().stream()
                        .map(each -> holds(each.getKey(), each.getValue(), out))
                        .reduce(true, Boolean::logicalAnd)
                ? 0
                : 1;
    }

    private static String text(String file) {
        try {
            Path path = Path.of(file);
            if (Files.isRegularFile(path) && Files.size(path) > MOST_BYTES) {
                throw new IllegalArgumentException(
                        file + ": expected a scenario of at most " + MOST_BYTES + " bytes");
            }
            return Files.readString(path);
        } catch (CharacterCodingException binary) {
            throw new IllegalArgumentException(
                    file + ": expected a text in UTF-8, got other bytes", binary);
        } catch (IOException unreadable) {
            throw new IllegalArgumentException(
                    file + ": expected a scenario file, cannot read it: " + unreadable, unreadable);
        }
    }

    private static boolean holds(String file, Scenario scenario, PrintStream out) {
        Optional<Trial.Finding> broken = Trial.of(scenario, Clauses.SAFE);
        out.println(
                broken.map(finding -> file + ": FAILED: " + finding.words())
                        .orElse(file + ": PASSED"));
        return broken.isEmpty();
    }
}
