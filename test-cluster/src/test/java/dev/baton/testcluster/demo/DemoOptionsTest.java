package dev.baton.testcluster.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;

/** Operator experience, section 1.1: long options are words, mistakes are told with a cure. */
class DemoOptionsTest {
    @Test
    void withoutArgumentsEveryStepIsDone() {
        DemoOptions options = DemoOptions.parse(List.of());

        assertTrue(Steps.all().stream().allMatch(options::wants));
        assertEquals(Optional.empty(), options.json());
    }

    @Test
    void theBeginningOfANameChoosesAllStepsThatBeginSo() {
        DemoOptions options = DemoOptions.parse(List.of("--steps", "kill,hang-leader"));

        List<String> wanted = Steps.all().stream().filter(options::wants).map(Step::name).toList();

        assertEquals(List.of("kill-follower", "kill-leader", "hang-leader"), wanted);
    }

    @Test
    void optionsAreReadInAnyOrder() {
        DemoOptions options =
                DemoOptions.parse(
                        List.of("--prometheus", "--seed", "7", "--keep", "--json", "figures.json"));

        assertEquals(7, options.seed());
        assertTrue(options.keep() && options.prometheus());
        assertEquals(Optional.of(Path.of("figures.json").toAbsolutePath()), options.json());
    }

    @Test
    void anUnknownStepIsRefusedWithTheKnownOnes() {
        List<String> arguments = List.of("--steps", "explode");

        String said =
                assertThrows(IllegalArgumentException.class, () -> DemoOptions.parse(arguments))
                        .getMessage();

        assertTrue(String.valueOf(said).contains("kill-leader"), said);
    }

    @Test
    void stepsHaveNamesOfTheirOwn() {
        List<String> names = Steps.all().stream().map(Step::name).toList();

        assertEquals(names.size(), new HashSet<>(names).size());
    }

    @Test
    void aFileThatCannotBeWrittenIsRefusedBeforeTheSteps() {
        List<String> arguments = List.of("--json", "/nonexistent/figures.json");

        String said =
                assertThrows(IllegalArgumentException.class, () -> DemoOptions.parse(arguments))
                        .getMessage();

        assertTrue(String.valueOf(said).contains("/nonexistent/figures.json"), said);
    }
}
