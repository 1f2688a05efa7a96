package dev.baton.orchestrator.takeover;

import dev.baton.config.IpAddress;
import dev.baton.config.Pnn;
import dev.baton.orchestrator.cluster.Moment;
import dev.baton.orchestrator.cluster.RunId;
import dev.baton.orchestrator.exchange.Instruction;
import dev.baton.orchestrator.exchange.Outcome;
import dev.baton.orchestrator.exchange.RunStage;
import dev.baton.orchestrator.stage.StagedRun;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Carries one plan through, stage by stage. A failing or silent node is left behind; the others go
 * on, and the last stage always runs.
 *
 * <p>Each stage of a recovery has a time of its own; the others share one. Source: CTDB events
 * contract, sections 12.3, 13 and 16 (5, 6).
 */
public final class TakeoverRun {

    /** A right that was given back in this run is free as soon as all voters have heard of it. */
    private static final long HEARD_WITHIN_MILLIS = 100;

    private static final Outcome SILENT = new Outcome.Failed("no answer");
    private static final Outcome DISCONNECTED = new Outcome.Failed("disconnected");
    private static final Outcome UNREACHED = new Outcome.Busy("disconnected");
    private static final Outcome NO_TIME = new Outcome.Busy("no time was left");

    /**
     * How long a run may take.
     *
     * @param recoveryStage each stage that comes before addresses are looked at
     * @param addressStages all others together
     */
    public record Limits(Duration recoveryStage, Duration addressStages) {}

    /** One order to send. */
    public record StageOrder(Pnn to, int stage, List<Instruction> instructions) {}

    private final RunId id;
    private final Plan plan;
    private final Moment began;
    private final Limits limits;
    private final StageRules rules;
    private final StagedRun<Pnn, List<Instruction>> stages;
    private final StageTimes times;
    private final TreeMap<Pnn, String> failures = new TreeMap<>();
    private final TreeMap<IpAddress, Long> heldBack = new TreeMap<>();
    private final TreeSet<IpAddress> failed = new TreeSet<>();
    private final TreeSet<IpAddress> notReleased = new TreeSet<>();
    private final TreeSet<IpAddress> released = new TreeSet<>();
    private final TreeSet<Pnn> unready = new TreeSet<>();
    private final TreeSet<Pnn> unrecovered = new TreeSet<>();
    private final TreeSet<Pnn> left = new TreeSet<>();
    private Moment deadline;
    private boolean atAddresses;
    private boolean isLate;
    private int moved;

    public TakeoverRun(RunId id, Plan plan, Moment began, Limits limits, StageRules rules) {
        this.id = id;
        this.plan = plan;
        this.began = began;
        this.limits = limits;
        this.rules = rules;
        this.stages = new StagedRun<>(plan.stages().size(), rules);
        this.times = new StageTimes(began);
        this.deadline = began.plus(limits.recoveryStage());
    }

    /**
     * The orders of the next stage once the present one is over; empty when it is not, or when all
     * are.
     */
    public List<StageOrder> advance(Moment now) {
        List<StageOrder> orders = orders(stages.advance(stage -> begin(stage, now)));
        if (stages.isOver()) {
            times.over(now);
        }
        return orders;
    }

    private SortedMap<Pnn, List<Instruction>> begin(int stage, Moment now) {
        setDeadline(now);
        boolean isLast = stage == plan.stages().size() - 1;
        boolean goesOn = failures.isEmpty() || rules.goesOnAfterFailures();
        boolean isSent = goesOn && rules.isSent(isLate, isLast);
        TreeMap<Pnn, List<Instruction>> sent = new TreeMap<>();
        plan.stages()
                .get(stage)
                .orders()
                .forEach(isSent ? (node, all) -> queue(node, all, sent) : this::leaveOut);
        times.begin(plan.stages().get(stage).name(), sent.keySet(), now);
        return sent;
    }

    private void setDeadline(Moment now) {
        if (isBeforeAddresses()) {
            deadline = now.plus(limits.recoveryStage());
        } else if (!atAddresses) {
            atAddresses = true;
            deadline = now.plus(limits.addressStages());
        }
    }

    private boolean isBeforeAddresses() {
        return stages.stage() >= 0
                && !stages.isOver()
                && plan.stages().get(stages.stage()).name().isBeforeAddresses();
    }

    /** The orders of this stage that are not answered yet, to be sent again. */
    public List<StageOrder> orders() {
        return orders(stages.pending());
    }

    private List<StageOrder> orders(SortedMap<Pnn, List<Instruction>> asked) {
        List<StageOrder> orders = new ArrayList<>();
        asked.forEach((node, todo) -> orders.add(new StageOrder(node, stages.stage(), todo)));
        return orders;
    }

    /** A node is told what it is to do in this stage, perhaps not for the first time. */
    public void sent(Pnn node) {
        times.sent(node);
    }

    /** How the stages went until now. */
    public List<RunStage> stages(Moment now) {
        return times.all(now);
    }

    public boolean isOver() {
        return stages.isOver();
    }

    /** A node has answered its order of a stage; answers of other stages are ignored. */
    public void answered(Moment now, Pnn node, int ofStage, List<Outcome> outcomes) {
        List<Instruction> todo =
                stages.answered(node, ofStage, asked -> asked.size() == outcomes.size())
                        .orElseGet(List::of);
        if (!todo.isEmpty()) {
            times.answered(node, now);
        }
        for (int i = 0; i < todo.size(); i++) {
            note(node, todo.get(i), outcomes.get(i));
        }
    }

    /**
     * A node cannot be reached any more, or does not obey: the stage goes on without it, and nobody
     * is blamed.
     */
    public void lost(Pnn node) {
        leaveBehind(
                stages.giveUp(node::equals), rules.blamesTheUnreached() ? DISCONNECTED : UNREACHED);
    }

    /**
     * The limit has passed: whoever has not answered has failed. The last stage is still sent out,
     * and nobody is blamed for what there was no time for.
     */
    public void expire(Moment now) {
        if (!now.isBefore(patience())) {
            leaveBehind(stages.giveUp(each -> plan.inactive().contains(each)), SILENT);
        }
        if (!rules.isOver(now, deadline)) {
            return;
        }
        Outcome outcome = isLate ? NO_TIME : SILENT;
        isLate = !isBeforeAddresses();
        leaveBehind(stages.giveUp(_ -> true), outcome);
    }

    private void leaveBehind(Map<Pnn, List<Instruction>> nodes, Outcome outcome) {
        nodes.forEach(
                (node, todo) -> todo.forEach(instruction -> note(node, instruction, outcome)));
    }

    /**
     * Until when inactive nodes are waited for: while addresses are to be moved, half the time. One
     * whose scripts hang may not keep the others from serving.
     */
    private Moment patience() {
        return atAddresses && stages.stage() < plan.stages().size() - 1
                ? deadline.minus(limits.addressStages().dividedBy(2))
                : Moment.NEVER;
    }

    /** When {@link #expire} is due next. */
    public Moment nextLimit() {
        boolean isWaited =
                plan.inactive().stream().anyMatch(each -> stages.pending().containsKey(each));
        return isWaited ? Moment.earlier(patience(), deadline) : deadline;
    }

    private void leaveOut(Pnn node, List<Instruction> instructions) {
        instructions.forEach(instruction -> note(node, instruction, NO_TIME));
    }

    public RunId id() {
        return id;
    }

    public Plan plan() {
        return plan;
    }

    public Moment began() {
        return began;
    }

    public Moment deadline() {
        return deadline;
    }

    public int moved() {
        return moved;
    }

    /** Nodes that failed and why: each is blamed. */
    public SortedMap<Pnn, String> failures() {
        return Collections.unmodifiableSortedMap(failures);
    }

    /** Nodes that have not run an event of it because they were not reached, or did not obey. */
    public SortedSet<Pnn> left() {
        return Collections.unmodifiableSortedSet(left);
    }

    /** Whether a recovery was part of it and every active node took part in all of it. */
    public boolean hasRecovered() {
        return isRecovery() && unrecovered.isEmpty();
    }

    /** Whether a recovery was part of it. */
    public boolean isRecovery() {
        return plan.stages().stream().anyMatch(each -> each.name() == StageName.RECOVERED);
    }

    /** Addresses whose right is promised to another for so many milliseconds. */
    public SortedMap<IpAddress, Long> heldBack() {
        return Collections.unmodifiableSortedMap(heldBack);
    }

    /** Addresses that could not be released or taken. */
    public SortedSet<IpAddress> failed() {
        return Collections.unmodifiableSortedSet(failed);
    }

    private void queue(Pnn node, List<Instruction> instructions, Map<Pnn, List<Instruction>> sent) {
        List<Instruction> todo =
                instructions.stream().filter(each -> isPossible(node, each)).toList();
        if (!todo.isEmpty()) {
            sent.put(node, todo);
        }
    }

    /**
     * A node that was not made ready for a stage, because its scripts failed or it was not reached,
     * is not given it: no address without a {@code startipreallocate}, no {@code recovered} without
     * a {@code startrecovery}.
     */
    private boolean isPossible(Pnn node, Instruction instruction) {
        return switch (instruction) {
            case Instruction.Take(IpAddress ip) -> {
                boolean able =
                        rules.mayTake(notReleased.contains(ip))
                                && rules.mayServe(unready.contains(node) || left.contains(node));
                if (!able) {
                    failed.add(ip);
                }
                yield able;
            }
            case Instruction.Recovered _ ->
                    rules.mayRecover(unrecovered.contains(node) || left.contains(node));
            case Instruction.StartRecovery _,
                    Instruction.StartIpReallocate _,
                    Instruction.IpReallocated _,
                    Instruction.Release _,
                    Instruction.Update _,
                    Instruction.Ban _ ->
                    true;
        };
    }

    private void note(Pnn node, Instruction instruction, Outcome outcome) {
        Optional<IpAddress> ip = instruction.address();
        switch (outcome) {
            case Outcome.Done() -> done(instruction);
            case Outcome.HeldBy(int _, long remaining) ->
                    ip.ifPresent(address -> heldBack.put(address, wait(address, remaining)));
            case Outcome.Busy(String _) -> {
                left(node, instruction);
                ip.ifPresent(address -> undone(instruction, address));
            }
            case Outcome.Failed(String why) -> {
                failures.putIfAbsent(node, why);
                times.failed(node);
                missed(node, instruction);
                ip.ifPresent(address -> undone(instruction, address));
            }
        }
    }

    private void missed(Pnn node, Instruction instruction) {
        if (instruction instanceof Instruction.StartIpReallocate) {
            unready.add(node);
        } else if (instruction instanceof Instruction.StartRecovery
                || instruction instanceof Instruction.Recovered) {
            unrecovered.add(node);
        }
    }

    private void left(Pnn node, Instruction instruction) {
        if (instruction.address().isEmpty()) {
            left.add(node);
        }
    }

    private void done(Instruction instruction) {
        if (instruction instanceof Instruction.Release(IpAddress ip, long _)) {
            released.add(ip);
        }
        moved += instruction instanceof Instruction.Take ? 1 : 0;
    }

    private long wait(IpAddress ip, long remaining) {
        return released.contains(ip) ? Math.min(remaining, HEARD_WITHIN_MILLIS) : remaining;
    }

    private void undone(Instruction instruction, IpAddress ip) {
        failed.add(ip);
        if (instruction instanceof Instruction.Release) {
            notReleased.add(ip);
        }
    }
}
