package dev.baton.testcluster.simulation;

import dev.baton.orchestrator.lease.Clauses;
import dev.baton.testcluster.scenario.Scenario;
import dev.baton.testcluster.scenario.Shrinker;

import java.util.Optional;
import java.util.function.BooleanSupplier;

/** Plays scenarios on simulators of their own and tells what they break. */
public final class Trial {

    /**
     * A broken rule.
     *
     * @param rule its short name
     * @param words what broke it, when, and the trace
     */
    public record Finding(String rule, String words) {

        /** Without the trace. */
        public String sentence() {
            return words.lines().findFirst().orElse(rule);
        }
    }

    private Trial() {}

    /** Empty when all that must hold holds. */
    public static Optional<Finding> of(Scenario scenario, Clauses clauses) {
        return of(scenario, new SimulatorStage(scenario, clauses));
    }

    static Optional<Finding> of(Scenario scenario, SimulatorStage stage) {
        try {
            scenario.playOn(stage);
            return Optional.empty();
        } catch (Violation broken) {
            return Optional.of(new Finding(broken.rule(), String.valueOf(broken.getMessage())));
        } catch (IllegalStateException broken) {
            return Optional.of(new Finding("no failure", broken.toString()));
        }
    }

    /** The smallest scenario found that breaks the same rule. */
    public static Scenario shrink(
            Scenario failing, Clauses clauses, Finding finding, BooleanSupplier mayGoOn) {
        return Shrinker.shrink(
                failing,
                candidate ->
                        of(candidate, clauses)
                                .filter(again -> again.rule().equals(finding.rule()))
                                .isPresent(),
                mayGoOn);
    }
}
