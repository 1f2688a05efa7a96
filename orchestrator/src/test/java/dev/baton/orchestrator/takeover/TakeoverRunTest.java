package dev.baton.orchestrator.takeover;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.baton.config.IpAddress;
import dev.baton.config.Pnn;
import dev.baton.orchestrator.cluster.Moment;
import dev.baton.orchestrator.cluster.RunId;
import dev.baton.orchestrator.exchange.Instruction;
import dev.baton.orchestrator.exchange.Outcome;
import dev.baton.orchestrator.exchange.RunStage;
import dev.baton.orchestrator.takeover.TakeoverRun.StageOrder;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/** One run, stage by stage. Source: CTDB events contract, sections 13 and 16. */
class TakeoverRunTest {

    private static final Pnn N0 = new Pnn(0);
    private static final Pnn N1 = new Pnn(1);
    private static final IpAddress FIRST = IpAddress.parse("10.0.0.1").orElseThrow();
    private static final IpAddress SECOND = IpAddress.parse("10.0.0.2").orElseThrow();
    private static final Outcome DONE = new Outcome.Done();
    private static final Outcome FAILED = new Outcome.Failed("50.samba status 1");
    private static final Moment NOW = new Moment(0);
    private static final Moment DEADLINE = new Moment(27);
    private static final TakeoverRun.Limits LIMITS =
            new TakeoverRun.Limits(Duration.ofNanos(33), Duration.ofNanos(27));

    /** Both addresses leave node 0; node 1 takes the first, node 0 nothing. */
    private final TakeoverRun run =
            new TakeoverRun(
                    new RunId(5, 1),
                    new Plan(
                            List.of(
                                    stage(
                                            StageName.START_IPREALLOCATE,
                                            Map.of(
                                                    N0,
                                                            List.of(
                                                                    new Instruction
                                                                            .StartIpReallocate()),
                                                    N1,
                                                            List.of(
                                                                    new Instruction
                                                                            .StartIpReallocate()))),
                                    stage(
                                            StageName.RELEASE,
                                            Map.of(
                                                    N0,
                                                    List.of(
                                                            new Instruction.Release(FIRST, 7),
                                                            new Instruction.Release(SECOND, 8)))),
                                    stage(
                                            StageName.TAKE,
                                            Map.of(
                                                    N1,
                                                    List.of(
                                                            new Instruction.Take(FIRST),
                                                            new Instruction.Take(SECOND)))),
                                    stage(
                                            StageName.IPREALLOCATED,
                                            Map.of(
                                                    N0, List.of(new Instruction.IpReallocated()),
                                                    N1,
                                                            List.of(
                                                                    new Instruction
                                                                            .IpReallocated()))))),
                    NOW,
                    LIMITS,
                    StageRules.KEPT);

    private static Stage stage(StageName name, Map<Pnn, List<Instruction>> orders) {
        return new Stage(name, new TreeMap<>(orders));
    }

    private void start() {
        run.advance(NOW);
        run.answered(NOW, N0, 0, List.of(DONE));
        run.answered(NOW, N1, 0, List.of(DONE));
    }

    private static List<Instruction> told(List<StageOrder> orders, Pnn node) {
        return orders.stream()
                .filter(order -> order.to().equals(node))
                .flatMap(order -> order.instructions().stream())
                .toList();
    }

    private void assertLastStageIsSentToBoth(List<StageOrder> orders) {
        assertEquals(List.of(new Instruction.IpReallocated()), told(orders, N0));
        assertEquals(List.of(new Instruction.IpReallocated()), told(orders, N1));
    }

    @Test
    @DisplayName("Monitoring, section 2: the stages of a run in numbers")
    void whereTheTimeOfARunWentIsNoted() {
        run.advance(NOW).forEach(order -> run.sent(order.to()));
        run.answered(new Moment(2), N0, 0, List.of(DONE));
        run.orders().forEach(order -> run.sent(order.to()));
        run.answered(new Moment(5), N1, 0, List.of(DONE));
        run.advance(new Moment(6)).forEach(order -> run.sent(order.to()));
        run.answered(new Moment(8), N0, 1, List.of(DONE, FAILED));
        run.advance(new Moment(9));
        run.lost(N1);
        run.advance(new Moment(11));

        assertEquals(
                List.of(
                        stage(
                                "startipreallocate",
                                0,
                                6,
                                N0,
                                part(2, 1, true, false),
                                N1,
                                part(5, 2, true, false)),
                        stage("releaseip", 6, 3, N0, part(2, 1, true, true)),
                        stage("takeip", 9, 2, N1, part(2, 0, false, false)),
                        stage(
                                "ipreallocated",
                                11,
                                4,
                                N0,
                                part(4, 0, false, false),
                                N1,
                                part(4, 0, false, false))),
                run.stages(new Moment(15)));
    }

    private static RunStage.Part part(long took, int sent, boolean answered, boolean failed) {
        return new RunStage.Part(Duration.ofNanos(took), sent, answered, failed);
    }

    private static RunStage stage(String name, long after, long took, Pnn one, RunStage.Part its) {
        return new RunStage(
                name,
                Duration.ofNanos(after),
                Duration.ofNanos(took),
                new TreeMap<>(Map.of(one, its)));
    }

    private static RunStage stage(
            String name,
            long after,
            long took,
            Pnn one,
            RunStage.Part its,
            Pnn other,
            RunStage.Part theirs) {
        return new RunStage(
                name,
                Duration.ofNanos(after),
                Duration.ofNanos(took),
                new TreeMap<>(Map.of(one, its, other, theirs)));
    }

    @Test
    @DisplayName("A stage begins only when all nodes have answered the one before (13, step 8)")
    void eachStageIsABarrier() {
        assertEquals(2, run.advance(NOW).size());
        run.answered(NOW, N0, 0, List.of(DONE));
        assertEquals(List.of(), run.advance(NOW));
        assertEquals(1, run.orders().size(), "only the silent node is told again");
        run.answered(NOW, N1, 0, List.of(DONE));
        assertEquals(1, run.advance(NOW).getFirst().stage());
    }

    @Test
    @DisplayName("A run in which all goes well moves its addresses and blames nobody (13)")
    void allWell() {
        start();
        run.advance(NOW);
        run.answered(NOW, N0, 1, List.of(DONE, DONE));
        run.advance(NOW);
        run.answered(NOW, N1, 2, List.of(DONE, DONE));
        assertLastStageIsSentToBoth(run.advance(NOW));
        run.answered(NOW, N0, 3, List.of(DONE));
        run.answered(NOW, N1, 3, List.of(DONE));
        assertEquals(List.of(), run.advance(NOW));
        assertTrue(run.isOver());
        assertEquals(2, run.moved());
        assertTrue(run.failures().isEmpty());
        assertTrue(run.failed().isEmpty());
    }

    @Test
    @DisplayName("A failing node is blamed and left behind; the others go on (16, rows 5 and 6)")
    void aFailingNodeIsLeftBehind() {
        run.advance(NOW);
        run.answered(NOW, N0, 0, List.of(FAILED));
        run.answered(NOW, N1, 0, List.of(FAILED));
        assertEquals(1, run.advance(NOW).getFirst().stage());
        assertEquals(2, run.failures().size(), "every failing node is blamed");
    }

    @Test
    @DisplayName("What was not released is not taken, the rest is (13, steps 8b and 8c)")
    void whatWasNotReleasedIsNotTaken() {
        start();
        run.advance(NOW);
        run.answered(NOW, N0, 1, List.of(FAILED, DONE));
        List<StageOrder> takes = run.advance(NOW);
        assertEquals(List.of(new Instruction.Take(SECOND)), told(takes, N1));
        run.answered(NOW, N1, 2, List.of(DONE));
        assertLastStageIsSentToBoth(run.advance(NOW));
        assertEquals(new TreeSet<>(List.of(FIRST)), run.failed());
        assertEquals(Map.of(N0, "50.samba status 1"), run.failures());
    }

    @Test
    @DisplayName("The last stage runs although every take was dropped (16, row 5)")
    void theLastStageAlwaysRuns() {
        start();
        run.advance(NOW);
        run.answered(NOW, N0, 1, List.of(FAILED, FAILED));
        assertLastStageIsSentToBoth(run.advance(NOW));
        assertFalse(run.isOver());
        assertEquals(0, run.moved());
    }

    @Test
    @DisplayName(
            "A right that is promised elsewhere blames nobody and says how long (safety, orders)")
    void heldByBlamesNobody() {
        start();
        run.advance(NOW);
        run.answered(NOW, N0, 1, List.of(new Outcome.Busy("not its hold"), DONE));
        run.advance(NOW);
        run.answered(NOW, N1, 2, List.of(new Outcome.HeldBy(0, 4000)));
        assertTrue(run.failures().isEmpty());
        assertEquals(0, run.moved());
        assertEquals(Map.of(SECOND, 100L), run.heldBack(), "given back in this run: soon free");
    }

    @Test
    @DisplayName(
            "A right a dead node held is waited for as long as its promise runs (safety, orders)")
    void aDeadNodesRightIsWaitedFor() {
        TakeoverRun only =
                new TakeoverRun(
                        new RunId(5, 2),
                        new Plan(
                                List.of(
                                        stage(
                                                StageName.TAKE,
                                                Map.of(N1, List.of(new Instruction.Take(FIRST)))))),
                        NOW,
                        LIMITS,
                        StageRules.KEPT);
        only.advance(NOW);
        only.answered(NOW, N1, 0, List.of(new Outcome.HeldBy(-1, 4000)));
        assertEquals(Map.of(FIRST, 4000L), only.heldBack());
        assertTrue(only.failed().isEmpty());
    }

    @Test
    @DisplayName("A lost node blames nobody; what it was to release is not taken (13; 16, row 5)")
    void aLostNodeBlamesNobody() {
        start();
        run.advance(NOW);
        run.lost(N0);
        assertLastStageIsSentToBoth(run.advance(NOW));
        assertTrue(run.failures().isEmpty());
        assertEquals(new TreeSet<>(List.of(FIRST, SECOND)), run.failed());
    }

    @Test
    @DisplayName(
            "At its limit silent nodes have failed and the last stage is still sent (13; 16, 5)")
    void theLimitEndsWaiting() {
        start();
        run.advance(NOW);
        run.expire(new Moment(26));
        assertEquals(List.of(), run.advance(NOW), "the limit has not passed");
        run.expire(DEADLINE);
        assertLastStageIsSentToBoth(run.advance(NOW));
        assertEquals(Map.of(N0, "no answer"), run.failures());
        run.expire(DEADLINE);
        run.advance(NOW);
        assertTrue(run.isOver());
        assertEquals(Map.of(N0, "no answer"), run.failures(), "node 1 had no time to answer");
    }

    @Test
    @DisplayName("After the limit stages between are left out, and blamed on nobody (16, 5)")
    void theLimitLeavesStagesOut() {
        run.advance(NOW);
        run.answered(NOW, N1, 0, List.of(DONE));
        run.expire(DEADLINE);
        assertLastStageIsSentToBoth(run.advance(NOW));
        run.expire(DEADLINE);
        run.advance(NOW);
        assertTrue(run.isOver());
        assertEquals(Map.of(N0, "no answer"), run.failures());
        assertEquals(new TreeSet<>(List.of(FIRST, SECOND)), run.failed(), "tried again");
    }

    @Test
    @DisplayName(
            "Answers of another stage, or with too few outcomes, count for nothing (13, step 8)")
    void answersOfOtherStagesAreIgnored() {
        start();
        run.advance(NOW);
        run.answered(NOW, N0, 0, List.of(DONE));
        run.answered(NOW, N0, 1, List.of(DONE));
        assertEquals(List.of(), run.advance(NOW));
        assertEquals(1, run.orders().size());
    }

    private static TakeoverRun recovery() {
        return new TakeoverRun(
                new RunId(5, 3),
                new Plan(
                        List.of(
                                stage(
                                        StageName.START_RECOVERY,
                                        Map.of(
                                                N0, List.of(new Instruction.StartRecovery()),
                                                N1, List.of(new Instruction.StartRecovery()))),
                                stage(
                                        StageName.RECOVERED,
                                        Map.of(
                                                N0, List.of(new Instruction.Recovered()),
                                                N1, List.of(new Instruction.Recovered()))),
                                stage(
                                        StageName.IPREALLOCATED,
                                        Map.of(N0, List.of(new Instruction.IpReallocated()))))),
                NOW,
                LIMITS,
                StageRules.KEPT);
    }

    @Test
    @DisplayName("A failed startrecovery is not followed by recovered; it has not recovered (12.3)")
    void aFailedRecoveryIsNotOne() {
        TakeoverRun run = recovery();
        run.advance(NOW);
        run.answered(NOW, N0, 0, List.of(DONE));
        run.answered(NOW, N1, 0, List.of(FAILED));
        assertEquals(List.of(), told(run.advance(NOW), N1));
        run.answered(NOW, N0, 1, List.of(DONE));
        run.advance(NOW);
        run.answered(NOW, N0, 2, List.of(DONE));
        run.advance(NOW);
        assertTrue(run.isOver());
        assertTrue(run.isRecovery());
        assertFalse(run.hasRecovered());
    }

    @Test
    @DisplayName("Each stage of a recovery has its own time, and so has the rest (12.3, 13)")
    void stagesOfARecoveryHaveTheirOwnTime() {
        TakeoverRun run = recovery();
        run.advance(NOW);
        run.answered(NOW, N0, 0, List.of(DONE));
        run.expire(new Moment(33));
        assertEquals(1, run.advance(new Moment(33)).size(), "node 1 was silent");
        assertEquals(new Moment(66), run.deadline());
        run.answered(NOW, N0, 1, List.of(DONE));
        assertEquals(1, run.advance(new Moment(60)).size());
        assertEquals(new Moment(87), run.deadline());
        run.answered(NOW, N0, 2, List.of(DONE));
        run.advance(new Moment(61));
        assertTrue(run.isOver());
        assertEquals(Map.of(N1, "no answer"), run.failures());
        assertFalse(run.hasRecovered());
    }

    @Test
    @DisplayName("A node whose startipreallocate failed is given no address (13, step 8a)")
    void anUnreadyNodeTakesNothing() {
        run.advance(NOW);
        run.answered(NOW, N0, 0, List.of(DONE));
        run.answered(NOW, N1, 0, List.of(FAILED));
        run.advance(NOW);
        run.answered(NOW, N0, 1, List.of(DONE, DONE));
        assertLastStageIsSentToBoth(run.advance(NOW));
        assertEquals(new TreeSet<>(List.of(FIRST, SECOND)), run.failed());
    }

    @Test
    @DisplayName(
            "A node that was not reached to make ready takes nothing, back or not (13, step 8)")
    void whoWasNotReachedTakesNothing() {
        run.advance(NOW);
        run.answered(NOW, N0, 0, List.of(DONE));
        run.lost(N1);
        run.advance(NOW);
        run.answered(NOW, N0, 1, List.of(DONE, DONE));

        assertLastStageIsSentToBoth(run.advance(NOW));
        assertEquals(new TreeSet<>(List.of(FIRST, SECOND)), run.failed());
        assertEquals(new TreeSet<>(List.of(N1)), run.left());
        assertTrue(run.failures().isEmpty());
    }

    @Test
    @DisplayName("A banned node that hangs holds the others up for half the time only (16, row 5)")
    void inactiveNodesAreNotWaitedForLong() {
        TakeoverRun without = new TakeoverRun(run.id(), withoutN0(), NOW, LIMITS, StageRules.KEPT);
        without.advance(NOW);
        without.answered(NOW, N1, 0, List.of(DONE));
        without.expire(new Moment(13));
        assertEquals(List.of(), without.advance(new Moment(13)));
        assertEquals(new Moment(14), without.nextLimit());
        without.expire(new Moment(14));
        assertEquals(1, without.advance(new Moment(14)).getFirst().stage());
        assertEquals(Map.of(N0, "no answer"), without.failures());
        assertEquals(DEADLINE, without.deadline());
    }

    private Plan withoutN0() {
        return new Plan(run.plan().stages(), new TreeSet<>(List.of(N0)));
    }
}
