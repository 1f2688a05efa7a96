package dev.baton.orchestrator.snapshot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.baton.config.Pnn;
import dev.baton.orchestrator.cluster.Moment;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

@DisplayName("Storage operations, section 2: what the coordinator says of a round")
class SnapshotRoundTest {

    private static final Pnn ZERO = new Pnn(0);
    private static final Pnn ONE = new Pnn(1);
    private static final Moment NOW = new Moment(0);

    private static SnapshotRound round(boolean crashConsistent, Pnn... absent) {
        SortedSet<Pnn> nodes = new TreeSet<>(List.of(ZERO, ONE));
        SortedSet<Pnn> away = new TreeSet<>(List.of(absent));
        nodes.removeAll(away);
        return new SnapshotRound(
                new RoundPlan(
                        "s1",
                        nodes,
                        away,
                        List.of(new RoundPlan.Snapshot(ZERO, "web1")),
                        Duration.ofSeconds(15),
                        Duration.ofMinutes(5),
                        crashConsistent));
    }

    private static void prepare(SnapshotRound round, Pnn... nodes) {
        round.begin(NOW);
        for (Pnn node : nodes) {
            round.reported(NOW, node, new RoundReport.Prepared(new HookEnd.Ok()));
        }
    }

    private static void thaw(SnapshotRound round, Pnn node, Optional<Duration> ago) {
        round.reported(NOW, node, new RoundReport.Thawed(ago, Duration.ofSeconds(1), false, ""));
    }

    private static Verdict verdict(SnapshotRound round) {
        return round.verdict().orElseThrow();
    }

    @Test
    void aNodeThatIsAwayMeansNoSnapshotAndNoFreeze() {
        SnapshotRound round = round(false, ONE);

        assertEquals(List.of(), round.begin(NOW));

        assertEquals(Verdict.Result.NOT_TAKEN, verdict(round).result());
        assertEquals(List.of("node 1 is not connected"), verdict(round).reasons());
    }

    @Test
    void aNodeThatIsAwayIsForgivenByTheSchedulesWordAndNotBelieved() {
        SnapshotRound round = round(true, ONE);
        prepare(round, ZERO);
        round.reported(NOW, ZERO, new RoundReport.Frozen(new HookEnd.Ok()));
        round.reported(NOW, ZERO, new RoundReport.Snapped(0, ""));
        thaw(round, ZERO, Optional.empty());

        assertEquals(Verdict.Result.CRASH_CONSISTENT, verdict(round).result());
    }

    @Test
    @DisplayName("Skip code: no snapshot, no error; who may be frozen is thawed")
    void nothingToDoIsNoError() {
        SnapshotRound round = round(false);
        prepare(round, ZERO, ONE);
        round.reported(NOW, ZERO, new RoundReport.Frozen(new HookEnd.Skip()));
        List<RoundPlan.Step> orders =
                round.reported(NOW, ONE, new RoundReport.Frozen(new HookEnd.Ok()));
        thaw(round, ZERO, Optional.empty());
        thaw(round, ONE, Optional.empty());

        assertEquals(
                List.of(
                        new RoundPlan.Step(ZERO, new RoundOrder.Thaw(ThawReason.OK)),
                        new RoundPlan.Step(ONE, new RoundOrder.Thaw(ThawReason.OK))),
                orders);
        assertEquals(Verdict.Result.SKIPPED, verdict(round).result());
        assertEquals(List.of(), verdict(round).reasons());
    }

    @Test
    @DisplayName("2.4: a prestart that fails ends the round; all nodes are free for the next")
    void aPrestartThatFailsEndsTheRound() {
        SnapshotRound round = round(true);
        round.begin(NOW);
        round.reported(NOW, ZERO, new RoundReport.Prepared(new HookEnd.Ok()));
        List<RoundPlan.Step> orders =
                round.reported(
                        NOW, ONE, new RoundReport.Prepared(new HookEnd.Failed("exited with 1")));

        assertEquals(
                List.of(
                        new RoundPlan.Step(ZERO, new RoundOrder.Thaw(ThawReason.OK)),
                        new RoundPlan.Step(ONE, new RoundOrder.Thaw(ThawReason.OK))),
                orders);
        assertEquals(Verdict.Result.NOT_TAKEN, verdict(round).result());
    }

    @Test
    void aNodeThatThawedInTheMiddleOfASnapshotIsSeen() {
        SnapshotRound round = round(false);
        prepare(round, ZERO, ONE);
        round.reported(NOW, ZERO, new RoundReport.Frozen(new HookEnd.Ok()));
        round.reported(NOW, ONE, new RoundReport.Frozen(new HookEnd.Ok()));
        round.reported(NOW, ZERO, new RoundReport.Snapped(0, ""));
        thaw(round, ZERO, Optional.empty());
        thaw(round, ONE, Optional.of(Duration.ofMillis(1)));

        assertEquals(Verdict.Result.CRASH_CONSISTENT, verdict(round).result());
        assertTrue(verdict(round).reasons().getFirst().contains("thawed before the last snapshot"));
    }

    @Test
    void whoHasLostTheRightOrdersNothingButToThaw() {
        SnapshotRound round = round(false);
        prepare(round, ZERO, ONE);
        round.reported(NOW, ZERO, new RoundReport.Frozen(new HookEnd.Ok()));
        List<RoundPlan.Step> snaps =
                round.reported(NOW, ONE, new RoundReport.Frozen(new HookEnd.Ok()));
        assertEquals(1, snaps.size());

        List<RoundPlan.Step> orders = round.rightLost(NOW);

        RoundOrder thaw = new RoundOrder.Thaw(ThawReason.ABANDONED);
        assertEquals(
                List.of(new RoundPlan.Step(ZERO, thaw), new RoundPlan.Step(ONE, thaw)), orders);
        assertEquals(List.of(), round.rightLost(NOW));
        thaw(round, ZERO, Optional.empty());
        thaw(round, ONE, Optional.empty());
        assertEquals(Verdict.Result.LOST, verdict(round).result());
        assertTrue(verdict(round).reasons().toString().contains("nobody can tell"));
    }

    @Test
    void aRightThatIsLostBeforeAnyFreezeEndsTheRoundAtOnce() {
        SnapshotRound round = round(false);
        round.begin(NOW);

        round.rightLost(NOW);

        assertEquals(Verdict.Result.LOST, verdict(round).result());
        assertEquals(new TreeSet<>(), verdict(round).maybeFrozen());
    }

    @Test
    void whatIsLostWhenAllThawsIsNothing() {
        SnapshotRound round = round(false);
        prepare(round, ZERO, ONE);
        round.reported(NOW, ZERO, new RoundReport.Frozen(new HookEnd.Ok()));
        round.reported(NOW, ONE, new RoundReport.Frozen(new HookEnd.Ok()));
        round.reported(NOW, ZERO, new RoundReport.Snapped(0, ""));

        assertEquals(List.of(), round.rightLost(NOW));

        thaw(round, ZERO, Optional.empty());
        thaw(round, ONE, Optional.empty());
        assertEquals(Verdict.Result.CONSISTENT, verdict(round).result());
    }
}
