package dev.baton.testcluster.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.baton.testcluster.netns.BesideOthers;
import dev.baton.testcluster.netns.ShellCommand;
import dev.baton.testcluster.netns.ShellCommand.Outcome;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * {@code docs/model/lease.pml} keeps the rule in every state it can reach, and breaks it once any
 * clause is taken out; the page beside it names every clause with the states that were looked at.
 */
@DisplayName("docs/safety.md, Clauses, as a model: at most one node serves")
@Timeout(300)
@BesideOthers
class LeaseModelIT {

    private static final Path MODEL = Path.of("..", "docs", "model", "lease.pml");
    private static final Path PAGE = MODEL.resolveSibling("README.md");
    private static final Duration LIMIT = Duration.ofMinutes(2);
    private static final Pattern MACRO = Pattern.compile("#ifn?def (NO_[A-Z_]+)");
    private static final Pattern STORED = Pattern.compile("(\\d+) states, stored");

    @TempDir Path directory;

    @BeforeAll
    static void thereAreTools() {
        for (String tool : List.of("spin", "cc")) {
            boolean there =
                    Stream.of(System.getenv().getOrDefault("PATH", "").split(":", -1))
                            .anyMatch(folder -> Files.isExecutable(Path.of(folder, tool)));
            assumeTrue(there, "MISSING HERE: " + tool + ", which test-cluster/verify brings");
        }
    }

    @Test
    void theWholeRuleHoldsInEveryStateThatCanBeReached() throws IOException {
        String said = search("whole", "", "-O1");

        assertTrue(said.contains("errors: 0"), said);
        assertFalse(said.contains("Search not completed"), said);
        assertFalse(said.contains("search depth too small"), said);
        assertTrue(said.contains("assertion violations\t+"), said);
        assertEquals(stored(said), onThePage("none"), said);
    }

    @TestFactory
    Stream<DynamicTest> withoutAnyClauseTwoNodesServe() throws IOException {
        SortedSet<String> clauses = clauses();
        assertTrue(clauses.size() >= 12, "expected the clauses, found " + clauses);
        return clauses.stream()
                .map(clause -> DynamicTest.dynamicTest(clause, () -> breaks(clause)));
    }

    private void breaks(String clause) throws IOException {
        String said = search(clause, "-D" + clause, "-O0", "-DBFS");

        assertTrue(said.contains("errors: 1"), said);
        assertTrue(said.contains("assertion violated"), said);
        assertTrue(Files.exists(directory.resolve(clause).resolve("lease.pml.trail")), said);
        assertEquals(stored(said), onThePage(clause), said);
    }

    private static SortedSet<String> clauses() throws IOException {
        TreeSet<String> clauses = new TreeSet<>();
        Matcher macro = MACRO.matcher(Files.readString(MODEL));
        while (macro.find()) {
            clauses.add(macro.group(1));
        }
        return clauses;
    }

    /** Makes the search, compiles it and runs it to its end; what it said. */
    private String search(String name, String without, String... options) throws IOException {
        Path folder = Files.createDirectory(directory.resolve(name));
        Files.copy(MODEL, folder.resolve("lease.pml"));
        run(folder, "spin " + without + " -a lease.pml");
        String all = String.join(" ", Arrays.asList(options));
        run(folder, "cc -w " + all + " -DSAFETY -DMEMLIM=1000 -o pan pan.c");
        return run(folder, "./pan -m100000");
    }

    private static String run(Path folder, String command) {
        Outcome outcome =
                ShellCommand.attempt(
                        LIMIT,
                        List.of("sh", "-c", "cd \"$1\" && " + command, "sh", folder.toString()));
        assertEquals(0, outcome.status(), command + ": " + outcome.output());
        return outcome.output();
    }

    private static long stored(String said) {
        Matcher states = STORED.matcher(said);
        assertTrue(states.find(), said);
        return Long.parseLong(states.group(1));
    }

    /** The states the page tells for a clause that is taken out; the last cell of its row. */
    private static long onThePage(String clause) throws IOException {
        String row =
                Files.readAllLines(PAGE).stream()
                        .filter(line -> line.startsWith("| `" + clause + "` |"))
                        .findFirst()
                        .orElseThrow(() -> new AssertionError(PAGE + " has no row " + clause));
        String[] cells = row.split("\\|", -1);
        return Long.parseLong(cells[cells.length - 2].replace(" ", ""));
    }
}
