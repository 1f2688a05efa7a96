package dev.baton.orchestrator.snapshot;

import dev.baton.config.Pnn;
import dev.baton.orchestrator.cluster.Moment;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * One node's part of all rounds: obeys their coordinators, and thaws without them.
 *
 * <p>One round of a schedule at a time; another is refused, and so is one of a coordinator that has
 * lost the right to the schedule to the next. Bounds: the last {@value #REMEMBERED} rounds are
 * remembered, so that an order that comes late or twice freezes nothing. Whoever drives it carries
 * out the effects in their order, the stored ones before what follows them, and tells the end of
 * each hook once. Source: storage call-outs contract, sections 2.5 and 2.6.
 */
public final class FreezeDesk {

    /** How often postsnap is tried. */
    public static final int TRIES = 3;

    static final int REMEMBERED = 1000;

    /**
     * A round that was under way when the agent died.
     *
     * @param schedule its schedule's id
     */
    public record Unended(RoundId round, String schedule, Duration freeze, Duration hook) {}

    private final SequencedMap<RoundId, FreezeRound> rounds = new LinkedHashMap<>();

    /**
     * The highest number of each schedule's right that a round was begun under; as many as there
     * are schedules in the settings of this life of the agent.
     */
    private final SortedMap<String, Long> fences = new TreeMap<>();

    /** What was begun in an earlier life and has no end is thawed first. */
    public List<FreezeEffect> resume(Moment now, List<Unended> all) {
        List<FreezeEffect> effects = new ArrayList<>();
        for (Unended each : all) {
            FreezeRound round = new FreezeRound(each.round(), each.schedule(), limits(each));
            rounds.put(each.round(), round);
            round.resume(now, effects::add);
        }
        return effects;
    }

    private static FreezeRound.Limits limits(Unended round) {
        return new FreezeRound.Limits(round.freeze(), round.hook());
    }

    /**
     * Whether an order may be obeyed that was given under this number of the schedule's right: not
     * once a round was begun under a higher one, whose coordinator has the right by now.
     */
    public boolean mayObey(String schedule, long fence) {
        return fence >= fences.getOrDefault(schedule, 0L);
    }

    /**
     * An order of a coordinator, except for snapshots. A thaw is always obeyed.
     *
     * @param fence the number of the schedule's right that it was given under
     */
    public List<FreezeEffect> ordered(
            Moment now, RoundId id, long fence, RoundPlan plan, RoundOrder order) {
        List<FreezeEffect> effects = new ArrayList<>();
        FreezeRound known = rounds.get(id);
        if (!(order instanceof RoundOrder.Thaw) && !mayObey(plan.schedule(), fence)) {
            outdated(id, plan, order, effects);
        } else if (known != null) {
            known.order(now, order, effects::add);
        } else if (order instanceof RoundOrder.Freeze) {
            String why = "this node does not know it: its agent has started since";
            refuse(effects, id, new RoundReport.Frozen(new HookEnd.Failed(why)));
        } else {
            begin(now, id, plan, order, effects);
            fences.merge(plan.schedule(), fence, Math::max);
        }
        return effects;
    }

    private static void outdated(
            RoundId id, RoundPlan plan, RoundOrder order, List<FreezeEffect> effects) {
        HookEnd late = new HookEnd.Failed(outdated(plan.schedule()));
        refuse(
                effects,
                id,
                order instanceof RoundOrder.Freeze
                        ? new RoundReport.Frozen(late)
                        : new RoundReport.Prepared(late));
    }

    /** Why an order is not obeyed, in a sentence. */
    public static String outdated(String schedule) {
        return "a later round of %s was begun by whoever has the right to it now"
                .formatted(schedule);
    }

    private void begin(
            Moment now, RoundId id, RoundPlan plan, RoundOrder order, List<FreezeEffect> effects) {
        Optional<FreezeRound> other = busyWith(plan.schedule());
        if (order instanceof RoundOrder.Prestart && other.isPresent()) {
            String why = "round %s of the same schedule is not over".formatted(other.get().id());
            refuse(effects, id, new RoundReport.Prepared(new HookEnd.Failed(why)));
            return;
        }
        FreezeRound.Limits limits = new FreezeRound.Limits(plan.freezeLimit(), plan.hookLimit());
        FreezeRound round = new FreezeRound(id, plan.schedule(), limits);
        rounds.put(id, round);
        forgetOldest();
        round.order(now, order, effects::add);
    }

    private static void refuse(List<FreezeEffect> effects, RoundId id, RoundReport report) {
        effects.add(new FreezeEffect.Report(id, report));
    }

    private Optional<FreezeRound> busyWith(String schedule) {
        return rounds.values().stream()
                .filter(round -> round.isBusy() && round.schedule().equals(schedule))
                .findFirst();
    }

    private void forgetOldest() {
        rounds.values().stream()
                .filter(round -> !round.isBusy())
                .limit(Math.max(0, rounds.size() - REMEMBERED))
                .map(FreezeRound::id)
                .toList()
                .forEach(rounds::remove);
    }

    /** The hook of a round that ran has ended. */
    public List<FreezeEffect> ended(Moment now, RoundId id, HookEnd end) {
        List<FreezeEffect> effects = new ArrayList<>();
        Optional.ofNullable(rounds.get(id)).ifPresent(round -> round.ended(now, end, effects::add));
        return effects;
    }

    /** A node is not connected any more: it orders nothing further of its rounds. */
    public void lost(Pnn node) {
        rounds.values().stream()
                .filter(round -> round.id().coordinator().equals(node))
                .forEach(FreezeRound::abandon);
    }

    /** Time has passed: who was frozen for too long is thawed. */
    public List<FreezeEffect> wake(Moment now) {
        List<FreezeEffect> effects = new ArrayList<>();
        rounds.values().forEach(round -> round.wake(now, effects::add));
        return effects;
    }

    /** When {@link #wake} is due next. */
    public Moment nextDeadline() {
        return rounds.values().stream()
                .map(FreezeRound::deadline)
                .reduce(Moment.NEVER, Moment::earlier);
    }

    /** Whether anything of a round is left to do here. */
    public boolean isBusy(RoundId id) {
        return Optional.ofNullable(rounds.get(id)).filter(FreezeRound::isBusy).isPresent();
    }

    /** Which round of which schedule is not over here. */
    public Map<String, RoundId> busy() {
        Map<String, RoundId> all = new LinkedHashMap<>();
        rounds.values().stream()
                .filter(FreezeRound::isBusy)
                .forEach(round -> all.put(round.schedule(), round.id()));
        return all;
    }
}
