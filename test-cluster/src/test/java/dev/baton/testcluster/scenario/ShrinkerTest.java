package dev.baton.testcluster.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import java.util.concurrent.atomic.AtomicInteger;

@DisplayName("A failing scenario is made small, and still fails")
class ShrinkerTest {

    private static final String LARGE =
            """
            seed: 99
            nodes: 5
            addresses: 4
            links: 2
            votes: both
            lock: yes
            machines: hostile
            messages: rough
            scripts: bad
            limits: short
            begin: cold
            length: 24s

            at 0.113s: start agent 0
            at 0.2s: start agent 1
            at 0.217s: start agent 3
            at 1.234s: isolate node 1
            at 2.345s: pause agent 3
            at 3.456s: part nodes 1,3 from the others
            at 4.567s: join node 1
            at 5.678s: on node 3 move address 2 to node 3
            at 6.789s: messages to node 3 take 1.234s longer
            at 7.891s: resume agent 3

            expect recovery within 30s
            """;

    private static Scenario shrunk(Shrinker.Trial trial) {
        return Shrinker.shrink(ScenarioText.read("large.txt", LARGE), trial, () -> true);
    }

    @Test
    void onlyTheStepThatMattersIsLeftInTheSmallestCluster() {
        Scenario small =
                shrunk(
                        candidate ->
                                candidate.steps().stream()
                                        .anyMatch(step -> step.action() instanceof Action.Pause));

        assertEquals(
                """
                seed: 99
                nodes: 1
                addresses: 0
                length: 0s

                at 0s: pause agent 0
                """,
                ScenarioText.print(small));
    }

    @Test
    void whatMattersOfTheSettingStaysAndTimesThatMatterBecomeRound() {
        Scenario small =
                shrunk(
                        candidate ->
                                candidate.setting().around().messages() == Setting.Messages.ROUGH
                                        && candidate.setting().length().toMillis() >= 5000
                                        && candidate.steps().stream()
                                                .map(Step::action)
                                                .anyMatch(ShrinkerTest::isSlowMove));

        assertEquals(
                """
                seed: 99
                nodes: 1
                addresses: 0
                messages: rough
                length: 5.1s

                at 0s: messages to node 0 take 1s longer
                """
                        .replaceAll("length: .*s", "length: " + length(small)),
                ScenarioText.print(small));
        assertTrue(small.setting().length().toMillis() < 9000, length(small));
    }

    private static String length(Scenario scenario) {
        return Seconds.print(scenario.setting().length());
    }

    private static boolean isSlowMove(Action action) {
        return action instanceof Action.Slow(int _, var longer) && longer.toMillis() >= 1000;
    }

    @Test
    void itStopsWhenItMayNotGoOn() {
        AtomicInteger trials = new AtomicInteger();

        Shrinker.shrink(
                ScenarioText.read("large.txt", LARGE),
                _ -> trials.incrementAndGet() > 0,
                () -> trials.get() < 7);

        assertEquals(7, trials.get());
    }

    @Test
    void nothingIsChangedThatWouldNotFail() {
        Scenario large = ScenarioText.read("large.txt", LARGE);

        assertEquals(large, Shrinker.shrink(large, _ -> false, () -> true));
    }
}
