package dev.baton.events.contract.quantastor;

import dev.baton.events.callout.Call;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * One call of a custom script.
 *
 * @param async started and not waited for, without a limit
 * @param target the pool's UUID or the schedule's id; empty for hooks of the system
 * @param schedule the schedule's name; empty for others
 * @param context more variables, such as {@code CALLOUT_REASON}
 * @param holds whether it stays alive while it freezes, and thaws when its input ends
 */
public record HookCall(
        Hook hook,
        boolean async,
        String target,
        String schedule,
        SortedMap<String, String> context,
        boolean holds)
        implements Call {

    /** The contract's name. */
    public static final String CONTRACT = "quantastor";

    public HookCall {
        context = Collections.unmodifiableSortedMap(new TreeMap<>(context));
    }

    /** Of the system, for this node. */
    public static HookCall ofSystem(Hook hook, boolean async, String node) {
        return new HookCall(hook, async, "", "", context(node), false);
    }

    /** Of a pool. */
    public static HookCall ofPool(Hook hook, boolean async, String uuid, String node) {
        return new HookCall(hook, async, uuid, "", context(node), false);
    }

    /** Of a schedule. */
    public static HookCall ofSchedule(
            Hook hook, boolean async, String name, String id, SortedMap<String, String> context) {
        return new HookCall(hook, async, id, name, context, false);
    }

    /** The same, staying alive. */
    public HookCall holding() {
        return new HookCall(hook, async, target, schedule, context, true);
    }

    /** The same script's variant that is not waited for. */
    public HookCall inBackground() {
        return new HookCall(hook, true, target, schedule, context, false);
    }

    private static SortedMap<String, String> context(String node) {
        SortedMap<String, String> all = new TreeMap<>();
        all.put("CALLOUT_NODE", node);
        return all;
    }

    @Override
    public String contract() {
        return CONTRACT;
    }

    @Override
    public String provider() {
        return "hooks";
    }

    @Override
    public String action() {
        return hook.word() + (async ? "-async" : "");
    }

    @Override
    public String subject() {
        return switch (hook.about()) {
            case NODE -> "node";
            case POOL -> "pool:" + target;
            case SCHEDULE -> "schedule:" + target;
        };
    }
}
