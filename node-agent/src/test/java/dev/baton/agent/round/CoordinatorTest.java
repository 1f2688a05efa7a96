package dev.baton.agent.round;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.baton.agent.callout.JobRecord;
import dev.baton.agent.callout.JobState;
import dev.baton.agent.callout.RealProviders;
import dev.baton.agent.callout.Refusal;
import dev.baton.agent.callout.StorageRoom;
import dev.baton.config.Pnn;
import dev.baton.config.Schedule;
import dev.baton.orchestrator.cluster.Moment;
import dev.baton.orchestrator.cluster.Right;
import dev.baton.orchestrator.cluster.StorageKind;
import dev.baton.orchestrator.snapshot.HookEnd;
import dev.baton.orchestrator.snapshot.RoundOrder;
import dev.baton.orchestrator.snapshot.RoundPlan;
import dev.baton.orchestrator.snapshot.RoundReport;
import dev.baton.orchestrator.snapshot.ThawReason;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;

@Timeout(60)
@DisplayName("Storage operations, section 1 (3): one node coordinates rounds of a schedule")
class CoordinatorTest {

    private static final Duration AMPLE = Duration.ofSeconds(30);
    private static final Pnn ZERO = new Pnn(0);
    private static final Right.Changing NIGHTLY =
            new Right.Changing(StorageKind.SCHEDULE, "nightly");
    private static final Schedule SCHEDULE =
            new Schedule(
                    "nightly",
                    "every night",
                    List.of(),
                    List.of(new Schedule.Target("0", "web1")),
                    Optional.empty(),
                    Optional.empty(),
                    0,
                    Schedule.USUAL_FREEZE,
                    false,
                    false);
    private static final RoundPlan PLAN =
            new RoundPlan(
                    "nightly",
                    new TreeSet<>(List.of(ZERO)),
                    new TreeSet<>(),
                    List.of(new RoundPlan.Snapshot(ZERO, "web1")),
                    Schedule.USUAL_FREEZE,
                    Duration.ofSeconds(20),
                    false);

    private final RealProviders providers;
    private final StorageRoom storage;
    private final List<RoundLetter> letters = new CopyOnWriteArrayList<>();
    private final RoundLoop loop = new RoundLoop(this::wake, this::deadline);
    private final Coordinator coordinator;

    CoordinatorTest(@TempDir Path folder) {
        providers = new RealProviders(folder);
        storage = providers.room();
        coordinator =
                new Coordinator(
                        storage.rounds().orElseThrow(),
                        new Turns(storage.rounds().orElseThrow()),
                        loop,
                        (_, letter) -> letters.add(letter),
                        _ -> {},
                        InstantSource.system());
    }

    private void wake() {
        coordinator.wake();
    }

    private Moment deadline() {
        return coordinator.nextDeadline();
    }

    @BeforeEach
    void begin() {
        loop.start();
    }

    @AfterEach
    void close() {
        loop.close();
        storage.close();
    }

    private String round() throws Refusal {
        return coordinator.begin(SCHEDULE, PLAN, Optional.empty()).toString();
    }

    private RoundLetter.Ordered ordered(RoundOrder order) {
        await().atMost(AMPLE).until(() -> letters.stream().anyMatch(each -> is(each, order)));
        return letters.stream()
                .filter(each -> is(each, order))
                .map(RoundLetter.Ordered.class::cast)
                .findFirst()
                .orElseThrow();
    }

    private static boolean is(RoundLetter letter, RoundOrder order) {
        return letter instanceof RoundLetter.Ordered ordered && ordered.order().equals(order);
    }

    private void report(String round, RoundReport report) {
        loop.put(() -> coordinator.reported(ZERO, new RoundLetter.Reported(round, report)));
    }

    private JobRecord over(String round) {
        return storage.await(round, AMPLE).orElseThrow();
    }

    @Test
    void aRoundIsOrderedUnderTheNumberOfItsRightAndGivesItBack() throws Exception {
        String round = round();
        assertEquals(Set.of(NIGHTLY), providers.objects.held().keySet());
        long number = providers.objects.held().values().iterator().next().number();

        assertEquals(number, ordered(new RoundOrder.Prestart()).fence());
        report(round, new RoundReport.Prepared(new HookEnd.Ok()));
        assertEquals(number, ordered(new RoundOrder.Freeze()).fence());
        report(round, new RoundReport.Frozen(new HookEnd.Ok()));
        assertEquals(number, ordered(new RoundOrder.Snap(0)).fence());
        report(round, new RoundReport.Snapped(0, ""));
        assertEquals(number, ordered(new RoundOrder.Thaw(ThawReason.OK)).fence());
        report(round, new RoundReport.Thawed(Optional.empty(), Duration.ZERO, false, ""));

        assertEquals(JobState.DONE, over(round).state(), over(round).toString());
        assertEquals(
                new RoundLetter.Closed(round, number, "nightly", "consistent"), letters.getLast());
        await().atMost(AMPLE).until(() -> providers.objects.held().isEmpty());
    }

    @Test
    void aScheduleThatAnotherNodeHasIsNotBegunHere() throws Exception {
        providers.objects.elsewhere(NIGHTLY, true);

        Refusal busy = assertThrows(Refusal.class, this::round);

        assertEquals("busy: node 1 has schedule:nightly", busy.sentence());
        assertEquals(List.of(), storage.jobs());
        assertEquals(List.of(), letters);
        providers.objects.elsewhere(NIGHTLY, false);
        round();
        ordered(new RoundOrder.Prestart());
    }

    @Test
    void whoLosesTheRightFreezesAndTakesNothingMoreAndOrdersAThaw() throws Exception {
        String round = round();
        ordered(new RoundOrder.Prestart());
        report(round, new RoundReport.Prepared(new HookEnd.Ok()));
        ordered(new RoundOrder.Freeze());

        providers.objects.lapse();
        report(round, new RoundReport.Frozen(new HookEnd.Ok()));

        ordered(new RoundOrder.Thaw(ThawReason.ABANDONED));
        assertTrue(letters.stream().noneMatch(each -> is(each, new RoundOrder.Snap(0))));
        report(round, new RoundReport.Thawed(Optional.empty(), Duration.ZERO, false, ""));
        assertEquals(JobState.UNKNOWN, over(round).state());
        assertTrue(
                over(round).why().startsWith("lost: this node lost the right"), over(round).why());
    }
}
