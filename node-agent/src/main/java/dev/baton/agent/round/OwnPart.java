package dev.baton.agent.round;

import dev.baton.agent.callout.Entry;
import dev.baton.agent.callout.RoundTools;
import dev.baton.config.Pnn;
import dev.baton.config.Schedule;
import dev.baton.orchestrator.cluster.Moment;
import dev.baton.orchestrator.exchange.Fact;
import dev.baton.orchestrator.operation.JobId;
import dev.baton.orchestrator.snapshot.FreezeDesk;
import dev.baton.orchestrator.snapshot.FreezeEffect;
import dev.baton.orchestrator.snapshot.HookEnd;
import dev.baton.orchestrator.snapshot.RoundId;
import dev.baton.orchestrator.snapshot.RoundOrder;
import dev.baton.orchestrator.snapshot.RoundReport;

import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.function.Consumer;

/**
 * This node's part of all rounds: hears orders, has them decided, and has that carried out.
 *
 * <p>Thread: the loop's only.
 */
final class OwnPart {

    /** What it works with. */
    record Means(
            Pnn self,
            String node,
            SortedMap<String, Schedule> schedules,
            RoundTools tools,
            Guards guards,
            SnapshotCalls calls,
            RoundLoop loop,
            RoundPost post,
            Consumer<Fact> facts,
            InstantSource wall) {}

    private final Means means;
    private final FreezeDesk desk = new FreezeDesk();
    private final Map<RoundId, RoundHand> hands = new LinkedHashMap<>();

    /** Under which number the rounds were begun that are not over. */
    private final Map<RoundId, Long> fences = new LinkedHashMap<>();

    OwnPart(Means means) {
        this.means = means;
    }

    /** What an earlier life left frozen is thawed, by its guard or by this life. */
    void resume() {
        for (Entry.FreezeBegun left : means.tools().unthawed()) {
            Thread.ofVirtual().name("thaw-" + left.round()).start(() -> resume(left));
        }
    }

    private void resume(Entry.FreezeBegun left) {
        Duration hook = means.tools().hookLimit();
        Duration patience = hook.multipliedBy(FreezeDesk.TRIES + 1L);
        if (means.guards().hasThawed(left.round(), patience)) {
            guardHasThawed(left);
            return;
        }
        RoundId id = new RoundId(JobId.parse(left.round()).orElseThrow());
        FreezeDesk.Unended unended =
                new FreezeDesk.Unended(
                        id, left.schedule(), Duration.ofMillis(left.freezeMillis()), hook);
        means.loop().put(() -> carryOut(desk.resume(RoundLoop.now(), List.of(unended))));
    }

    private void guardHasThawed(Entry.FreezeBegun left) {
        try {
            means.tools()
                    .store(new Entry.FreezeEnded(left.round(), "guard", "", means.wall().millis()));
            means.guards().forget(left.round());
        } catch (IOException full) {
            means.facts()
                    .accept(
                            new Fact.FreezeAlarm(
                                    left.round(), left.schedule(), "the journal is full"));
        }
    }

    void ordered(RoundLetter.Ordered letter) {
        RoundId id = new RoundId(JobId.parse(letter.round()).orElseThrow());
        if (letter.order() instanceof RoundOrder.Snap(int index)) {
            snap(letter, id, index);
        } else if (letter.order() instanceof RoundOrder.Prestart
                && !means.schedules().containsKey(letter.plan().schedule())) {
            report(id, new RoundReport.Prepared(new HookEnd.Failed(unknown(letter))));
        } else {
            fences.putIfAbsent(id, letter.fence());
            carryOut(
                    desk.ordered(
                            RoundLoop.now(), id, letter.fence(), letter.plan(), letter.order()));
        }
    }

    private String unknown(RoundLetter.Ordered letter) {
        return "there is no [schedule %s] in the settings of %s; add it and restart its agent"
                .formatted(letter.plan().schedule(), means.node());
    }

    private void snap(RoundLetter.Ordered letter, RoundId id, int index) {
        Optional<Schedule> schedule =
                Optional.ofNullable(means.schedules().get(letter.plan().schedule()));
        if (index >= letter.plan().snapshots().size()) {
            report(id, new RoundReport.Snapped(index, "there is no such snapshot in its plan"));
            return;
        }
        String of = letter.plan().schedule();
        if (!desk.mayObey(of, letter.fence())) {
            report(id, new RoundReport.Snapped(index, FreezeDesk.outdated(of)));
            return;
        }
        String target = letter.plan().snapshots().get(index).target();
        Thread.ofVirtual()
                .name("snapshot-" + letter.round())
                .start(
                        () -> {
                            String why =
                                    schedule.map(
                                                    each ->
                                                            means.calls()
                                                                    .take(
                                                                            letter.round(),
                                                                            letter.fence(),
                                                                            each,
                                                                            target,
                                                                            letter.stamp()))
                                            .orElseGet(() -> unknown(letter));
                            report(id, new RoundReport.Snapped(index, why));
                        });
    }

    /** A coordinator, perhaps, is not connected any more. */
    void lost(Pnn node) {
        desk.lost(node);
    }

    /** What a round came to. */
    void closed(RoundLetter.Closed letter) {
        Optional.ofNullable(means.schedules().get(letter.schedule()))
                .ifPresent(
                        schedule ->
                                Thread.ofVirtual()
                                        .name("snapshots-" + letter.round())
                                        .start(
                                                () ->
                                                        means.calls()
                                                                .close(
                                                                        letter.round(),
                                                                        letter.fence(),
                                                                        schedule,
                                                                        letter.verdict())));
    }

    void wake() {
        if (!RoundLoop.now().isBefore(desk.nextDeadline())) {
            carryOut(desk.wake(RoundLoop.now()));
        }
        hands.entrySet()
                .removeIf(
                        each -> {
                            boolean isOver = !desk.isBusy(each.getKey());
                            if (isOver) {
                                each.getValue().close();
                            }
                            return isOver;
                        });
        fences.keySet().removeIf(id -> !desk.isBusy(id));
    }

    Moment nextDeadline() {
        return desk.nextDeadline();
    }

    private void report(RoundId id, RoundReport report) {
        means.post().send(id.coordinator(), new RoundLetter.Reported(id.toString(), report));
    }

    private void carryOut(List<FreezeEffect> effects) {
        for (FreezeEffect effect : effects) {
            switch (effect) {
                case FreezeEffect.Report(RoundId id, RoundReport told) -> tell(id, effect, told);
                case FreezeEffect.StoreFreeze(RoundId id, String of) -> hand(id, of, effect);
                case FreezeEffect.StoreThaw(RoundId id, String of) -> hand(id, of, effect);
                case FreezeEffect.OpenGuard(RoundId id, String of, Duration _) ->
                        hand(id, of, effect);
                case FreezeEffect.RunHook run -> hand(run.round(), run.schedule(), effect);
                case FreezeEffect.Alarm(RoundId id, String of, String _) -> hand(id, of, effect);
                case FreezeEffect.HoldGuard(RoundId id, Duration _) -> known(id, effect);
                case FreezeEffect.CloseGuard(RoundId id) -> known(id, effect);
                case FreezeEffect.KillHook(RoundId id) -> known(id, effect);
                case FreezeEffect.ReleaseHook(RoundId id) -> known(id, effect);
            }
        }
    }

    /** A refusal of a round nothing was done for needs no hand. */
    private void tell(RoundId id, FreezeEffect effect, RoundReport told) {
        if (hands.containsKey(id)) {
            known(id, effect);
        } else {
            report(id, told);
        }
    }

    private void known(RoundId id, FreezeEffect effect) {
        Optional.ofNullable(hands.get(id)).ifPresent(hand -> hand.carryOut(effect));
    }

    private void hand(RoundId id, String schedule, FreezeEffect effect) {
        hands.computeIfAbsent(id, _ -> hand(id, schedule)).carryOut(effect);
    }

    private RoundHand hand(RoundId id, String schedule) {
        Schedule configured =
                Optional.ofNullable(means.schedules().get(schedule))
                        .orElseGet(() -> forgotten(schedule));
        RoundHand.Place place =
                new RoundHand.Place(
                        means.tools(),
                        means.guards(),
                        means.node(),
                        configured,
                        fences.getOrDefault(id, 0L),
                        means.wall());
        return new RoundHand(id.toString(), place, new Heard(id, schedule));
    }

    /** One that is no longer in the settings, of which something is still frozen. */
    private static Schedule forgotten(String id) {
        return new Schedule(
                id,
                id,
                List.of(),
                List.of(new Schedule.Target("0", id)),
                Optional.empty(),
                Optional.empty(),
                0,
                Schedule.USUAL_FREEZE,
                false,
                false);
    }

    /** What a hand says goes back to the loop. */
    private final class Heard implements RoundHand.Ear {

        private final RoundId id;
        private final String schedule;

        Heard(RoundId id, String schedule) {
            this.id = id;
            this.schedule = schedule;
        }

        @Override
        public void ended(HookEnd end) {
            means.loop().put(() -> carryOut(desk.ended(RoundLoop.now(), id, end)));
        }

        @Override
        public void thawed(Duration frozen) {
            means.facts().accept(new Fact.NodeThawed(id.toString(), schedule, frozen));
        }

        @Override
        public void report(RoundReport report) {
            OwnPart.this.report(id, report);
        }

        @Override
        public void alarm(String why) {
            means.facts()
                    .accept(
                            new Fact.FreezeAlarm(
                                    id.toString(), schedule, why.replaceAll("\\p{Cntrl}", " ")));
        }
    }
}
