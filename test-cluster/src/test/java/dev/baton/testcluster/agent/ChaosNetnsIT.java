package dev.baton.testcluster.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.baton.testcluster.scenario.Scenario;
import dev.baton.testcluster.scenario.ScenarioText;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Random faults on real agents, one after the other; an observer from outside is the judge.
 *
 * <p>System properties: {@code baton.chaos.faults}, how many (default 2, always the same two),
 * {@code baton.chaos.seed}, to repeat a printed run.
 */
@NeedsNamespaces
class ChaosNetnsIT {
    private static final int IN_EVERY_BUILD = 2;
    private static final int FAULTS = Integer.getInteger("baton.chaos.faults", IN_EVERY_BUILD);
    private static final long SEED =
            Long.getLong("baton.chaos.seed", FAULTS == IN_EVERY_BUILD ? 1 : System.nanoTime());

    private final AgentCluster cluster = AgentCluster.of(Playable.NODES);

    @AfterEach
    void close() {
        cluster.close();
    }

    @Test
    @Timeout(value = 24, unit = TimeUnit.HOURS) // each fault has limits of its own
    @DisplayName("Never answered twice, and all is served within 2 T after each fault")
    void noFaultMakesTwoNodesAnswerAndAllIsServedSoonAfterEach() {
        NamespacesStage stage = new NamespacesStage(cluster.start());
        RealFaults faults = new RealFaults(SEED);
        Map<RealFaults.Kind, Integer> counts = new EnumMap<>(RealFaults.Kind.class);
        System.out.println("ChaosNetnsIT: -Dbaton.chaos.seed=" + SEED);

        for (int fault = 1; fault <= FAULTS; fault++) {
            RealFaults.Kind kind = faults.kind();
            long began = System.nanoTime();
            play(stage, faults.scenario(kind));
            counts.merge(kind, 1, Integer::sum);
            double seconds = (System.nanoTime() - began) / 1e9;
            System.out.printf("fault %d of %d: %s, %.1f s%n", fault, FAULTS, kind, seconds);
        }

        System.out.println("faults: " + counts);
        assertEquals(List.of(), cluster.answeredByTwo());
    }

    private static void play(NamespacesStage stage, Scenario scenario) {
        try {
            stage.prepare(scenario.setting());
            scenario.playOn(stage);
            stage.judge();
        } catch (AssertionError | RuntimeException failed) {
            throw new AssertionError(
                    failed.getMessage()
                            + stage.told()
                            + "\nseed "
                            + SEED
                            + ", the scenario:\n"
                            + ScenarioText.print(scenario),
                    failed);
        }
    }
}
