package dev.baton.testcluster.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

@DisplayName("test-cluster/long scenario: exit codes and sentences")
class ScenarioMainTest {

    private static final String HOLDS =
            """
            nodes: 3
            addresses: 3
            length: 1s

            at 0.5s: kill agent 1

            expect no-address on 1 within 6s
            expect all-served within 8s
            """;

    @TempDir private Path folder = Path.of("set by JUnit");
    private final ByteArrayOutputStream said = new ByteArrayOutputStream();

    private int play(String... files) {
        PrintStream out = new PrintStream(said, true, StandardCharsets.UTF_8);
        return ScenarioMain.play(List.of(files), out, out);
    }

    private String said() {
        return said.toString(StandardCharsets.UTF_8);
    }

    private String file(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text).toString();
    }

    @Test
    void aScenarioThatHoldsIsExit0() throws IOException {
        assertEquals(0, play(file("holds.txt", HOLDS)), said());

        assertTrue(said().endsWith("holds.txt: PASSED\n"), said());
    }

    @Test
    void theExampleOfThePageHolds() throws IOException {
        String page = Files.readString(Path.of("scenarios", "README.md"));
        int begin = page.indexOf("```\n") + 4;

        String example = page.substring(begin, page.indexOf("```\n", begin));

        assertEquals(0, play(file("example.txt", example)), said());
    }

    @Test
    void anExpectationThatDoesNotHoldIsExit1WithWhatIsThereAndTheTrace() throws IOException {
        String unmet = HOLDS.replace("no-address on 1", "unserved 0");

        assertEquals(1, play(file("holds.txt", HOLDS), file("unmet.txt", unmet)), said());

        assertTrue(said().contains("holds.txt: PASSED\n"), said());
        assertTrue(said().contains("unmet.txt: FAILED: expect unserved 0 within 6s"), said());
        assertTrue(said().contains("found 10.0.0.1 on n"), said());
        assertTrue(said().contains(" -- kill agent 1\n"), said());
    }

    @Test
    void aFileThatCannotBeReadIsExit2BeforeAnyIsPlayed() throws IOException {
        String wrong = file("wrong.txt", HOLDS.replace("kill agent 1", "kill agent 3"));

        assertEquals(2, play(file("holds.txt", HOLDS), wrong), said());
        assertEquals(2, play(folder.resolve("missing.txt").toString()));
        assertEquals(2, play(folder.toString()));
        assertEquals(2, play());
        assertEquals(2, play("--help"));

        assertTrue(
                said().startsWith(
                                "scenario: %s:5: node: expected a number below 3, as \"nodes: 3\" says, got \"3\""
                                        .formatted(wrong)),
                said());
        assertTrue(said().contains("missing.txt: expected a scenario file"), said());
        assertTrue(!said().contains("PASSED"), said());
    }
}
