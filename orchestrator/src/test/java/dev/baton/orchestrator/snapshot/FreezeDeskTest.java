package dev.baton.orchestrator.snapshot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.baton.config.Pnn;
import dev.baton.orchestrator.cluster.Moment;
import dev.baton.orchestrator.operation.JobId;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;
import java.util.TreeSet;

@DisplayName("Storage call-outs contract, sections 2.4 to 2.6: one node's part of a round")
class FreezeDeskTest {

    private static final Duration FREEZE = Duration.ofSeconds(15);
    private static final Duration HOOK = Duration.ofMinutes(5);
    private static final RoundId FIRST = new RoundId(new JobId(new Pnn(0), 1));
    private static final RoundId SECOND = new RoundId(new JobId(new Pnn(1), 4));
    private static final RoundId THIRD = new RoundId(new JobId(new Pnn(0), 9));
    private static final RoundPlan PLAN =
            new RoundPlan(
                    "nightly",
                    new TreeSet<>(List.of(new Pnn(0))),
                    new TreeSet<>(),
                    List.of(new RoundPlan.Snapshot(new Pnn(0), "web1")),
                    FREEZE,
                    HOOK,
                    false);

    private final FreezeDesk desk = new FreezeDesk();
    private Moment now = new Moment(0);

    @Test
    void aFreezeIsStoredAndGuardedBeforePresnapStarts() {
        prepare(FIRST);

        List<FreezeEffect> effects = order(FIRST, new RoundOrder.Freeze());

        assertEquals(
                List.of(
                        new FreezeEffect.StoreFreeze(FIRST, "nightly"),
                        new FreezeEffect.OpenGuard(FIRST, "nightly", FREEZE),
                        run(RoundHook.PRESNAP, ThawReason.OK, FREEZE)),
                effects);
    }

    @Test
    @DisplayName("Storage operations, section 1 (3): a coordinator without the right is not obeyed")
    void whoeverHasALowerNumberThanALaterRoundOrdersNothingButToThaw() {
        prepare(FIRST);
        order(FIRST, new RoundOrder.Thaw(ThawReason.OK));
        desk.ordered(now, SECOND, 9, PLAN, new RoundOrder.Prestart());

        List<FreezeEffect> late = desk.ordered(now, FIRST, 7, PLAN, new RoundOrder.Freeze());
        List<FreezeEffect> anew = desk.ordered(now, THIRD, 8, PLAN, new RoundOrder.Prestart());
        List<FreezeEffect> thaw =
                desk.ordered(now, FIRST, 7, PLAN, new RoundOrder.Thaw(ThawReason.OK));

        assertTrue(late.toString().contains("a later round"), late::toString);
        assertTrue(anew.toString().contains("a later round"), anew::toString);
        assertTrue(thaw.toString().contains("Thawed"), thaw::toString);
        assertFalse(desk.mayObey("nightly", 8));
        assertTrue(desk.mayObey("nightly", 9));
        assertTrue(desk.mayObey("hourly", 1));
        assertEquals(List.of(SECOND), List.copyOf(desk.busy().values()));
    }

    @Test
    void anOrderThatComesTwiceStartsNothingTwice() {
        freeze(FIRST);

        assertEquals(List.of(), order(FIRST, new RoundOrder.Freeze()));
        assertEquals(List.of(), order(FIRST, new RoundOrder.Prestart()));
    }

    @Test
    void aFreezeBehindItsThawDoesNothing() {
        prepare(FIRST);
        order(FIRST, new RoundOrder.Thaw(ThawReason.PRESNAP_FAILED));

        assertEquals(List.of(), order(FIRST, new RoundOrder.Freeze()));
        assertTrue(desk.busy().isEmpty());
    }

    @Test
    @DisplayName("A prestart that still runs when its round has ended runs beside no other round's")
    void aPrestartThatStillRunsKeepsTheNextRoundAway() {
        order(FIRST, new RoundOrder.Prestart());
        List<FreezeEffect> answer = order(FIRST, new RoundOrder.Thaw(ThawReason.OK));

        List<FreezeEffect> early = order(SECOND, new RoundOrder.Prestart());
        desk.ended(now, FIRST, new HookEnd.Ok());
        List<FreezeEffect> late = order(SECOND, new RoundOrder.Prestart());

        assertTrue(answer.toString().contains("frozen=PT0S"), answer::toString);
        assertInstanceOf(FreezeEffect.Report.class, early.getFirst());
        assertInstanceOf(FreezeEffect.RunHook.class, late.getFirst());
        assertEquals(List.of(), order(FIRST, new RoundOrder.Freeze()));
    }

    @Test
    void aFreezeOfARoundNobodyPreparedIsRefused() {
        List<FreezeEffect> effects = order(FIRST, new RoundOrder.Freeze());

        var report = assertInstanceOf(FreezeEffect.Report.class, effects.getFirst());
        assertInstanceOf(RoundReport.Frozen.class, report.report());
        assertTrue(effects.toString().contains("does not know it"), effects::toString);
        assertEquals(1, effects.size());
    }

    @Test
    void aSecondRoundOfTheSameScheduleIsRefusedUntilTheFirstIsOver() {
        freeze(FIRST);

        List<FreezeEffect> refused = order(SECOND, new RoundOrder.Prestart());
        thaw(FIRST);
        List<FreezeEffect> taken = order(SECOND, new RoundOrder.Prestart());

        assertTrue(refused.toString().contains("round 0.1 of the same schedule is not over"));
        assertInstanceOf(FreezeEffect.RunHook.class, taken.getFirst());
    }

    @Test
    void aRoundWhoseCoordinatorIsGoneBeforeItFreezesStandsInNobodysWay() {
        prepare(FIRST);

        desk.lost(new Pnn(0));

        assertEquals(List.of(), order(FIRST, new RoundOrder.Freeze()));
        assertInstanceOf(
                FreezeEffect.RunHook.class, order(SECOND, new RoundOrder.Prestart()).getFirst());
    }

    @Test
    void aRoundThatIsPreparedAndNeverFrozenEndsByItself() {
        prepare(FIRST);

        now = desk.nextDeadline();
        assertEquals(List.of(), desk.wake(now));

        assertTrue(desk.busy().isEmpty());
        assertEquals(Moment.NEVER, desk.nextDeadline());
    }

    @Test
    void atTheFreezeLimitANodeThawsWithoutBeingAsked() {
        freeze(FIRST);
        desk.ended(now, FIRST, new HookEnd.Ok());
        assertEquals(now.plus(FREEZE), desk.nextDeadline());

        now = now.plus(FREEZE);
        List<FreezeEffect> effects = desk.wake(now);

        assertEquals(run(RoundHook.POSTSNAP, ThawReason.TIMEOUT, HOOK), effects.getLast());
    }

    @Test
    void aPresnapThatHangsIsEndedBeforePostsnapRuns() {
        freeze(FIRST);

        now = now.plus(FREEZE);
        List<FreezeEffect> atLimit = desk.wake(now);
        List<FreezeEffect> afterEnd = desk.ended(now, FIRST, new HookEnd.Failed("was killed"));

        assertEquals(new FreezeEffect.KillHook(FIRST), atLimit.getLast());
        assertEquals(List.of(run(RoundHook.POSTSNAP, ThawReason.TIMEOUT, HOOK)), afterEnd);
    }

    @Test
    void postsnapIsTriedThreeTimesThenAnAlarmIsRaised() {
        freeze(FIRST);
        desk.ended(now, FIRST, new HookEnd.Ok());
        order(FIRST, new RoundOrder.Thaw(ThawReason.OK));

        List<FreezeEffect> second = desk.ended(now, FIRST, new HookEnd.Failed("exit 1"));
        List<FreezeEffect> third = desk.ended(now, FIRST, new HookEnd.Failed("exit 2"));
        List<FreezeEffect> last = desk.ended(now, FIRST, new HookEnd.Failed("exit 3"));

        assertEquals(List.of(run(RoundHook.POSTSNAP, ThawReason.OK, HOOK)), second);
        assertEquals(second, third);
        assertEquals(new FreezeEffect.Alarm(FIRST, "nightly", "exit 3"), last.getFirst());
    }

    @Test
    void aHookThatHoldsIsLetGoBeforePostsnapRuns() {
        freeze(FIRST);
        List<FreezeEffect> held = desk.ended(now, FIRST, new HookEnd.Held());

        List<FreezeEffect> thaw = order(FIRST, new RoundOrder.Thaw(ThawReason.OK));
        List<FreezeEffect> letGo = desk.ended(now, FIRST, new HookEnd.Ok());

        assertInstanceOf(FreezeEffect.Report.class, held.getFirst());
        assertEquals(new FreezeEffect.ReleaseHook(FIRST), thaw.getLast());
        assertEquals(List.of(run(RoundHook.POSTSNAP, ThawReason.OK, HOOK)), letGo);
    }

    @Test
    void aHookThatHoldsNoMoreIsAThawNobodyOrdered() {
        freeze(FIRST);
        desk.ended(now, FIRST, new HookEnd.Held());

        List<FreezeEffect> died = desk.ended(now, FIRST, new HookEnd.Failed("was killed"));
        desk.ended(now, FIRST, new HookEnd.Ok());
        now = now.plus(Duration.ofSeconds(2));
        List<FreezeEffect> answer = order(FIRST, new RoundOrder.Thaw(ThawReason.OK));

        assertEquals(run(RoundHook.POSTSNAP, ThawReason.ABANDONED, HOOK), died.getLast());
        assertTrue(answer.toString().contains("ago=Optional[PT2S]"), answer::toString);
    }

    @Test
    void aFreezeThatAnEarlierLifeLeftIsThawedAtOnce() {
        List<FreezeEffect> effects =
                desk.resume(now, List.of(new FreezeDesk.Unended(FIRST, "nightly", FREEZE, HOOK)));

        assertEquals(run(RoundHook.POSTSNAP, ThawReason.ABANDONED, HOOK), effects.getLast());
        assertEquals(List.of(FIRST), List.copyOf(desk.busy().values()));
    }

    private static FreezeEffect run(RoundHook hook, ThawReason reason, Duration limit) {
        return new FreezeEffect.RunHook(FIRST, "nightly", hook, reason, limit);
    }

    private List<FreezeEffect> order(RoundId round, RoundOrder order) {
        return desk.ordered(now, round, 7, PLAN, order);
    }

    private void prepare(RoundId round) {
        order(round, new RoundOrder.Prestart());
        desk.ended(now, round, new HookEnd.Ok());
    }

    private void freeze(RoundId round) {
        prepare(round);
        order(round, new RoundOrder.Freeze());
    }

    private void thaw(RoundId round) {
        desk.ended(now, round, new HookEnd.Ok());
        order(round, new RoundOrder.Thaw(ThawReason.OK));
        desk.ended(now, round, new HookEnd.Ok());
    }
}
