package dev.baton.testcluster.operator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The commands' part of the page of differences is the table that the operator script is held to.
 */
class DifferencesPageTest {

    private static final Path PAGE = Path.of("..", "docs", "ctdb-differences.md");
    private static final String BEGIN =
            "<!-- Written by DifferencesPageTest from differences.txt; change that instead. -->\n";
    private static final String END = "<!-- End of what is written. -->\n";
    private static final String REWRITE =
            "rewrite it: mvn -pl test-cluster -am test -Dtest=DifferencesPageTest"
                    + " -Dsurefire.failIfNoSpecifiedTests=false -Dgolden.update=true";

    @Test
    void thePageHasTheTable() throws IOException {
        String page = Files.readString(PAGE);
        int begin = page.indexOf(BEGIN);
        int end = page.indexOf(END);
        assertTrue(begin >= 0 && end > begin, PAGE + ": expected a part between\n" + BEGIN + END);
        String expected = page.substring(0, begin) + BEGIN + table() + page.substring(end);

        if (Boolean.getBoolean("golden.update")) {
            Files.writeString(PAGE, expected);
        }
        assertEquals(expected, Files.readString(PAGE), REWRITE);
    }

    @Test
    void everyLineOfTheTableIsALineOfTheScript() throws IOException {
        Set<String> typed =
                OperatorScript.read().stream()
                        .filter(step -> !step.awaited())
                        .map(OperatorScript.Step::name)
                        .collect(Collectors.toCollection(TreeSet::new));
        Set<String> unknown = new TreeSet<>(Differences.read().accepted().keySet());
        unknown.removeAll(typed);

        assertEquals(Set.of(), unknown);
        assertTrue(typed.size() >= 120, "lines: " + typed.size());
    }

    private static String table() throws IOException {
        StringBuilder text = new StringBuilder();
        text.append("\n| command | CTDB | Baton | reason |\n| --- | --- | --- | --- |\n");
        for (Differences.Entry entry : Differences.read().entries()) {
            for (String name : List.of("command", "CTDB", "Baton", "reason")) {
                text.append("| ").append(entry.field(name)).append(' ');
            }
            text.append("|\n");
        }
        return text.append('\n').toString();
    }
}
