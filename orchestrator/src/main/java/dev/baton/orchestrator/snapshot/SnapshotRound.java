package dev.baton.orchestrator.snapshot;

import dev.baton.config.Pnn;
import dev.baton.orchestrator.cluster.Moment;
import dev.baton.orchestrator.snapshot.Verdict.Result;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The coordinator of one round: prestart, freeze and snapshots, each on all its nodes at once and
 * with a barrier behind it, and a thaw wherever a freeze was ordered.
 *
 * <p>Whoever drives it sends the orders it gives, and tells it reports, lost nodes and the time.
 * Nothing waits for it for ever: each stage has a limit, and a node thaws by itself. Source:
 * storage operations, section 2; storage call-outs contract, section 2.5.
 */
public final class SnapshotRound {

    /** Which of the plan's stages they are. */
    private static final int SNAPS = 2;

    private enum Phase {
        NEW,
        PREPARING,
        FREEZING,
        SNAPPING,
        THAWING,
        OVER
    }

    private final RoundPlan plan;
    private final SortedSet<Pnn> waitedFor = new TreeSet<>();
    private final SortedSet<Integer> snapping = new TreeSet<>();
    private final SortedSet<Pnn> maybeFrozen = new TreeSet<>();
    private final SortedMap<Pnn, Duration> frozen = new TreeMap<>();
    private final List<String> reasons = new ArrayList<>();
    private final List<String> notTaken = new ArrayList<>();
    private Phase phase = Phase.NEW;
    private Moment due = Moment.NEVER;
    private Moment firstFrozen = Moment.NEVER;
    private Moment lastFrozen = Moment.NEVER;
    private Moment snapshotsEnded = Moment.NEVER;
    private Moment thawOrdered = Moment.NEVER;
    private ThawReason thawReason = ThawReason.OK;
    private boolean skips;
    private boolean silent;
    private boolean isRefused;
    private boolean wasSnapped;
    private boolean isLost;

    /** A round that has not begun. */
    public SnapshotRound(RoundPlan plan) {
        this.plan = plan;
        plan.absent().forEach(node -> fails("node %s is not connected".formatted(node)));
    }

    /** The first orders; none when it is over before it begins. */
    public List<RoundPlan.Step> begin(Moment now) {
        if (stops()) {
            return over();
        }
        phase = Phase.PREPARING;
        due = now.plus(plan.hookLimit()).plus(RoundPlan.GRACE);
        waitedFor.addAll(plan.nodes());
        return plan.toAll(new RoundOrder.Prestart());
    }

    /** A node's answer; one that comes too late, or once more, changes nothing. */
    public List<RoundPlan.Step> reported(Moment now, Pnn from, RoundReport report) {
        switch (report) {
            case RoundReport.Prepared(HookEnd end) when phase == Phase.PREPARING ->
                    hookEnded(from, "prestart", end);
            case RoundReport.Frozen(HookEnd end) when phase == Phase.FREEZING ->
                    frozen(now, from, end);
            case RoundReport.Snapped(int index, String problem) when phase == Phase.SNAPPING ->
                    snapped(now, index, problem);
            case RoundReport.Thawed thawed when phase == Phase.THAWING -> thawed(from, thawed);
            case RoundReport _ -> {}
        }
        return advance(now);
    }

    /** A node is not connected any more. */
    public List<RoundPlan.Step> lost(Moment now, Pnn node) {
        boolean matters = waitedFor.remove(node);
        if (matters) {
            silent = true;
            fails("node %s was lost while it was %s".formatted(node, doing()));
        }
        for (int index : List.copyOf(snapping)) {
            if (plan.snapshots().get(index).on().equals(node)) {
                snapping.remove(index);
                notTaken.add(
                        "nobody can tell of %s: node %s was lost".formatted(name(index), node));
                snapshotsEnded = now;
            }
        }
        return advance(now);
    }

    /** Time has passed. */
    public List<RoundPlan.Step> wake(Moment now) {
        if (now.isBefore(due)) {
            return List.of();
        }
        for (Pnn late : waitedFor) {
            silent = true;
            fails("node %s has not ended %s in time".formatted(late, doing()));
        }
        waitedFor.clear();
        for (int index : snapping) {
            notTaken.add("nobody can tell of %s: it has not ended in time".formatted(name(index)));
            snapshotsEnded = now;
        }
        snapping.clear();
        return advance(now);
    }

    /**
     * The coordinator has no right to the schedule any more: another node may be about to begin a
     * round. What is frozen is thawed, and nothing else is ordered. Once it thaws there is nothing
     * left to lose.
     */
    public List<RoundPlan.Step> rightLost(Moment now) {
        if (phase == Phase.THAWING || phase == Phase.OVER) {
            return List.of();
        }
        isLost = true;
        fails("this node lost the right to the schedule while it waited for " + doing());
        waitedFor.clear();
        for (int index : snapping) {
            notTaken.add("nobody can tell of %s: it was not waited for".formatted(name(index)));
        }
        snapping.clear();
        snapshotsEnded = now;
        return switch (phase) {
            case NEW, OVER, THAWING -> over();
            case PREPARING -> letGo();
            case FREEZING, SNAPPING -> thaw(now);
        };
    }

    /** When {@link #wake} is due next. */
    public Moment nextDeadline() {
        return due;
    }

    /** What it came to, once it is over. */
    public Optional<Verdict> verdict() {
        if (phase != Phase.OVER) {
            return Optional.empty();
        }
        List<String> all = new ArrayList<>(reasons);
        all.addAll(notTaken);
        return Optional.of(new Verdict(result(), all, frozen, spread(), maybeFrozen));
    }

    private Result result() {
        if (isLost) {
            return Result.LOST;
        }
        if (!wasSnapped) {
            return skips && !isRefused && !silent ? Result.SKIPPED : Result.NOT_TAKEN;
        }
        if (!notTaken.isEmpty()) {
            return Result.INCOMPLETE;
        }
        return reasons.isEmpty() ? Result.CONSISTENT : Result.CRASH_CONSISTENT;
    }

    private Duration spread() {
        return firstFrozen.equals(Moment.NEVER) ? Duration.ZERO : lastFrozen.since(firstFrozen);
    }

    // ---- reports

    private void hookEnded(Pnn from, String hook, HookEnd end) {
        if (!waitedFor.remove(from)) {
            return;
        }
        switch (end) {
            case HookEnd.Ok _, HookEnd.Held _ -> {}
            case HookEnd.Skip _ -> skips = true;
            case HookEnd.Failed(String why) -> {
                isRefused |= phase == Phase.PREPARING;
                fails("%s of node %s failed: %s".formatted(hook, from, why));
            }
        }
    }

    private void frozen(Moment now, Pnn from, HookEnd end) {
        if (waitedFor.contains(from) && end instanceof HookEnd.Ok) {
            firstFrozen = Moment.earlier(firstFrozen, now);
            lastFrozen = now;
        }
        hookEnded(from, "presnap", end);
    }

    private void snapped(Moment now, int index, String problem) {
        if (!snapping.remove(index)) {
            return;
        }
        snapshotsEnded = now;
        if (!problem.isEmpty()) {
            notTaken.add("%s was not taken: %s".formatted(name(index), problem));
        }
    }

    /**
     * Thawing began no earlier than its order was sent, less what the node says it began before
     * that arrived: only rates of clocks are compared.
     */
    private void thawed(Pnn from, RoundReport.Thawed thawed) {
        if (!waitedFor.remove(from)) {
            return;
        }
        frozen.put(from, thawed.frozen());
        if (thawed.abandoned()) {
            reasons.add("the agent of node %s died while it was frozen".formatted(from));
        } else if (wasSnapped && thawed.ago().filter(this::isTooEarly).isPresent()) {
            reasons.add("node %s thawed before the last snapshot had ended".formatted(from));
        }
        if (thawed.problem().isEmpty()) {
            maybeFrozen.remove(from);
        } else {
            reasons.add("node %s may still be frozen: %s".formatted(from, thawed.problem()));
        }
    }

    private boolean isTooEarly(Duration ago) {
        return !snapshotsEnded.isBefore(thawOrdered.minus(ago));
    }

    private void fails(String why) {
        reasons.add(why);
    }

    private String doing() {
        return switch (phase) {
            case NEW, OVER -> "nothing";
            case PREPARING -> "prestart";
            case FREEZING -> "presnap";
            case SNAPPING -> "a snapshot";
            case THAWING -> "postsnap";
        };
    }

    private String name(int index) {
        RoundPlan.Snapshot snapshot = plan.snapshots().get(index);
        return "the snapshot of %s on node %s".formatted(snapshot.target(), snapshot.on());
    }

    // ---- stages

    private List<RoundPlan.Step> advance(Moment now) {
        if (!waitedFor.isEmpty() || !snapping.isEmpty()) {
            return List.of();
        }
        return switch (phase) {
            case NEW, OVER -> List.of();
            case PREPARING -> stops() ? letGo() : freeze(now);
            case FREEZING -> mayBeSnapped() ? snap(now) : thaw(now);
            case SNAPPING -> thaw(now);
            case THAWING -> over();
        };
    }

    private boolean stops() {
        return skips || isRefused || silent || (!reasons.isEmpty() && !plan.crashConsistent());
    }

    /**
     * A presnap that failed is forgiven by the schedule's word; a node that says nothing is not.
     */
    private boolean mayBeSnapped() {
        return !skips && (reasons.isEmpty() || (plan.crashConsistent() && !silent));
    }

    private List<RoundPlan.Step> over() {
        phase = Phase.OVER;
        due = Moment.NEVER;
        return List.of();
    }

    /**
     * Nothing will be frozen: the nodes are free for the next round at once, not at their limit.
     */
    private List<RoundPlan.Step> letGo() {
        over();
        return plan.toAll(new RoundOrder.Thaw(ThawReason.OK));
    }

    private List<RoundPlan.Step> freeze(Moment now) {
        phase = Phase.FREEZING;
        due = now.plus(plan.freezeLimit());
        waitedFor.addAll(plan.nodes());
        maybeFrozen.addAll(plan.nodes());
        return plan.toAll(new RoundOrder.Freeze());
    }

    private List<RoundPlan.Step> snap(Moment now) {
        phase = Phase.SNAPPING;
        due = now.plus(plan.hookLimit());
        wasSnapped = true;
        snapshotsEnded = now;
        for (int i = 0; i < plan.snapshots().size(); i++) {
            snapping.add(i);
        }
        return plan.stages().get(SNAPS);
    }

    /** Wherever a freeze was ordered: an answer may have been lost, or be under way. */
    private List<RoundPlan.Step> thaw(Moment now) {
        phase = Phase.THAWING;
        thawReason = thawReason();
        thawOrdered = now;
        due = now.plus(plan.hookLimit()).plus(RoundPlan.GRACE);
        waitedFor.addAll(plan.nodes());
        return plan.toAll(new RoundOrder.Thaw(thawReason));
    }

    private ThawReason thawReason() {
        if (isLost) {
            return ThawReason.ABANDONED;
        }
        return wasSnapped || skips ? ThawReason.OK : ThawReason.PRESNAP_FAILED;
    }
}
