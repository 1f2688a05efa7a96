package dev.baton.testcluster.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.baton.orchestrator.lease.Clauses;
import dev.baton.testcluster.scenario.Scenario;
import dev.baton.testcluster.scenario.ScenarioText;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Random schedules that find a broken clause, made small enough for a person to read. */
@DisplayName(
        "A shrunk schedule is a scenario file that breaks the same rule; architecture section 9")
class ShrunkMutantsSimulationTest {

    private static final long MOST_SEEDS = 200;
    private static final int MOST_TRIALS = 600;
    private static final int FEW_STEPS = 10;

    @Test
    void aPromiseToManyIsFoundAndShrunk() {
        isShrunk(Mutants.PromisesToMany::new);
    }

    @Test
    void aWeakMajorityIsFoundAndShrunk() {
        isShrunk(Mutants.WeakMajority::new);
    }

    @Test
    void simulateWritesAFileThatBreaksTheSameRule(@TempDir Path folder) throws Exception {
        ByteArrayOutputStream told = new ByteArrayOutputStream();

        int code =
                SimulateMain.play(
                        List.of("--seed", "1", "-n", "200"),
                        Mutants.OneVoteSuffices::new,
                        folder,
                        new PrintStream(told, true, StandardCharsets.UTF_8));

        String said = told.toString(StandardCharsets.UTF_8);
        assertEquals(1, code, said);
        try (Stream<Path> files = Files.list(folder)) {
            Path file = files.findFirst().orElseThrow();
            String text = Files.readString(file);
            Scenario small = ScenarioText.read(file.toString(), text);
            assertTrue(said.contains("test-cluster/long scenario " + file), said);
            assertTrue(said.contains("-n 1\n") && said.endsWith("FAILED\n"), said);
            assertTrue(Trial.of(small, new Mutants.OneVoteSuffices()).isPresent(), text);
            assertTrue(text.startsWith("# Breaks a rule: one "), text);
        }
    }

    private static void isShrunk(Supplier<Clauses> mutant) {
        Scenario failing = firstFailing(mutant);
        Trial.Finding finding = Trial.of(failing, mutant.get()).orElseThrow();
        AtomicInteger trials = new AtomicInteger();

        Scenario small =
                Trial.shrink(
                        failing,
                        mutant.get(),
                        finding,
                        () -> trials.incrementAndGet() <= MOST_TRIALS);

        String text = ScenarioText.print(small);
        Optional<Trial.Finding> again =
                Trial.of(ScenarioText.read("small.txt", text), mutant.get());
        assertEquals(Optional.of(finding.rule()), again.map(Trial.Finding::rule), text);
        assertTrue(small.steps().size() <= FEW_STEPS, text);
        assertEquals(Optional.empty(), Trial.of(small, Clauses.SAFE), text);
    }

    private static Scenario firstFailing(Supplier<Clauses> mutant) {
        for (long seed = 1; seed <= MOST_SEEDS; seed++) {
            Scenario scenario = FaultSchedule.of(seed);
            if (Trial.of(scenario, mutant.get()).isPresent()) {
                return scenario;
            }
        }
        throw new AssertionError("no random schedule finds the mutant");
    }
}
