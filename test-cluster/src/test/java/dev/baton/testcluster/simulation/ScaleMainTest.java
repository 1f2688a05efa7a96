package dev.baton.testcluster.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;

/** The tool behind docs/scale.md, on a small cluster. */
class ScaleMainTest {

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    private int run(String words) {
        return new ScaleMain(new PrintStream(out, true, UTF_8), new PrintStream(err, true, UTF_8))
                .run(words.split(" "));
    }

    @Test
    void aClusterComesToRestAndSaysOneHeartbeatAndOneAnswerToEachPeer() {
        assertEquals(0, run("4 9"), err::toString);

        String cells = " [0-9.]+ \\|";
        assertTrue(
                out.toString(UTF_8)
                        .lines()
                        .anyMatch(
                                line ->
                                        line.matches(
                                                "\\| 4 \\| 9 \\|"
                                                        + cells.repeat(5)
                                                        + " 6 \\|"
                                                        + cells.repeat(3))),
                out::toString);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0 10", "257 10", "3", "3 0", "3 10001", "three 10", "3 10 1"})
    void whatIsNoClusterIsRefusedInOneSentence(String words) {
        assertEquals(2, run(words));
        assertTrue(err.toString(UTF_8).contains("got \"" + words + "\""), err::toString);
    }
}
