package dev.baton.agent.core;

import dev.baton.orchestrator.cluster.Moment;
import dev.baton.orchestrator.exchange.Fact;
import dev.baton.orchestrator.exchange.Input;
import dev.baton.orchestrator.exchange.Step;
import dev.baton.orchestrator.node.NodeMachine;
import dev.baton.orchestrator.node.NodeView;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The single writer: takes what waits out of the inbox in order, steps the core, carries out its
 * effects, tells its facts and publishes its view.
 *
 * <p>Up to {@value #BATCH} inputs that wait are stamped as they are taken out and make one step;
 * its effects are executed in order before the next inputs are taken. Failure: whatever the core or
 * an effect throws is a broken invariant and ends the agent. Source: safety rule, section 2;
 * architecture, section 2.
 */
public final class CoreLoop {

    private static final Logger LOG = LoggerFactory.getLogger(CoreLoop.class);
    private static final int BATCH = 256;
    private static final Duration STALL = Duration.ofSeconds(1);
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(10);
    private static final long CLOSE_MILLIS = 1000;

    private final NodeMachine machine;
    private final Inbox inbox;
    private final EffectSink effects;
    private final Consumer<Fact> facts;
    private final Consumer<NodeView> views;
    private final Consumer<Duration> planned;
    private final Broken broken;
    private final Thread thread;
    private volatile NodeView view;

    /**
     * A loop that is not running yet.
     *
     * @param facts hears every fact on the core's thread and must not wait
     * @param views hears every published view on the core's thread and must not wait
     * @param planned hears how long each step took in which a takeover run was planned; must not
     *     wait
     */
    @SuppressWarnings("ThreadPriorityCheck") // a hint only: being late costs leases, not safety
    public CoreLoop(
            NodeMachine machine,
            Inbox inbox,
            EffectSink effects,
            Consumer<Fact> facts,
            Consumer<NodeView> views,
            Consumer<Duration> planned,
            Broken broken) {
        this.machine = machine;
        this.inbox = inbox;
        this.effects = effects;
        this.facts = facts;
        this.views = views;
        this.planned = planned;
        this.broken = broken;
        this.view = machine.view(now());
        thread = Thread.ofPlatform().name("core").daemon().unstarted(this::run);
        thread.setPriority(Thread.MAX_PRIORITY);
    }

    public void start() {
        thread.start();
    }

    /** The last published view. Thread: any. */
    public NodeView view() {
        return view;
    }

    /** Ends the loop; what still waits in the inbox is not taken. Waits for at most a second. */
    public void close() {
        thread.interrupt();
        try {
            thread.join(CLOSE_MILLIS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        try {
            carryOut(machine.start(now(), System.currentTimeMillis()));
            publish();
            while (!Thread.currentThread().isInterrupted()) {
                turn();
            }
        } catch (InterruptedException closed) {
            LOG.debug("core_closed waiting={}", inbox.size());
        } catch (RuntimeException | Error invariant) {
            broken.stop(invariant);
        }
    }

    private void turn() throws InterruptedException {
        Moment due = machine.nextDeadline();
        Duration wait = shorter(due.since(now()));
        Optional<Input> input = wait.isPositive() ? inbox.next(wait) : inbox.next();
        Moment woken = now();
        noteStall(woken, due);
        List<Input> taken = new ArrayList<>();
        input.ifPresent(taken::add);
        inbox.drain(taken, BATCH);
        if (!taken.isEmpty()) {
            step(taken);
        }
        if (!now().isBefore(machine.nextDeadline())) {
            step(List.of(new Input.DeadlineReached()));
        }
        publish();
    }

    private void step(List<Input> inputs) {
        try {
            Moment began = now();
            Step step = machine.step(began, System.currentTimeMillis(), inputs);
            Duration took = now().since(began);
            carryOut(step);
            if (step.facts().stream().anyMatch(Fact.TakeoverRunStarted.class::isInstance)) {
                planned.accept(took);
            }
        } catch (RuntimeException invariant) {
            throw new IllegalStateException("while taking " + inputs, invariant);
        }
    }

    private void carryOut(Step step) {
        step.effects().forEach(effects::execute);
        step.facts().forEach(facts);
    }

    private void publish() {
        NodeView made = machine.view(now());
        view = made;
        views.accept(made);
    }

    private static void noteStall(Moment woken, Moment due) {
        Duration late = woken.since(due);
        if (late.compareTo(STALL) > 0) {
            LOG.warn("core_stalled late_ms={}", late.toMillis());
        }
    }

    private static Duration shorter(Duration wait) {
        return wait.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : wait;
    }

    private static Moment now() {
        return new Moment(System.nanoTime());
    }
}
