package dev.baton.testcluster.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Operator experience, section 1.1: mistakes are told with a cure, before anything is measured. */
class BenchMainTest {
    private static final List<Figure> FIGURES =
            List.of(
                    new Figure("three_agents_to_all_served", "s", List.of(5.0, 3.0, 4.0, 9.0), 6),
                    new Figure("idle_agent_memory", "MiB", List.of(200.0), 180));

    @TempDir private Path folder = Path.of("set by JUnit");

    @ParameterizedTest
    @CsvSource({
        "--often,unknown option --often",
        "--runs,--runs needs a value",
        "--runs 0,'--runs: expected 1 to 50, got \"0\"'",
        "--runs 51,'--runs: expected 1 to 50, got \"51\"'",
        "--json /nonexistent/a.json,'--json: expected a file in a folder that can be written'"
    })
    void aMistakeIsNamed(String line, String sentence) {
        List<String> words = List.of(line.split(" "));

        String said =
                assertThrows(IllegalArgumentException.class, () -> BenchMain.parse(words))
                        .getMessage();

        assertTrue(String.valueOf(said).startsWith(sentence), said);
    }

    @Test
    void optionsAreReadInAnyOrder() {
        String file = folder.resolve("figures.json").toString();

        BenchMain.Options options = BenchMain.parse(List.of("--runs", "50", "--json", file));

        assertEquals(50, options.runs());
        assertEquals(Path.of(file), options.json().orElseThrow());
    }

    @Test
    void theTableSaysWhatIsAboveItsBar() {
        String table = FiguresReport.table(FIGURES, "0.10 0.20 0.30");

        List<String> lines = table.lines().toList();
        assertTrue(lines.get(1).matches("three_agents.* 4 +4\\.500 +3\\.000 +9\\.000 +6\\.000 "));
        assertTrue(lines.get(2).endsWith("180.000 above the bar"), table);
        assertTrue(lines.get(3).contains("0.10 0.20 0.30"), table);
    }

    @Test
    void theFileHasEveryFigureWithItsNumberAndItsBar() throws IOException {
        Path file = folder.resolve("figures.json");

        FiguresReport.write(file, "abc1234", FIGURES);

        JsonNode figures = new ObjectMapper().readTree(file.toFile());
        assertEquals(1, figures.path("format").asInt());
        assertEquals("abc1234", figures.path("commit").asText());
        JsonNode start = figures.path("figures").path(0);
        assertEquals("three_agents_to_all_served", start.path("name").asText());
        assertEquals(4, start.path("n").asInt());
        assertEquals(4.5, start.path("median").asDouble());
        assertEquals(6, start.path("bar").asDouble());
    }
}
