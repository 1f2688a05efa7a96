package dev.baton.orchestrator.takeover;

import dev.baton.config.IpAddress;
import dev.baton.config.Pnn;
import dev.baton.orchestrator.cluster.Moment;
import dev.baton.orchestrator.cluster.RunId;
import dev.baton.orchestrator.exchange.Instruction;
import dev.baton.orchestrator.exchange.Outcome;

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
 * <p>Source: CTDB events contract, sections 13 and 16 (5, 6).
 */
public final class TakeoverRun {

    /** A right that was given back in this run is free as soon as all voters have heard of it. */
    private static final long HEARD_WITHIN_MILLIS = 100;

    private static final Outcome NO_TIME = new Outcome.Busy("no time was left");

    /** One order to send. */
    public record StageOrder(Pnn to, int stage, List<Instruction> instructions) {}

    private final RunId id;
    private final Plan plan;
    private final Moment began;
    private final Moment deadline;
    private final TreeMap<Pnn, List<Instruction>> pending = new TreeMap<>();
    private final TreeMap<Pnn, String> failures = new TreeMap<>();
    private final TreeMap<IpAddress, Long> heldBack = new TreeMap<>();
    private final TreeSet<IpAddress> failed = new TreeSet<>();
    private final TreeSet<IpAddress> notReleased = new TreeSet<>();
    private final TreeSet<IpAddress> released = new TreeSet<>();
    private int stage = -1;
    private boolean isLate;
    private int moved;

    public TakeoverRun(RunId id, Plan plan, Moment began, Moment deadline) {
        this.id = id;
        this.plan = plan;
        this.began = began;
        this.deadline = deadline;
    }

    /**
     * The orders of the next stage once the present one is over; empty when it is not, or when all
     * are.
     */
    public List<StageOrder> advance() {
        while (pending.isEmpty() && stage < plan.stages().size()) {
            stage++;
            if (isLate && stage < plan.stages().size() - 1) {
                plan.stages().get(stage).orders().forEach(this::leaveOut);
            } else if (stage < plan.stages().size()) {
                plan.stages().get(stage).orders().forEach(this::queue);
            }
            List<StageOrder> orders = orders();
            if (!orders.isEmpty()) {
                return orders;
            }
        }
        return List.of();
    }

    /** The orders of this stage that are not answered yet, to be sent again. */
    public List<StageOrder> orders() {
        List<StageOrder> orders = new ArrayList<>();
        pending.forEach((node, todo) -> orders.add(new StageOrder(node, stage, todo)));
        return orders;
    }

    public boolean isOver() {
        return stage >= plan.stages().size();
    }

    /** A node has answered its order of a stage; answers of other stages are ignored. */
    public void answered(Pnn node, int ofStage, List<Outcome> outcomes) {
        List<Instruction> todo = pending.get(node);
        if (ofStage != stage || todo == null || todo.size() != outcomes.size()) {
            return;
        }
        pending.remove(node);
        for (int i = 0; i < todo.size(); i++) {
            note(node, todo.get(i), outcomes.get(i));
        }
    }

    /** A node cannot be reached any more: the stage goes on without it, and nobody is blamed. */
    public void lost(Pnn node) {
        List<Instruction> todo = pending.remove(node);
        if (todo != null) {
            todo.forEach(instruction -> note(node, instruction, new Outcome.Busy("disconnected")));
        }
    }

    /**
     * The limit has passed: whoever has not answered has failed. The last stage is still sent out,
     * and nobody is blamed for what there was no time for.
     */
    public void expire(Moment now) {
        if (now.isBefore(deadline)) {
            return;
        }
        Outcome outcome = isLate ? NO_TIME : new Outcome.Failed("no answer");
        isLate = true;
        Map<Pnn, List<Instruction>> silent = new TreeMap<>(pending);
        pending.clear();
        silent.forEach(
                (node, todo) -> todo.forEach(instruction -> note(node, instruction, outcome)));
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

    /** Addresses whose right is promised to another for so many milliseconds. */
    public SortedMap<IpAddress, Long> heldBack() {
        return Collections.unmodifiableSortedMap(heldBack);
    }

    /** Addresses that could not be released or taken. */
    public SortedSet<IpAddress> failed() {
        return Collections.unmodifiableSortedSet(failed);
    }

    private void queue(Pnn node, List<Instruction> instructions) {
        List<Instruction> todo = instructions.stream().filter(this::isPossible).toList();
        if (!todo.isEmpty()) {
            pending.put(node, todo);
        }
    }

    private boolean isPossible(Instruction instruction) {
        return !(instruction instanceof Instruction.Take(IpAddress ip) && notReleased.contains(ip));
    }

    private void note(Pnn node, Instruction instruction, Outcome outcome) {
        Optional<IpAddress> ip = addressOf(instruction);
        switch (outcome) {
            case Outcome.Done() -> done(instruction);
            case Outcome.HeldBy(int _, long remaining) ->
                    ip.ifPresent(address -> heldBack.put(address, wait(address, remaining)));
            case Outcome.Busy(String _) -> ip.ifPresent(address -> undone(instruction, address));
            case Outcome.Failed(String why) -> {
                failures.putIfAbsent(node, why);
                ip.ifPresent(address -> undone(instruction, address));
            }
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

    private static Optional<IpAddress> addressOf(Instruction instruction) {
        return switch (instruction) {
            case Instruction.Release(IpAddress ip, long _) -> Optional.of(ip);
            case Instruction.Take(IpAddress ip) -> Optional.of(ip);
            case Instruction.Update update -> Optional.of(update.ip());
            case Instruction.StartRecovery _,
                    Instruction.Recovered _,
                    Instruction.StartIpReallocate _,
                    Instruction.IpReallocated _,
                    Instruction.Ban _ ->
                    Optional.empty();
        };
    }
}
