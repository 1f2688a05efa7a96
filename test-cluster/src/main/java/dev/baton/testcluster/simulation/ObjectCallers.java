package dev.baton.testcluster.simulation;

import dev.baton.config.LeaseTiming;
import dev.baton.orchestrator.cluster.Incarnation;
import dev.baton.orchestrator.cluster.Moment;
import dev.baton.orchestrator.cluster.Right;
import dev.baton.orchestrator.exchange.OperatorCommand;
import dev.baton.orchestrator.exchange.OperatorReply;
import dev.baton.orchestrator.exchange.RequestId;
import dev.baton.orchestrator.lease.CallTiming;
import dev.baton.orchestrator.lease.Clauses;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import java.util.function.Supplier;

/**
 * Agents that call storage scripts under the rights of their objects, launchers that kill them, and
 * the rule that no two of them are ever called at one time.
 *
 * <p>A launcher lives on when its agent is stopped and kills when it dies. What was cut off is
 * asked about by a call of its own, in a later life of the agent if need be.
 */
final class ObjectCallers implements Checker {

    /** How often an agent and a launcher look. */
    private static final Duration GLANCE = Duration.ofMillis(50);

    /** From SIGTERM at a call's limit until no process is left. */
    private static final Duration GRACE = Duration.ofSeconds(1);

    /** The same from SIGKILL. */
    private static final Duration DYING = Duration.ofMillis(300);

    /** What writing the journal takes between a right and the start of its call. */
    private static final Duration JOURNAL = Duration.ofMillis(8);

    private static final Duration PROBE = Duration.ofMillis(100);
    private static final Duration PROBE_WAIT = Duration.ofSeconds(30);
    private static final Duration RESTART_GLANCE = Duration.ofMillis(500);

    /** What a machine that was paused does before it has heard so takes so long to end. */
    private static final long TAIL = Duration.ofMillis(500).toNanos();

    /** One call that is asked for. */
    private record Job(
            SimulatedNode node,
            Incarnation life,
            Right.Changing object,
            Duration waiting,
            Duration taking) {

        boolean isKnown() {
            return node.isAlive() && node.life().equals(life);
        }
    }

    /**
     * What a call goes by that another node's right is for.
     *
     * @param left of that right, as far as the calling node knows
     * @param over is told when no process of the call lives
     */
    record Tie(Supplier<Duration> left, Runnable over) {}

    /** The process of one call, with its launcher. */
    private static final class Script {
        final Job job;
        final long number;
        final boolean bound;
        final Optional<Tie> tie;
        final Moment ends;
        Moment said;
        boolean cutOff;
        boolean givenBack;
        long deadAt = Long.MAX_VALUE;
        long excusedAt = Long.MIN_VALUE / 2;

        Script(Job job, long number, boolean bound, Optional<Tie> tie) {
            this.job = job;
            this.number = number;
            this.bound = bound;
            this.tie = tie;
            this.said = job.node().clockNow();
            this.ends = said.plus(job.taking());
        }

        boolean isToldToEnd() {
            return deadAt != Long.MAX_VALUE;
        }
    }

    private final VirtualTime time;
    private final Clauses clauses;
    private final CallTiming timing;
    private final TreeMap<String, Job> waiting = new TreeMap<>();
    private final TreeMap<String, Consumer<OperatorReply>> listeners = new TreeMap<>();
    private final List<Script> processes = new ArrayList<>();
    private final TreeMap<Right, Long> fences = new TreeMap<>();
    private final List<Job> unsettled = new ArrayList<>();
    private Optional<Simulator> world = Optional.empty();
    private boolean used;
    private long calls;

    ObjectCallers(VirtualTime time, Clauses clauses, LeaseTiming timing) {
        this.time = time;
        this.clauses = clauses;
        this.timing = CallTiming.of(timing);
    }

    /** Whose rules are broken when one is. */
    void in(Simulator simulator) {
        world = Optional.of(simulator);
    }

    /** An agent waits so long for the object's right, and then has a script called for so long. */
    void call(SimulatedNode node, Right.Changing object, Duration wait, Duration taking) {
        used = true;
        if (node.isAlive()) {
            ask(new Job(node, node.life(), object, wait, taking));
        }
    }

    private void ask(Job job) {
        waiting.put(visit(job.node(), job.node().nextRequest()), job);
        job.node().ask(new OperatorCommand.TakeObject(job.object(), job.waiting().toMillis()));
    }

    private static String visit(SimulatedNode node, RequestId request) {
        return node.pnn() + "/" + request.value();
    }

    /** An agent asks for the object, and somebody else does something with its number. */
    void take(SimulatedNode node, Right.Changing object, Duration wait, LongConsumer obtained) {
        used = true;
        listen(
                node,
                new OperatorCommand.TakeObject(object, wait.toMillis()),
                reply -> {
                    if (reply instanceof OperatorReply.Obtained(var _, long number)) {
                        obtained.accept(number);
                    }
                });
    }

    /** An agent asks its core, and hears the reply if it lives yet. */
    void listen(SimulatedNode node, OperatorCommand command, Consumer<OperatorReply> reply) {
        if (node.isAlive()) {
            listeners.put(visit(node, node.nextRequest()), reply);
            node.ask(command);
        }
    }

    void answered(SimulatedNode node, RequestId request, OperatorReply reply) {
        Optional.ofNullable(listeners.remove(visit(node, request)))
                .ifPresent(listener -> listener.accept(reply));
        Job job = waiting.remove(visit(node, request));
        if (job != null && reply instanceof OperatorReply.Obtained obtained) {
            time.after(JOURNAL, () -> begin(job, obtained.number(), true));
        }
    }

    // ---- a call

    private void begin(Job job, long number, boolean bound) {
        if (!job.isKnown()) {
            return;
        }
        if (job.node().isPaused() || job.node().isStill()) {
            time.after(GLANCE, () -> begin(job, number, bound));
        } else if (bound && !clauses.mayStartCall(job.node().left(job.object()), timing)) {
            giveBack(job, number);
            ask(job);
        } else {
            start(new Script(job, number, bound, Optional.empty()));
        }
    }

    /** A node calls under the right of another one. */
    void callFor(SimulatedNode node, Right.Changing object, Duration taking, long number, Tie tie) {
        Job job = new Job(node, node.life(), object, Duration.ZERO, taking);
        start(new Script(job, number, true, Optional.of(tie)));
    }

    private void start(Script process) {
        calls++;
        processes.add(process);
        Simulator simulator = world.orElseThrow();
        simulator.note(
                "n%d calls for %s with fence %d"
                        .formatted(process.job.node().pnn(), process.job.object(), process.number));
        if (process.bound) {
            simulator.fence(process.job.node(), process.job.object(), process.number, fences);
        }
        broken(simulator, process.job.node())
                .ifPresent(
                        found -> {
                            throw simulator.violation(rule(), found);
                        });
        time.after(GLANCE, () -> look(process));
    }

    private void look(Script process) {
        if (process.job.node().isStill()) {
            time.after(GLANCE, () -> look(process));
        } else if (time.now() >= process.deadAt) {
            ended(process);
        } else {
            judge(process);
            boolean agentRuns = process.job.isKnown() && !process.job.node().isPaused();
            boolean mayGo =
                    process.tie.isEmpty()
                            && process.isToldToEnd()
                            && clauses.mayGiveObjectBack(true);
            if (mayGo && agentRuns && !process.givenBack) {
                process.givenBack = true;
                giveBack(process.job, process.number);
            }
            time.after(GLANCE, () -> look(process));
        }
    }

    /** What the agent and the launcher of a process make of what they know. */
    private void judge(Script process) {
        SimulatedNode node = process.job.node();
        Moment now = node.clockNow();
        boolean agentRuns = process.job.isKnown() && !node.isPaused();
        Duration left =
                process.tie
                        .map(tie -> tie.left().get())
                        .orElseGet(() -> node.left(process.job.object()));
        if (agentRuns && clauses.mayStartCall(left, timing)) {
            process.said = now;
        }
        boolean lost =
                process.bound
                        && ((agentRuns && clauses.mustEndCall(left, timing))
                                || now.since(process.said).compareTo(clauses.callSilence(timing))
                                        >= 0);
        if (!process.cutOff && (!process.job.isKnown() || lost)) {
            process.cutOff = true;
            process.deadAt = Math.min(process.deadAt, time.now() + DYING.toNanos());
        } else if (!process.isToldToEnd() && !now.isBefore(process.ends)) {
            process.deadAt = time.now() + GRACE.toNanos();
        }
    }

    private void ended(Script process) {
        processes.remove(process);
        if (process.tie.isPresent()) {
            process.tie.get().over().run();
            return;
        }
        Job job = process.job;
        Job probe = new Job(job.node(), job.life(), job.object(), PROBE_WAIT, PROBE);
        if (!job.isKnown()) {
            unsettled.add(probe);
            settleLater();
            return;
        }
        if (process.bound && !process.givenBack) {
            giveBack(job, process.number);
        }
        if (process.cutOff && clauses.asksUnderRight()) {
            ask(probe);
        } else if (process.cutOff) {
            begin(probe, 0, false);
        }
    }

    /** A later life of the agent reads its journal. */
    private void settleLater() {
        for (Job job : List.copyOf(unsettled)) {
            if (job.node().isAlive()) {
                unsettled.remove(job);
                call(job.node(), job.object(), job.waiting(), job.taking());
            }
        }
        if (!unsettled.isEmpty()) {
            time.after(RESTART_GLANCE, this::settleLater);
        }
    }

    private static void giveBack(Job job, long number) {
        job.node().ask(new OperatorCommand.GiveObjectBack(job.object(), number));
    }

    // ---- what must hold

    @Override
    public String rule() {
        return "one call";
    }

    @Override
    public Optional<String> broken(Simulator simulator, SimulatedNode changed) {
        for (Script each : processes) {
            if (simulator.isExcused(each.job.node(), each.job.node())
                    || each.job.node().isStill()) {
                each.excusedAt = time.now();
            }
        }
        for (Script one : processes) {
            for (Script other : processes) {
                if (one != other && overlap(one, other)) {
                    return Optional.of(
                            "%s is changed by node %d with fence %d and by node %d with fence %d"
                                    .formatted(
                                            one.job.object(),
                                            one.job.node().pnn(),
                                            one.number,
                                            other.job.node().pnn(),
                                            other.number));
                }
            }
        }
        return Optional.empty();
    }

    private boolean overlap(Script one, Script other) {
        return one.job.object().equals(other.job.object()) && runs(one) && runs(other);
    }

    private boolean runs(Script process) {
        return time.now() < process.deadAt && time.now() > process.excusedAt + TAIL;
    }

    /** Whether somebody waits for an answer of an agent that lives, or a call is under way. */
    boolean isBusy() {
        waiting.values().removeIf(job -> !job.isKnown());
        return !waiting.isEmpty() || !processes.isEmpty() || !unsettled.isEmpty();
    }

    /** Whether anything was ever to be called. */
    boolean wereUsed() {
        return used;
    }

    /** How many calls were begun. */
    long calls() {
        return calls;
    }
}
