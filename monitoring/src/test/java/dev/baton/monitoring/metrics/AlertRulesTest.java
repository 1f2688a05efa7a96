package dev.baton.monitoring.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Monitoring, sections 4 and 6: the rules, judged by promtool. */
class AlertRulesTest {

    private static final Path ALERTS = Path.of("alerts");
    private static final Path NOTHING = Path.of("/dev/null");

    @Test
    void theRulesAreRules() throws Exception {
        Promtool.Verdict verdict =
                Promtool.run(
                        NOTHING,
                        "check",
                        "rules",
                        "alerts/baton-alerts.yml",
                        "alerts/baton-rules.yml",
                        "alerts/ctdb-exporter-compat.yml");

        assertEquals(0, verdict.code(), verdict.words());
        assertTrue(verdict.words().contains("33 rules found"), verdict.words());
    }

    @Test
    @DisplayName("6.2: cases are judged, and the files they name are there")
    void everyCaseComesOutAsItSays() throws Exception {
        Promtool.Verdict verdict =
                Promtool.run(
                        NOTHING,
                        "test",
                        "rules",
                        "alerts/tests/alerts-test.yml",
                        "alerts/tests/alerts-of-days-test.yml",
                        "alerts/tests/alerts-of-moves-test.yml",
                        "alerts/tests/rules-test.yml");

        assertEquals(0, verdict.code(), verdict.words());
        assertFalse(verdict.words().contains("no file match"), verdict.words());
    }

    @Test
    @DisplayName("6.4: an alert has a case in which it fires and one in which it does not")
    void everyAlertHasBothCases() throws IOException {
        String cases =
                Files.readString(ALERTS.resolve("tests/alerts-test.yml"))
                        + Files.readString(ALERTS.resolve("tests/alerts-of-days-test.yml"));
        List<String> alerts = found("- alert: (\\w+)", Files.readString(alertFile()));

        assertEquals(33, alerts.size());
        for (String alert : alerts) {
            String both = "alertname: " + alert + "\\n";
            assertEquals(2, found("(" + both + ")", cases).size(), alert);
            assertEquals(1, found("(" + both + " +exp_alerts:)", cases).size(), alert);
        }
    }

    @Test
    void expressionsNameMetersOfTheCatalogue() throws IOException {
        Set<String> known = new TreeSet<>(LaterMeters.NAMES);
        for (Meter meter : MeterCatalog.ALL) {
            known.add(meter.name());
            if (meter.type() == Meter.Type.HISTOGRAM) {
                known.add(meter.name() + "_bucket");
            }
        }
        for (String file :
                List.of("baton-alerts.yml", "baton-rules.yml", "ctdb-exporter-compat.yml")) {
            String text = Files.readString(ALERTS.resolve(file));
            Set<String> unknown =
                    found("(?<![:\\w-])(baton_\\w+)(?![:\\w])", text).stream()
                            .filter(name -> !known.contains(name))
                            .collect(Collectors.toCollection(TreeSet::new));
            assertEquals(Set.of(), unknown, file);
        }
    }

    @Test
    void anAlertSaysWhatItIsWhereAndWhatToDo() throws IOException {
        String text = Files.readString(alertFile());
        for (String alert : text.split("- alert: ", -1)) {
            String name = alert.lines().findFirst().orElse("");
            if (name.startsWith("Baton")) {
                assertTrue(alert.contains("severity: "), name);
                assertTrue(alert.contains("summary: '"), name);
                assertTrue(alert.contains("description: '"), name);
                assertTrue(alert.contains("/api/v1/runbooks/" + name + "\n"), name);
                assertTrue(alert.contains("dashboard_url: /d/baton-"), name);
            }
        }
    }

    private static Path alertFile() {
        return ALERTS.resolve("baton-alerts.yml");
    }

    private static List<String> found(String pattern, String text) {
        return Pattern.compile(pattern)
                .matcher(text)
                .results()
                .map(match -> match.group(1))
                .toList();
    }
}
