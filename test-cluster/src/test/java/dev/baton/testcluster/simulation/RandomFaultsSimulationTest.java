package dev.baton.testcluster.simulation;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.baton.orchestrator.lease.Clauses;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import java.util.function.Supplier;

/**
 * Many clusters under random faults. {@code -Dsimulation.schedules=N} plays more, {@code
 * -Dsimulation.seed=S} begins elsewhere; a failure prints its seed, its faults and its trace.
 */
@DisplayName("Never twice, and served at last; safety rule and architecture section 9")
class RandomFaultsSimulationTest {

    private static final long FIRST_SEED = Long.getLong("simulation.seed", 1);
    private static final long SCHEDULES = Long.getLong("simulation.schedules", 1000);
    private static final long ENOUGH_FOR_A_MUTANT = 200;

    @Test
    void noScheduleOfFaultsBreaksARule() {
        long steps = 0;
        for (long seed = FIRST_SEED; seed < FIRST_SEED + SCHEDULES; seed++) {
            RandomRun run = new RandomRun(seed, Clauses.SAFE);
            try {
                steps += run.play();
            } catch (Violation found) {
                throw new AssertionError("faults:\n" + run.faults() + "\n" + found, found);
            }
        }

        assertTrue(steps > SCHEDULES * 100, "something must have happened: " + steps);
    }

    /** Each of these breaks one schedule in twelve or more; directed histories find the rest. */
    @Test
    void randomFaultsFindABrokenClause() {
        isFound(Mutants.PromisesToMany::new);
        isFound(Mutants.OneVoteSuffices::new);
        isFound(Mutants.WeakMajority::new);
        isFound(Mutants.ForgetsWithoutKnowing::new);
        isFound(Mutants.OrdersOfOldRuns::new);
    }

    private static void isFound(Supplier<Clauses> mutant) {
        boolean found = false;
        for (long seed = 1; seed <= ENOUGH_FOR_A_MUTANT && !found; seed++) {
            found = breaksARule(new RandomRun(seed, mutant.get()));
        }
        assertTrue(found, mutant.get().getClass().getSimpleName() + " survives random faults");
    }

    private static boolean breaksARule(RandomRun run) {
        try {
            run.play();
            return false;
        } catch (Violation broken) {
            return !broken.rule().isEmpty();
        }
    }
}
