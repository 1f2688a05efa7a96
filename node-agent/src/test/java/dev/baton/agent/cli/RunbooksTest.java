package dev.baton.agent.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.baton.agent.control.Commands.Answer;
import dev.baton.agent.control.Commands.Invocation;
import dev.baton.agent.runbook.Runbooks;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import picocli.CommandLine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Monitoring, section 4: each alert has a page, each page an alert, and its commands are read. */
class RunbooksTest {

    private static final Path PAGES = Path.of("../docs/runbooks");
    private static final List<String> HEADINGS =
            List.of(
                    "What it means",
                    "Who suffers",
                    "First command",
                    "What you will see",
                    "What to do",
                    "When to call for help");
    private static final Pattern WORD = Pattern.compile("\"([^\"]*)\"|(\\S+)");

    @Test
    void alertsPagesAndTheIndexAreTheSame() throws IOException {
        Set<String> alerts =
                new TreeSet<>(
                        found(
                                "- alert: (\\w+)",
                                Files.readString(
                                        Path.of("../monitoring/alerts/baton-alerts.yml"))));
        Set<String> pages;
        try (Stream<Path> files = Files.list(PAGES)) {
            pages =
                    files.map(file -> file.getFileName().toString().replace(".md", ""))
                            .filter(name -> !name.equals("README"))
                            .collect(Collectors.toCollection(TreeSet::new));
        }

        assertEquals(alerts, pages);
        assertEquals(alerts, new TreeSet<>(Runbooks.alerts()));
    }

    static List<String> alerts() {
        return Runbooks.alerts();
    }

    @ParameterizedTest
    @MethodSource("alerts")
    void aPageHasTheSixHeadingsAndCommandsThatAreRead(String alert) {
        String page = Runbooks.page(alert).orElseThrow();

        assertTrue(page.startsWith("# " + alert + "\n"), alert);
        assertEquals(HEADINGS, found("(?m)^## (.*)$", page), alert);
        List<String> commands = found("(?m)(?:^|`)baton ([a-z][^`\\n]*)", page);
        assertTrue(!commands.isEmpty(), alert);
        CommandLine tree = CommandTree.build();
        for (String command : commands) {
            if (!command.equals("lock run")) {
                tree.parseArgs(words(command));
            }
        }
    }

    @Test
    void explainTellsOfAnAlertWithAndWithoutAnAgent() {
        Answer asked = new ExampleCluster().run("explain nodedown");

        assertEquals(0, asked.exitCode(), asked.stderr());
        assertTrue(asked.stdout().startsWith("# BatonNodeDown\n"), asked.stdout());
        assertEquals(asked.stdout(), offline("explain", "BatonNodeDown").stdout());
        assertEquals(33, offline("explain").stdout().lines().count());
        assertEquals(4, offline("explain", "BatonNothing").exitCode());
    }

    private static Answer offline(String... words) {
        return OfflineCommands.run(new Invocation("/", List.of(words), Map.of(), "")).orElseThrow();
    }

    private static String[] words(String line) {
        List<String> words = new ArrayList<>();
        WORD.matcher(line)
                .results()
                .forEach(
                        match ->
                                words.add(
                                        match.group(1) == null ? match.group(2) : match.group(1)));
        return words.toArray(String[]::new);
    }

    private static List<String> found(String pattern, String text) {
        return Pattern.compile(pattern)
                .matcher(text)
                .results()
                .map(match -> match.group(1))
                .toList();
    }
}
