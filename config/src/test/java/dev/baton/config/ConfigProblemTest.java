package dev.baton.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import java.util.List;

@DisplayName("Operator contract, section 3, rule 4: file, line, key, why and cure")
class ConfigProblemTest {

    @Test
    void aProblemReadsAsOneSentence() {
        ConfigProblem problem = ConfigProblem.error("nodes", 3, "a", "is b", "write c");

        assertEquals("nodes:3 a: is b (write c)", problem.toString());
    }

    @Test
    void aProblemWithTheWholeFileHasNoLine() {
        assertEquals(
                "nodes: is missing",
                ConfigProblem.error("nodes", 0, "", "is missing", "").toString());
    }

    @Test
    void aWarningSaysThatItIsOne() {
        ConfigProblem problem = ConfigProblem.warning("nodes", 3, "", "is odd", "look");

        assertEquals("nodes:3: warning: is odd (look)", problem.toString());
        assertFalse(problem.isError());
    }

    @Test
    void controlCharactersCannotBreakTheLine() {
        ConfigProblem problem = ConfigProblem.error("f", 1, "a\nb", "got \"\u001b[1m\"", "x\ty");

        assertEquals("f:1 a?b: got \"?[1m\" (x?y)", problem.toString());
    }

    @Test
    void problemsSortByFileThenLine() {
        ConfigProblem late = ConfigProblem.error("a", 10, "", "x", "");
        ConfigProblem early = ConfigProblem.error("a", 2, "", "z", "");
        ConfigProblem other = ConfigProblem.error("b", 1, "", "a", "");

        assertEquals(
                List.of(early, late, other),
                List.of(other, late, early).stream().sorted().toList());
    }

    @Test
    void aNegativeLineIsRefused() {
        assertThrows(
                IllegalArgumentException.class, () -> ConfigProblem.error("f", -1, "", "x", ""));
    }
}
