package dev.baton.testcluster.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.baton.orchestrator.lease.Clauses;
import dev.baton.testcluster.netns.NetnsCluster;
import dev.baton.testcluster.scenario.Scenario;
import dev.baton.testcluster.scenario.ScenarioText;
import dev.baton.testcluster.simulation.Trial;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Every scenario file on every stage that can play it: all on the simulator; those of the upper
 * folder on real agents in namespaces, too, one after the other on one cluster.
 *
 * <p>A build plays those on namespaces that are quick; {@code -Dbaton.long=true} plays all.
 */
@Tag("netns")
@DisplayName("Scenario files; architecture, section 9")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(180)
class ScenarioFilesNetnsIT {

    private static final Path BOTH = Path.of("scenarios");
    private static final Path SIMULATOR_ONLY = BOTH.resolve("simulator");

    /** What a build plays on namespaces; each is over within seconds. */
    private static final List<String> IN_EVERY_BUILD = List.of("killed-leader", "one-way");

    private static final boolean ALL = Boolean.getBoolean("baton.long");

    /** Where scenarios are played. */
    enum Place {
        SIMULATOR,
        NAMESPACES
    }

    private Optional<AgentCluster> cluster = Optional.empty();
    private Optional<NamespacesStage> stage = Optional.empty();

    @AfterAll
    void close() {
        cluster.ifPresent(AgentCluster::close);
        cluster = Optional.empty();
        stage = Optional.empty();
    }

    static Stream<Arguments> everyFileOnItsStages() {
        List<Arguments> all = new ArrayList<>();
        for (Path file : files(BOTH)) {
            all.add(Arguments.of(Place.SIMULATOR, file));
        }
        for (Path file : files(SIMULATOR_ONLY)) {
            all.add(Arguments.of(Place.SIMULATOR, file));
        }
        for (Path file : files(BOTH)) {
            if (ALL || IN_EVERY_BUILD.contains(name(file))) {
                all.add(Arguments.of(Place.NAMESPACES, file));
            }
        }
        return all.stream();
    }

    private static String name(Path file) {
        return file.getFileName().toString().replace(".txt", "");
    }

    private static List<Path> files(Path folder) {
        try (Stream<Path> all = Files.list(folder)) {
            return all.filter(file -> file.toString().endsWith(".txt")).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot list " + folder.toAbsolutePath(), e);
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        }
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("everyFileOnItsStages")
    void everyScenarioHolds(Place place, Path file) {
        Scenario scenario = ScenarioText.read(file.toString(), text(file));

        switch (place) {
            case SIMULATOR ->
                    assertEquals(
                            "",
                            Trial.of(scenario, Clauses.SAFE).map(Trial.Finding::words).orElse(""));
            case NAMESPACES -> {
                long began = System.nanoTime();
                playOnNamespaces(scenario);
                double seconds = (System.nanoTime() - began) / 1e9;
                System.out.printf("on namespaces: %s, %.1f s%n", file, seconds);
            }
        }
    }

    private void playOnNamespaces(Scenario scenario) {
        assumeTrue(NetnsCluster.possible(), "NO NAMESPACES HERE: the kernel or the user's rights");
        NamespacesStage real = stage.orElseGet(this::newStage);
        try {
            real.prepare(scenario.setting());
            scenario.playOn(real);
            real.judge();
            real.putBack();
        } catch (AssertionError | RuntimeException failed) {
            String told = real.told();
            close();
            throw new AssertionError(failed.getMessage() + told, failed);
        }
    }

    private NamespacesStage newStage() {
        AgentCluster fresh = AgentCluster.of(Playable.NODES);
        cluster = Optional.of(fresh);
        try {
            NamespacesStage real = new NamespacesStage(fresh.start());
            stage = Optional.of(real);
            return real;
        } catch (AssertionError failed) {
            close();
            throw failed;
        }
    }

    @Test
    void everyFileIsWrittenInTheOneWay() {
        for (Path folder : List.of(BOTH, SIMULATOR_ONLY)) {
            for (Path file : files(folder)) {
                String text = text(file);
                assertEquals(text, ScenarioText.print(ScenarioText.read(file.toString(), text)));
            }
        }
        assertTrue(files(BOTH).size() >= 12);
    }

    @Test
    void whatOnlyTheSimulatorCanDoLivesInItsFolderAndNothingElse() {
        for (Path file : files(BOTH)) {
            assertEquals(
                    Optional.empty(),
                    Playable.refusal(ScenarioText.read(file.toString(), text(file))),
                    file.toString());
        }
        for (Path file : files(SIMULATOR_ONLY)) {
            assertTrue(
                    Playable.refusal(ScenarioText.read(file.toString(), text(file))).isPresent(),
                    file + ": real nodes can play it; move it to " + BOTH);
        }
        assertTrue(IN_EVERY_BUILD.stream().allMatch(this::isThere), "in every build: no such file");
    }

    private boolean isThere(String name) {
        return Files.exists(BOTH.resolve(name + ".txt"));
    }

    @Test
    void aStepThatRealNodesCannotDoIsRefusedInOneSentence() {
        Scenario slewed =
                ScenarioText.read(
                        "slewed.txt",
                        """
                        nodes: 3
                        addresses: 4
                        length: 1s

                        at 0s: slew the clock of node 1
                        """);

        assertEquals(
                Optional.of(
                        "only the simulator can do \"slew the clock of node 1\"; such files live in"
                                + " test-cluster/scenarios/simulator"),
                Playable.refusal(slewed));
    }
}
