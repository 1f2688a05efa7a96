package dev.baton.testcluster.agent;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.baton.testcluster.scenario.Scenario;
import dev.baton.testcluster.scenario.ScenarioText;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.Locale;
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
        System.out.println("ChaosNetnsIT: -Dbaton.chaos.seed=" + SEED);
        NamespacesStage stage = new NamespacesStage(cluster.start());
        RealFaults faults = new RealFaults(SEED);
        ChaosTally tally = new ChaosTally();
        try {
            for (int fault = 1; fault <= FAULTS; fault++) {
                System.out.printf(Locale.ROOT, "fault %d of %d: ", fault, FAULTS);
                play(stage, faults, tally);
            }
            stage.judge();
        } catch (AssertionError | RuntimeException failed) {
            System.out.printf(
                    Locale.ROOT,
                    "FAILED, see below; load of this machine %.1f%n%s%n",
                    ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage(),
                    tally.table());
            throw failed;
        }
        System.out.println(tally.table());
        System.out.println(verdict(tally));
    }

    private static String verdict(ChaosTally tally) {
        return String.format(
                Locale.ROOT,
                "PASSED: %d faults, each kind at least %d times; answered by two nodes 0.000 s;"
                    + " every address served at most %.3f s after each fault (bound 2 T, %.3f s)",
                tally.faults(),
                tally.fewest(),
                ChaosTally.seconds(tally.longest()),
                ChaosTally.seconds(RealFaults.SERVED_WITHIN));
    }

    private static void play(NamespacesStage stage, RealFaults faults, ChaosTally tally) {
        RealFaults.Kind kind = faults.kind();
        Scenario scenario = faults.scenario(kind);
        long began = System.nanoTime();
        try {
            stage.prepare(scenario.setting());
            scenario.playOn(stage);
            stage.judgeUntilNow();
            Duration unserved = stage.unservedUntil();
            double seconds = (System.nanoTime() - began) / 1e9;
            System.out.printf(
                    Locale.ROOT,
                    "%s, all served after %.3f s, took %.1f s%n",
                    kind,
                    ChaosTally.seconds(unserved),
                    seconds);
            tally.add(kind, unserved);
            assertTrue(
                    unserved.compareTo(RealFaults.SERVED_WITHIN) <= 0,
                    () -> "an address was on no node as late as " + unserved + " after the fault");
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
