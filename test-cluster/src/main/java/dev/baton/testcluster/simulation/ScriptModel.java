package dev.baton.testcluster.simulation;

import dev.baton.events.Event;
import dev.baton.events.ScriptResult;
import dev.baton.events.ScriptStatus;
import dev.baton.events.SequenceResult;
import dev.baton.events.SequenceStatus;
import dev.baton.events.sequence.Ticket;
import dev.baton.orchestrator.exchange.Effect;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiConsumer;

/**
 * The events one machine runs, each under its launcher.
 *
 * <p>The launcher outlives a stopped or dead agent: when the agent ends, or is silent for too long
 * during an event that adds an address, it kills the event and deletes the address. It leaves only
 * when the agent dismisses it.
 */
final class ScriptModel {

    /** Chooses what the scripts of an event do. */
    interface Choice {
        ScriptBehaviour of(Event event);
    }

    /** How long a launcher may take to notice and to kill. */
    private static final Duration REACTION = Duration.ofMillis(5);

    private static final class Running {
        final Effect.RunEvent order;
        final ScriptBehaviour behaviour;
        long heard;
        boolean over;
        boolean orphan;
        boolean ended;

        Running(Effect.RunEvent order, ScriptBehaviour behaviour, long now) {
            this.order = order;
            this.behaviour = behaviour;
            this.heard = now;
        }

        Event event() {
            return order.event();
        }
    }

    private final MachineTime time;
    private final NodeClock clock;
    private final KernelModel kernel;
    private final Choice choice;
    private final BiConsumer<Ticket, SequenceResult> ended;
    private final TreeMap<Ticket, Running> running = new TreeMap<>();

    ScriptModel(
            MachineTime time,
            NodeClock clock,
            KernelModel kernel,
            Choice choice,
            BiConsumer<Ticket, SequenceResult> ended) {
        this.time = time;
        this.clock = clock;
        this.kernel = kernel;
        this.choice = choice;
        this.ended = ended;
    }

    void run(Effect.RunEvent order) {
        Running script = new Running(order, choice.of(order.event()), time.now());
        running.put(order.ticket(), script);
        ScriptBehaviour behaviour = script.behaviour;
        if (!behaviour.acts().isNegative()) {
            time.after(behaviour.acts(), () -> act(script));
        }
        boolean late = behaviour.hangs() || behaviour.ends().compareTo(order.limit()) > 0;
        if (late) {
            time.after(order.limit(), () -> end(script, SequenceStatus.TIMED_OUT));
        } else {
            SequenceStatus status = behaviour.ok() ? SequenceStatus.OK : SequenceStatus.FAILED;
            time.after(behaviour.ends(), () -> end(script, status));
        }
        watch(script);
    }

    private void act(Running script) {
        if (script.over || script.ended) {
            return;
        }
        int lifetime = script.order.lease().map(Effect.EventLease::lifetimeSeconds).orElse(0);
        int seconds = script.behaviour.permanent() ? 0 : lifetime;
        switch (script.event()) {
            case Event.TakeIp(var on, var ip, int bits) -> kernel.write(ip, bits, on, seconds);
            case Event.ReleaseIp release -> kernel.delete(release.ip());
            case Event.UpdateIp(var from, var to, var ip, int bits) -> {
                from.ifPresent(on -> kernel.delete(ip, on));
                kernel.write(ip, bits, to, seconds);
            }
            case Event.Init _,
                    Event.Setup _,
                    Event.Startup _,
                    Event.Shutdown _,
                    Event.Monitor _,
                    Event.StartRecovery _,
                    Event.Recovered _,
                    Event.StartIpReallocate _,
                    Event.IpReallocated _,
                    Event.Other _ -> {}
        }
    }

    private void end(Running script, SequenceStatus status) {
        if (script.over || script.ended) {
            return;
        }
        if (script.orphan) {
            kill(script);
            return;
        }
        script.ended = true;
        ended.accept(script.order.ticket(), result(script, status));
    }

    private void forget(Running script) {
        script.over = true;
        running.remove(script.order.ticket());
    }

    private static SequenceResult result(Running script, SequenceStatus status) {
        List<ScriptResult> scripts = new ArrayList<>();
        if (status != SequenceStatus.OK) {
            ScriptStatus word =
                    switch (status) {
                        case FAILED -> ScriptStatus.ERROR;
                        case TIMED_OUT -> ScriptStatus.TIMED_OUT;
                        case OK, CANCELLED, NOT_STARTED -> ScriptStatus.CANCELLED;
                    };
            scripts.add(new ScriptResult("50.simulated", word, 1, Duration.ZERO, ""));
        }
        return new SequenceResult(status, scripts, script.behaviour.ends(), "");
    }

    // ---- the launcher

    /** The event has ended and its address is in order: its launcher leaves. */
    void dismiss(Ticket ticket) {
        Running script = running.get(ticket);
        if (script != null && script.ended) {
            forget(script);
        }
    }

    void cancel(Ticket ticket) {
        Running script = running.get(ticket);
        if (script != null) {
            time.after(REACTION, () -> end(script, SequenceStatus.CANCELLED));
        }
    }

    void renew(Ticket ticket) {
        Running script = running.get(ticket);
        if (script != null) {
            script.heard = time.now();
            watch(script);
        }
    }

    private void watch(Running script) {
        Duration silence =
                script.order.lease().map(Effect.EventLease::silence).orElse(Duration.ZERO);
        if (silence.isPositive()) {
            long heard = script.heard;
            time.at(
                    clock.after(heard, silence),
                    () -> {
                        if (script.heard == heard && !script.over) {
                            killSilent(script);
                        }
                    });
        }
    }

    private void killSilent(Running script) {
        boolean told = script.ended;
        kill(script);
        if (!told) {
            ended.accept(script.order.ticket(), result(script, SequenceStatus.CANCELLED));
        }
    }

    private void kill(Running script) {
        forget(script);
        Optional.of(script.event()).flatMap(Event::address).ifPresent(kernel::delete);
    }

    /** The agent has died: each launcher finds its pipe at an end. */
    void agentEnded() {
        for (Running script : List.copyOf(running.values())) {
            running.remove(script.order.ticket());
            script.orphan = true;
            time.after(
                    REACTION,
                    () -> {
                        if (!script.over) {
                            kill(script);
                        }
                    });
        }
    }

    /** The machine has lost power. */
    void vanish() {
        running.values().forEach(script -> script.over = true);
        running.clear();
    }

    /** The events whose scripts still run. */
    List<Event> running() {
        if (running.isEmpty()) {
            return List.of();
        }
        List<Event> events = new ArrayList<>();
        for (Running script : running.values()) {
            if (!script.ended && !script.over) {
                events.add(script.event());
            }
        }
        return events;
    }
}
