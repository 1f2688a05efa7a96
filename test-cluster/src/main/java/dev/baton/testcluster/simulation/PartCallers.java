package dev.baton.testcluster.simulation;

import dev.baton.config.LeaseTiming;
import dev.baton.config.Pnn;
import dev.baton.orchestrator.cluster.Incarnation;
import dev.baton.orchestrator.cluster.Moment;
import dev.baton.orchestrator.cluster.Right;
import dev.baton.orchestrator.exchange.OperatorCommand;
import dev.baton.orchestrator.exchange.OperatorReply;
import dev.baton.orchestrator.lease.CallTiming;
import dev.baton.orchestrator.lease.Clauses;
import dev.baton.orchestrator.lease.Vouch;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Nodes that have a storage object and have another node call for it: that one asks over the
 * simulated network, over and over, whether it may go on. What must hold is what {@link
 * ObjectCallers} checks of all calls.
 *
 * <p>A holder gives up when it has waited for long enough, and the right goes back when the part is
 * over or can be over for sure.
 */
final class PartCallers {

    private static final String PART = "part";
    private static final String VOUCH = "vouch";
    private static final String OVER = "over";
    private static final Duration GLANCE = Duration.ofMillis(50);

    /** How often the holder asks how the part does. */
    private static final Duration LINE = Duration.ofMillis(500);

    /** The holder's side of a part. */
    private static final class Open {
        final int id;
        final SimulatedNode holder;
        final Incarnation life;
        final SimulatedNode other;
        final Right.Changing object;
        final long number;
        final Moment until;
        Moment asked = Moment.PAST;
        boolean closed;
        boolean over;

        Open(Wanted wanted, int id, long number) {
            this.id = id;
            this.holder = wanted.holder();
            this.life = holder.life();
            this.other = wanted.other();
            this.object = wanted.object();
            this.number = number;
            this.until = holder.clockNow().plus(wanted.patience());
        }

        boolean isKnown() {
            return holder.isAlive() && holder.life().equals(life);
        }
    }

    /** The other node's side, in one of its lives. */
    private static final class Run {
        final int id;
        final SimulatedNode node;
        final Incarnation life;
        final Pnn holder;
        Vouch latest = Vouch.NONE;
        boolean begun;
        boolean over;

        Run(int id, SimulatedNode node, Pnn holder) {
            this.id = id;
            this.node = node;
            this.life = node.life();
            this.holder = holder;
        }

        boolean isKnown() {
            return node.isAlive() && node.life().equals(life);
        }

        Duration left(long number) {
            return latest.left(node.clockNow(), number);
        }
    }

    /**
     * One part that is asked for.
     *
     * @param patience of the holder with the other node
     * @param taking what its script takes
     */
    record Wanted(
            SimulatedNode holder,
            SimulatedNode other,
            Right.Changing object,
            Duration patience,
            Duration taking) {}

    private final VirtualTime time;
    private final Clauses clauses;
    private final LeaseTiming lease;
    private final CallTiming timing;
    private final ObjectCallers callers;
    private final TreeMap<Integer, Open> opened = new TreeMap<>();
    private final TreeMap<Integer, Wanted> wanted = new TreeMap<>();
    private final TreeMap<Integer, Run> runs = new TreeMap<>();
    private int last;

    PartCallers(VirtualTime time, Clauses clauses, LeaseTiming lease, ObjectCallers callers) {
        this.time = time;
        this.clauses = clauses;
        this.lease = lease;
        this.timing = CallTiming.of(lease);
        this.callers = callers;
    }

    /** The holder waits so long for the object's right, and then has the other node call. */
    void call(Wanted part, Duration wait) {
        callers.take(
                part.holder(),
                part.object(),
                wait,
                number -> {
                    Open open = new Open(part, ++last, number);
                    opened.put(open.id, open);
                    wanted.put(open.id, part);
                    follow(open);
                });
    }

    // ---- the holder

    private void follow(Open open) {
        if (!open.isKnown()) {
            return;
        }
        if (open.holder.isPaused() || open.holder.isStill()) {
            time.after(GLANCE, () -> follow(open));
            return;
        }
        Moment now = open.holder.clockNow();
        open.closed |= open.over || !now.isBefore(open.until) || left(open).isZero();
        boolean forgets = clauses.mayForgetPart(now.since(open.asked), lease);
        if (open.closed && (open.over || forgets)) {
            open.holder.ask(new OperatorCommand.GiveObjectBack(open.object, open.number));
            return;
        }
        ask(open);
        time.after(LINE, () -> follow(open));
    }

    private void ask(Open open) {
        callers.listen(
                open.holder,
                new OperatorCommand.CallTool(
                        new Pnn(open.other.pnn()), List.of(PART, String.valueOf(open.id))),
                reply ->
                        open.over |=
                                reply instanceof OperatorReply.Printed(int _, String said, var _)
                                        && said.equals(OVER));
    }

    private static Duration left(Open open) {
        return open.holder
                .heldAs(open.object)
                .filter(number -> number == open.number)
                .map(_ -> open.holder.left(open.object))
                .orElse(Duration.ZERO);
    }

    // ---- what a node says to another one

    /** The answer to a line of another node. */
    OperatorReply answer(SimulatedNode node, List<String> words) {
        if (words.size() != 2 || !(words.getFirst().equals(PART) || isVouch(words))) {
            return new OperatorReply.Refused("no tools here");
        }
        int id = Integer.parseInt(words.getLast());
        return new OperatorReply.Printed(0, isVouch(words) ? vouch(id) : part(id, node), "");
    }

    private static boolean isVouch(List<String> words) {
        return words.getFirst().equals(VOUCH);
    }

    private String vouch(int id) {
        Open open = open(id);
        if (!open.isKnown()) {
            return "0 0";
        }
        open.asked = open.holder.clockNow();
        Duration left = open.closed ? Duration.ZERO : left(open);
        return (open.closed ? 0 : open.number) + " " + left.toNanos();
    }

    private Open open(int id) {
        return Optional.ofNullable(opened.get(id)).orElseThrow();
    }

    private String part(int id, SimulatedNode node) {
        Run run = runs.get(id);
        if (run == null || !run.isKnown()) {
            run = new Run(id, node, new Pnn(open(id).holder.pnn()));
            runs.put(id, run);
            askOn(run);
        }
        return run.over ? OVER : "runs";
    }

    // ---- the other node

    private void askOn(Run run) {
        if (run.over || !run.isKnown()) {
            return;
        }
        if (!run.node.isPaused() && !run.node.isStill()) {
            Moment asked = run.node.clockNow();
            callers.listen(
                    run.node,
                    new OperatorCommand.CallTool(
                            run.holder, List.of(VOUCH, String.valueOf(run.id))),
                    reply -> hear(run, asked, reply));
        }
        time.after(timing.word().dividedBy(2), () -> askOn(run));
    }

    private void hear(Run run, Moment asked, OperatorReply reply) {
        if (!(reply instanceof OperatorReply.Printed(int _, String said, var _))
                || !run.isKnown()) {
            return;
        }
        String[] words = said.split(" ", 2);
        long number = Long.parseLong(words[0]);
        Duration left = Duration.ofNanos(Long.parseLong(words[1]));
        Moment now = run.node.clockNow();
        run.latest = run.latest.orNewer(Vouch.heard(number, left, asked, now, lease, clauses));
        if (!run.begun && clauses.mayStartCall(run.left(number), timing)) {
            run.begun = true;
            Wanted part = Optional.ofNullable(wanted.get(run.id)).orElseThrow();
            callers.callFor(
                    run.node,
                    part.object(),
                    part.taking(),
                    number,
                    new ObjectCallers.Tie(() -> run.left(number), () -> run.over = true));
        }
    }
}
