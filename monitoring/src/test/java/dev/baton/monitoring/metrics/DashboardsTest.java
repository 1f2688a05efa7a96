package dev.baton.monitoring.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Monitoring, sections 5 and 6.6: what a linter of dashboards asks for, and what we do. */
@DisplayName("Monitoring, section 6.6: dashboards are linted")
class DashboardsTest {

    private static final Path DASHBOARDS = Path.of("dashboards");
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int WIDTH = 24;

    private static final Set<String> UNITS =
            Set.of("short", "s", "ops", "pps", "reqps", "bytes", "percentunit", "dateTimeFromNow");

    private static final Set<String> KINDS =
            Set.of("stat", "timeseries", "state-timeline", "heatmap", "table");

    /** Prometheus' own, which have no labels of ours. */
    private static final Set<String> SERVERS = Set.of("up", "ALERTS");

    /** Java tells of pauses once there was one. */
    private static final Set<String> AFTER_A_COLLECTION = Set.of("jvm_gc_pause_seconds_sum");

    private static final Pattern SELECTOR = Pattern.compile("([a-zA-Z_:][\\w:]*)\\{([^}]*)\\}");
    private static final Pattern RANGE =
            Pattern.compile("(\\w+)\\(([a-zA-Z_]\\w*)\\{[^}]*\\}\\[([^\\]]+)\\]\\)");
    private static final Pattern METER =
            Pattern.compile("\\b((?:baton|jvm|process)_\\w+)(?=\\{|\\b)");

    private static JsonNode read(String name) throws IOException {
        return JSON.readTree(Files.readString(DASHBOARDS.resolve(name + ".json")));
    }

    private static List<JsonNode> panels(JsonNode board) {
        List<JsonNode> all = new ArrayList<>();
        board.path("panels").forEach(all::add);
        return all;
    }

    private static List<JsonNode> drawn(JsonNode board) {
        return panels(board).stream()
                .filter(panel -> !panel.path("type").asText().equals("row"))
                .toList();
    }

    private static List<String> expressions(JsonNode board) {
        List<String> all = new ArrayList<>();
        for (JsonNode panel : drawn(board)) {
            panel.path("targets").forEach(target -> all.add(target.path("expr").asText()));
        }
        board.path("annotations").path("list").forEach(it -> all.add(it.path("expr").asText()));
        return all;
    }

    @Test
    void thereAreThree() throws IOException {
        try (Stream<Path> files = Files.list(DASHBOARDS)) {
            assertEquals(
                    List.of("baton-cluster.json", "baton-node.json", "baton-storage.json"),
                    files.map(each -> each.getFileName().toString()).sorted().toList());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"baton-cluster", "baton-node", "baton-storage"})
    void aBoardIsFoundByItsNameIsTemplatedAndNotEdited(String name) throws IOException {
        JsonNode board = read(name);

        assertEquals(name, board.path("uid").asText(), "alerts link to it");
        assertTrue(board.path("schemaVersion").asInt() >= 36, "Grafana 9 or later");
        assertFalse(board.path("editable").asBoolean(true));
        assertEquals("now-1h", board.path("time").path("from").asText());
        assertEquals("10s", board.path("refresh").asText());
        assertFalse(board.has("__inputs"), "no data source of somebody's");
        List<JsonNode> variables = new ArrayList<>();
        board.path("templating").path("list").forEach(variables::add);
        assertEquals(
                List.of("datasource", "job", "cluster", "instance"),
                variables.stream().map(each -> each.path("name").asText()).toList());
        for (JsonNode variable : variables.subList(1, variables.size())) {
            assertEquals(2, variable.path("refresh").asInt(), "on a change of time: " + variable);
            assertTrue(variable.path("multi").asBoolean(), variable.toString());
            assertEquals(".*", variable.path("allValue").asText());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"baton-cluster", "baton-node", "baton-storage"})
    void aPanelSaysWhatItIsAndInWhichUnit(String name) throws IOException {
        for (JsonNode panel : drawn(read(name))) {
            String about = panel.path("title").asText();
            assertFalse(about.isBlank(), panel.toString());
            assertTrue(panel.path("description").asText().endsWith("."), about);
            assertTrue(KINDS.contains(panel.path("type").asText()), about);
            JsonNode defaults = panel.path("fieldConfig").path("defaults");
            assertTrue(UNITS.contains(defaults.path("unit").asText()), about);
            assertEquals("${datasource}", panel.path("datasource").path("uid").asText(), about);
            assertTrue(panel.path("targets").size() > 0, about);
            Set<String> letters = new HashSet<>();
            for (JsonNode target : panel.path("targets")) {
                assertTrue(letters.add(target.path("refId").asText()), about);
                assertEquals(
                        "${datasource}", target.path("datasource").path("uid").asText(), about);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"baton-cluster", "baton-node", "baton-storage"})
    void numbersOfPanelsAreTheirOwnAndNoneCoversAnother(String name) throws IOException {
        Set<Integer> numbers = new HashSet<>();
        Set<String> cells = new HashSet<>();
        for (JsonNode panel : panels(read(name))) {
            String about = panel.path("title").asText();
            assertTrue(numbers.add(panel.path("id").asInt()), about);
            JsonNode at = panel.path("gridPos");
            int right = at.path("x").asInt() + at.path("w").asInt();
            int bottom = at.path("y").asInt() + at.path("h").asInt();
            assertTrue(right <= WIDTH, about);
            for (int x = at.path("x").asInt(); x < right; x++) {
                for (int y = at.path("y").asInt(); y < bottom; y++) {
                    assertTrue(cells.add(x + "/" + y), about + " covers another");
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"baton-cluster", "baton-node", "baton-storage"})
    void selectorsAreOfWhatIsChosenAndRatesOfTheIntervalThatIsDrawn(String name)
            throws IOException {
        for (String expression : expressions(read(name))) {
            Matcher selector = SELECTOR.matcher(expression);
            while (selector.find()) {
                if (!SERVERS.contains(selector.group(1))) {
                    String labels = selector.group(2);
                    assertTrue(
                            labels.startsWith(
                                    "job=~\"$job\",cluster=~\"$cluster\",instance=~\"$instance\""),
                            expression);
                }
            }
            Set<String> counted = new HashSet<>();
            Matcher range = RANGE.matcher(expression);
            while (range.find()) {
                counted.add(range.group(2));
                boolean drawn = range.group(3).equals("$__rate_interval");
                boolean whole =
                        range.group(1).equals("increase") && range.group(3).equals("$__range");
                assertTrue(drawn || whole, expression);
            }
            for (String meter : meters(expression)) {
                boolean isCounter = meter.matches(".*_(total|bucket|sum|count)");
                assertTrue(!isCounter || counted.contains(meter), meter + " in " + expression);
            }
        }
    }

    private static Set<String> meters(String expression) {
        Set<String> all = new TreeSet<>();
        METER.matcher(expression).results().forEach(found -> all.add(found.group(1)));
        return all;
    }

    @ParameterizedTest
    @ValueSource(strings = {"baton-cluster", "baton-node", "baton-storage"})
    void expressionsNameSeriesOfAScrape(String name) throws IOException {
        Set<String> scraped = scraped();
        scraped.addAll(AFTER_A_COLLECTION);
        Set<String> unknown = new TreeSet<>();
        for (String expression : expressions(read(name))) {
            unknown.addAll(meters(expression));
        }
        unknown.removeAll(scraped);
        assertEquals(Set.of(), unknown);
    }

    private static Set<String> scraped() {
        Set<String> names = new TreeSet<>();
        try (Metrics metrics = ScrapeSizeTest.metrics(1)) {
            metrics.scrape("")
                    .text()
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .forEach(line -> names.add(line.split("[{ ]", 2)[0]));
        }
        return names;
    }

    @Test
    @DisplayName("6.6: what an alert looks at is on some panel")
    void whatAnAlertLooksAtIsDrawn() throws IOException {
        String drawn =
                String.join("\n", expressions(read("baton-cluster")))
                        + String.join("\n", expressions(read("baton-node")))
                        + String.join("\n", expressions(read("baton-storage")));
        String rules = Files.readString(Path.of("alerts/baton-alerts.yml"));
        Set<String> missing = new TreeSet<>();
        Matcher line = Pattern.compile("(?m)^ +expr: '(.*)'$").matcher(rules);
        while (line.find()) {
            missing.addAll(meters(line.group(1)));
        }
        assertTrue(missing.size() > 25, missing::toString);
        missing.removeAll(meters(drawn));
        missing.removeAll(LaterMeters.NAMES);
        assertEquals(Set.of("baton_node_inactive"), missing, "a filter, and no value of its own");
    }

    @ParameterizedTest
    @ValueSource(strings = {"baton-cluster", "baton-node", "baton-storage"})
    @DisplayName("6.7: expressions are expressions, as promtool judges")
    void expressionsAreExpressions(String name, @TempDir Path folder) throws Exception {
        StringBuilder rules = new StringBuilder("groups:\n  - name: panels\n    rules:\n");
        int number = 0;
        for (String expression : expressions(read(name))) {
            String whole =
                    expression
                            .replace("$__rate_interval", "1m")
                            .replace("$__range", "1h")
                            .replaceAll("\\$(job|cluster|instance)", ".*");
            rules.append("      - record: panel:").append(++number).append("\n        expr: '");
            rules.append(whole.replace("'", "''")).append("'\n");
        }
        Path file = Files.writeString(folder.resolve("panels.yml"), rules);

        Promtool.Verdict verdict =
                Promtool.run(Path.of("/dev/null"), "check", "rules", file.toString());

        assertEquals(0, verdict.code(), verdict.words());
        assertTrue(verdict.words().contains(number + " rules found"), verdict.words());
    }
}
