package dev.baton.testcluster.simulation;

import dev.baton.orchestrator.lease.Clauses;
import dev.baton.testcluster.scenario.Scenario;
import dev.baton.testcluster.scenario.ScenarioText;

import java.util.Optional;

/** One cluster under one random schedule of faults, then without faults until all is served. */
public final class RandomRun {

    private final Scenario scenario;
    private final SimulatorStage stage;

    public RandomRun(long seed, Clauses clauses) {
        scenario = FaultSchedule.of(seed);
        stage = new SimulatorStage(scenario, clauses);
    }

    /** Plays it; throws {@link Violation} when a rule is broken. Returns the steps it took. */
    public long play() {
        scenario.playOn(stage);
        return stage.steps();
    }

    /** Plays it; what it breaks, or empty. */
    Optional<Trial.Finding> finding() {
        return Trial.of(scenario, stage);
    }

    /** The steps all nodes took. */
    long steps() {
        return stage.steps();
    }

    /** What is played. */
    public Scenario scenario() {
        return scenario;
    }

    /** The faults, one per line, as a scenario file has them. */
    public String faults() {
        return ScenarioText.print(scenario);
    }
}
