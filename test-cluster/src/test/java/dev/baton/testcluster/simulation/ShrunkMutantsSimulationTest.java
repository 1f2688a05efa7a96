package dev.baton.testcluster.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.baton.orchestrator.lease.Clauses;
import dev.baton.testcluster.scenario.Scenario;
import dev.baton.testcluster.scenario.ScenarioText;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

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
    void aVoteThatSufficesAloneIsFoundAndShrunk() {
        isShrunk(Mutants.OneVoteSuffices::new);
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
