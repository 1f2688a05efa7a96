package dev.baton.testcluster.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.baton.testcluster.scenario.Action;
import dev.baton.testcluster.scenario.Scenario;
import dev.baton.testcluster.scenario.ScenarioText;
import dev.baton.testcluster.scenario.Step;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

@DisplayName("Random schedules are scenarios; architecture section 9")
class FaultScheduleTest {

    private static final long SCHEDULES = 1000;

    /** What random schedules leave to scenario files, because chance has its own way to it. */
    private static final List<Class<?>> BY_HAND =
            List.of(
                    Action.KernelsLate.class,
                    Action.KeepAddresses.class,
                    Action.CutBoth.class,
                    Action.Behave.class,
                    Action.EndLate.class,
                    Action.Watch.class);

    @Test
    void whatIsWrittenOfOneIsReadAsTheSame() {
        for (long seed = 0; seed < SCHEDULES; seed++) {
            Scenario scenario = FaultSchedule.of(seed);
            assertEquals(scenario, ScenarioText.read("s.txt", ScenarioText.print(scenario)));
        }
    }

    @Test
    void everyKindOfFaultIsChosen() {
        TreeMap<String, Integer> chosen = new TreeMap<>();
        for (long seed = 0; seed < SCHEDULES; seed++) {
            for (Step step : FaultSchedule.of(seed).steps()) {
                chosen.merge(step.action().getClass().getName(), 1, Integer::sum);
            }
        }

        List<String> never =
                kinds(Action.class)
                        .filter(kind -> !BY_HAND.contains(kind))
                        .map(Class::getName)
                        .filter(kind -> chosen.getOrDefault(kind, 0) < 10)
                        .toList();
        assertEquals(List.of(), never, chosen::toString);
    }

    private static Stream<Class<?>> kinds(Class<?> family) {
        return Optional.ofNullable(family.getPermittedSubclasses())
                .map(kinds -> Arrays.stream(kinds).flatMap(FaultScheduleTest::kinds))
                .orElse(Stream.of(family));
    }
}
