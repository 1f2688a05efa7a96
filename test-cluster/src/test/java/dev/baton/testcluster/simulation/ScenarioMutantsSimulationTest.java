package dev.baton.testcluster.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.baton.orchestrator.lease.Clauses;
import dev.baton.testcluster.scenario.Scenario;
import dev.baton.testcluster.scenario.ScenarioText;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/** Scenario files can fail: each of these finds a clause of the safety rule that is broken. */
@DisplayName("Safety rule, section 1: a broken clause is found by a scenario file")
class ScenarioMutantsSimulationTest {

    private static final Path FILES = Path.of("scenarios");

    static Stream<Arguments> filesAndWhatTheyFind() {
        return Stream.of(
                Arguments.of("one-way.txt", new Mutants.PromisesToMany(), "one holder"),
                Arguments.of("one-way.txt", new Mutants.GiverIsFree(), "one holder"),
                Arguments.of("isolated-leader.txt", new Mutants.OneVoteSuffices(), "one leader"),
                Arguments.of("others-forget.txt", new Mutants.WeakMajority(), "one leader"),
                Arguments.of(
                        "others-forget.txt", new Mutants.ForgetsWithoutKnowing(), "one leader"),
                Arguments.of(
                        "simulator/late-answers.txt",
                        new Mutants.CountedFromHearing(),
                        "one holder"),
                Arguments.of(
                        "simulator/late-answers.txt",
                        new Mutants.WritesUntilTheEnd(),
                        "one server"),
                Arguments.of(
                        "simulator/late-kernel.txt", new Mutants.WaitsForTheKernel(), "one server"),
                Arguments.of(
                        "simulator/paused-machine.txt", new Mutants.NeverWasPaused(), "one server"),
                Arguments.of(
                        "simulator/deleted-node-had-the-lock.txt",
                        new Mutants.ForgetsDeletedNodes(),
                        "one server"),
                Arguments.of(
                        "simulator/late-entry.txt", new Mutants.EntersAtAnyTime(), "numbers rise"),
                Arguments.of(
                        "simulator/object-calls.txt", new Mutants.LaunchersNeverTire(), "one call"),
                Arguments.of(
                        "simulator/stray-process.txt",
                        new Mutants.GivesBackUnclean(),
                        "one server"));
    }

    @ParameterizedTest
    @MethodSource("filesAndWhatTheyFind")
    void aBrokenClauseIsFound(String file, Clauses mutant, String rule) throws IOException {
        Scenario scenario = ScenarioText.read(file, Files.readString(FILES.resolve(file)));

        Optional<Trial.Finding> finding = Trial.of(scenario, mutant);

        assertEquals(
                Optional.of(rule),
                finding.map(Trial.Finding::rule),
                finding.map(Trial.Finding::words).orElse(file));
    }
}
