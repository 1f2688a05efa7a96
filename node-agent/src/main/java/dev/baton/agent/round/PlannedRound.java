package dev.baton.agent.round;

import dev.baton.agent.callout.Entry;
import dev.baton.agent.callout.RoundTools;
import dev.baton.agent.callout.StorageAccess.Plan;
import dev.baton.agent.callout.StorageAccess.Planned;
import dev.baton.config.HookOptions;
import dev.baton.config.Pnn;
import dev.baton.config.Schedule;
import dev.baton.events.callout.Encoded;
import dev.baton.events.callout.Invocation;
import dev.baton.events.contract.command.CommandContract;
import dev.baton.events.contract.quantastor.Hook;
import dev.baton.events.contract.quantastor.HookCall;
import dev.baton.events.contract.quantastor.HookContract;
import dev.baton.orchestrator.snapshot.RoundOrder;
import dev.baton.orchestrator.snapshot.RoundPlan;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;

/** What a round would call, from its plan; what is installed on which node is not looked at. */
final class PlannedRound {

    private static final String JOB = "JOB";
    static final String STAMP = "TIME-JOB";

    private final Schedule schedule;
    private final RoundPlan plan;
    private final String stamp;
    private final RoundTools tools;
    private final HookOptions hooks;
    private final Function<Pnn, String> names;
    private final List<Planned> calls = new ArrayList<>();

    private PlannedRound(
            Schedule schedule,
            RoundPlan plan,
            String stamp,
            RoundTools tools,
            HookOptions hooks,
            Function<Pnn, String> names) {
        this.schedule = schedule;
        this.plan = plan;
        this.stamp = stamp;
        this.tools = tools;
        this.hooks = hooks;
        this.names = names;
    }

    static Plan of(
            Schedule schedule,
            RoundPlan plan,
            String stamp,
            RoundTools tools,
            HookOptions hooks,
            Function<Pnn, String> names) {
        PlannedRound round = new PlannedRound(schedule, plan, stamp, tools, hooks, names);
        plan.stages().forEach(stage -> stage.forEach(round::add));
        List<String> warnings = new ArrayList<>();
        warnings.add("custom scripts that a node does not have are left out there");
        plan.absent().forEach(node -> warnings.add(names.apply(node) + " is not connected"));
        return new Plan(round.calls, warnings);
    }

    private void add(RoundPlan.Step step) {
        String node = names.apply(step.to());
        switch (step.order()) {
            case RoundOrder.Prestart _ ->
                    hook(node, Hook.SCHEDULE_PRESTART, plan.hookLimit(), List.of());
            case RoundOrder.Freeze _ ->
                    hook(
                            node,
                            Hook.SCHEDULE_PRESNAP,
                            plan.freezeLimit(),
                            List.of(Hook.SCHEDULE_POSTSNAP.word()));
            case RoundOrder.Snap(int index) -> snap(node, plan.snapshots().get(index).target());
            case RoundOrder.Thaw _ ->
                    hook(node, Hook.SCHEDULE_POSTSNAP, plan.hookLimit(), List.of());
        }
    }

    private void hook(String node, Hook hook, Duration limit, List<String> undoneBy) {
        SortedMap<String, String> context = new TreeMap<>();
        context.put("CALLOUT_NODE", node);
        context.put("CALLOUT_ROUND", JOB);
        if (hook == Hook.SCHEDULE_POSTSNAP) {
            context.put("CALLOUT_REASON", "ok");
        }
        HookCall call = HookCall.ofSchedule(hook, false, schedule.name(), schedule.id(), context);
        HookContract contract =
                new HookContract(hooks.limitedTo(limit), new TreeSet<>(Hook.fileNames()));
        if (contract.encode(call) instanceof Encoded.Ready(Invocation invocation)) {
            calls.add(planned(node, call.action(), invocation, undoneBy));
        }
    }

    private void snap(String node, String target) {
        String name = SnapshotCalls.name(schedule, target, stamp);
        List<String> byProvider = List.of("volume", "snapshot", target, "--name", name);
        call(schedule, "take", target, name, node, tools.hookLimit(), byProvider)
                .ifPresent(calls::add);
    }

    /** What the removal of one snapshot would call. */
    static Plan ofRemoval(Schedule schedule, Entry.SnapshotTaken old, String node, Duration limit) {
        List<String> byProvider = List.of("volume", "remove", old.snapshot());
        return new Plan(
                call(schedule, "remove", old.target(), old.snapshot(), node, limit, byProvider)
                        .stream()
                        .toList(),
                List.of());
    }

    private static Optional<Planned> call(
            Schedule schedule,
            String word,
            String target,
            String name,
            String node,
            Duration limit,
            List<String> byProvider) {
        if (schedule.command().isEmpty()) {
            return Optional.of(
                    new Planned(
                            node,
                            byProvider.get(1),
                            "baton",
                            byProvider,
                            new TreeMap<>(),
                            "/",
                            limit,
                            List.of()));
        }
        var call =
                SnapshotCalls.command(
                        schedule, schedule.command().get(), word, target, name, node, limit);
        return new CommandContract().encode(call) instanceof Encoded.Ready(Invocation invocation)
                ? Optional.of(planned(node, call.action(), invocation, List.of()))
                : Optional.empty();
    }

    private static Planned planned(
            String node, String action, Invocation invocation, List<String> undoneBy) {
        return new Planned(
                node,
                action,
                invocation.program().toString(),
                invocation.arguments(),
                invocation.environment(),
                invocation.directory().toString(),
                invocation.limit().orElse(Duration.ZERO),
                undoneBy);
    }
}
