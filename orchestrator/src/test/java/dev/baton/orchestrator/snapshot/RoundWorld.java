package dev.baton.orchestrator.snapshot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.baton.config.Pnn;
import dev.baton.orchestrator.cluster.Moment;
import dev.baton.orchestrator.operation.JobId;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.IntUnaryOperator;

/**
 * Nodes, their hooks, their guards and the coordinator of one round, where anything that may happen
 * next is one choice: what is delivered, what ends and how, who dies, that time passes.
 *
 * <p>Checks all the time: nobody stays frozen beyond the limit, and the verdict claims nothing that
 * was not so.
 */
final class RoundWorld {

    static final Duration FREEZE = Duration.ofSeconds(15);
    static final Duration HOOK = Duration.ofSeconds(20);
    private static final String TIME = "time passes";
    private static final RoundId ROUND = new RoundId(new JobId(new Pnn(0), 7));

    /** What a hook that was killed, or that dies with its node's agent, is until it is known. */
    private static final HookEnd KILLED = new HookEnd.Failed("killed");

    final RoundPlan plan;
    final SnapshotRound coordinator;
    final List<Node> nodes = new ArrayList<>();
    final List<String> history = new ArrayList<>();
    private final List<Choice> messages = new ArrayList<>();
    private final TreeSet<Integer> snapping = new TreeSet<>();
    private Moment now = new Moment(0);
    private boolean coordinates = true;
    private boolean hasLostLetters;
    private boolean wasConsistent = true;
    int deaths;
    int failures;
    int losses;

    record Choice(String name, Runnable what) {}

    RoundWorld(int count, boolean crashConsistent) {
        TreeSet<Pnn> all = new TreeSet<>();
        for (int i = 0; i < count; i++) {
            nodes.add(new Node(new Pnn(i)));
            all.add(new Pnn(i));
        }
        List<RoundPlan.Snapshot> snapshots =
                List.of(
                        new RoundPlan.Snapshot(new Pnn(0), "a"),
                        new RoundPlan.Snapshot(new Pnn(count - 1), "b"));
        plan = new RoundPlan("s1", all, new TreeSet<>(), snapshots, FREEZE, HOOK, crashConsistent);
        coordinator = new SnapshotRound(plan);
        send(coordinator.begin(now));
    }

    /** Plays until nothing is left to happen; picks one of so many each time. */
    void play(IntUnaryOperator pick) {
        for (int i = 0; i < 10_000; i++) {
            List<Choice> choices = choices();
            if (choices.isEmpty()) {
                check();
                return;
            }
            checkFree(choices);
            Choice next = choices.get(pick.applyAsInt(choices.size()));
            history.add("%.1f %s".formatted(now.nanos() / 1e9, next.name()));
            boolean wasOver = coordinator.verdict().isPresent();
            next.what().run();
            if (!wasOver) {
                coordinator.verdict().ifPresent(this::checkMaybeFrozen);
            }
        }
        throw new AssertionError("it does not come to an end");
    }

    /** Behind a round's end no node waits for a limit before it takes part in the next round. */
    private void checkFree(List<Choice> choices) {
        boolean isOver = coordinates && !hasLostLetters && coordinator.verdict().isPresent();
        if (isOver && choices.stream().allMatch(each -> each.name().equals(TIME))) {
            for (Node node : nodes) {
                assertTrue(node.desk.busy().isEmpty(), () -> "still busy: " + node.pnn + story());
            }
        }
    }

    private List<Choice> choices() {
        List<Choice> all = new ArrayList<>(messages);
        for (Node node : nodes) {
            node.offer(all);
        }
        for (int index : snapping) {
            all.add(new Choice("snapshot " + index + " ends", () -> snapped(index, "")));
            if (failures > 0) {
                all.add(new Choice("snapshot " + index + " fails", () -> snapped(index, "full")));
            }
        }
        if (coordinates && deaths > 0) {
            all.add(new Choice("coordinator dies", () -> coordinates = die()));
        }
        if (coordinates && losses > 0) {
            all.add(new Choice("the right is lost", this::loseRight));
        }
        if (all.isEmpty() || !messages.isEmpty()) {
            Moment due = due();
            if (!due.equals(Moment.NEVER)) {
                all.add(new Choice(TIME, () -> passTo(due)));
            }
        }
        return all;
    }

    private void loseRight() {
        losses--;
        send(coordinator.rightLost(now));
    }

    private boolean die() {
        deaths--;
        return false;
    }

    private Moment due() {
        Moment due = coordinates ? coordinator.nextDeadline() : Moment.NEVER;
        for (Node node : nodes) {
            due = Moment.earlier(due, node.due());
        }
        return due;
    }

    private void passTo(Moment due) {
        now = Moment.later(now, due);
        if (coordinates) {
            send(coordinator.wake(now));
        }
        nodes.forEach(Node::wake);
    }

    private void send(List<RoundPlan.Step> orders) {
        for (RoundPlan.Step sent : orders) {
            Node to = nodes.get(sent.to().value());
            if (sent.order() instanceof RoundOrder.Snap(int index)) {
                deliver("snap " + index, () -> snap(to, index));
            } else {
                deliver(sent.order() + " to " + sent.to(), () -> to.ordered(sent.order()));
            }
        }
    }

    private void deliver(String name, Runnable what) {
        Choice[] self = new Choice[1];
        self[0] =
                new Choice(
                        name,
                        () -> {
                            messages.remove(self[0]);
                            what.run();
                        });
        messages.add(self[0]);
    }

    private void report(Pnn from, RoundReport report) {
        deliver(
                report + " from " + from,
                () -> {
                    if (coordinates) {
                        send(coordinator.reported(now, from, report));
                    }
                });
    }

    private void snap(Node on, int index) {
        if (on.alive) {
            wasConsistent &= nodes.stream().allMatch(node -> node.isSurelyFrozen);
            snapping.add(index);
        }
    }

    private void snapped(int index, String problem) {
        failures -= problem.isEmpty() ? 0 : 1;
        snapping.remove(index);
        report(plan.snapshots().get(index).on(), new RoundReport.Snapped(index, problem));
    }

    private void checkMaybeFrozen(Verdict verdict) {
        for (Node node : nodes) {
            assertTrue(
                    !node.mayBeFrozen || verdict.maybeFrozen().contains(node.pnn),
                    () -> "frozen and not said to be: " + node.pnn + story());
        }
    }

    private void check() {
        for (Node node : nodes) {
            assertFalse(node.mayBeFrozen, () -> "still frozen: " + node.pnn + story());
        }
        Optional<Verdict> verdict = coordinator.verdict();
        if (!coordinates) {
            return;
        }
        assertTrue(verdict.isPresent(), () -> "no verdict" + story());
        if (verdict.get().result() == Verdict.Result.CONSISTENT) {
            assertTrue(wasConsistent, () -> "not consistent" + story());
        } else {
            assertFalse(
                    verdict.get().reasons().isEmpty()
                            && verdict.get().result() != Verdict.Result.SKIPPED,
                    () -> "no reason: " + verdict + story());
        }
    }

    String story() {
        return "\n" + String.join("\n", history);
    }

    /** One node: agent, guard, hooks, and what is frozen. */
    final class Node {
        final Pnn pnn;
        boolean alive = true;
        boolean mayBeFrozen;
        boolean isSurelyFrozen;
        private FreezeDesk desk = new FreezeDesk();
        private Optional<RoundHook> running = Optional.empty();
        private boolean stored;
        private boolean holds;
        private Moment guardDue = Moment.NEVER;
        private boolean guardThaws;
        private boolean thawing;
        private Moment frozenSince = Moment.NEVER;

        Node(Pnn pnn) {
            this.pnn = pnn;
        }

        void offer(List<Choice> all) {
            running.ifPresent(hook -> offerEnds(hook, all));
            if (guardThaws) {
                all.add(new Choice("guard of " + pnn + " has thawed", this::guardThawed));
            }
            if (alive && deaths > 0) {
                all.add(new Choice("agent of " + pnn + " dies", this::kill));
            } else if (!alive) {
                all.add(new Choice("agent of " + pnn + " starts", this::start));
            }
        }

        private void offerEnds(RoundHook hook, List<Choice> all) {
            String name = hook + " of " + pnn;
            if (holds) {
                if (failures > 0) {
                    all.add(new Choice(name + " dies", this::holdDies));
                }
                return;
            }
            all.add(new Choice(name + " ends", () -> ended(new HookEnd.Ok())));
            if (hook == RoundHook.PRESNAP) {
                all.add(new Choice(name + " holds", this::hold));
            }
            if (failures > 0) {
                all.add(
                        new Choice(
                                name + " fails",
                                () -> {
                                    failures--;
                                    ended(new HookEnd.Failed("exit 1"));
                                }));
            }
        }

        Moment due() {
            Moment due = alive ? desk.nextDeadline() : Moment.NEVER;
            return Moment.earlier(due, guardDue);
        }

        void wake() {
            if (alive) {
                carryOut(desk.wake(now));
            }
            if (!now.isBefore(guardDue)) {
                guardDue = Moment.NEVER;
                guardThaws = true;
                thaws();
            }
        }

        void ordered(RoundOrder order) {
            if (alive) {
                carryOut(desk.ordered(now, ROUND, 7, plan, order));
            }
        }

        private void hold() {
            holds = true;
            isSurelyFrozen = true;
            carryOut(desk.ended(now, ROUND, new HookEnd.Held()));
        }

        /** What it held is free from now on. */
        private void holdDies() {
            failures--;
            thaws();
            ended(KILLED);
        }

        private void ended(HookEnd end) {
            RoundHook hook = running.orElseThrow();
            running = Optional.empty();
            holds = false;
            if (hook == RoundHook.PRESNAP && end instanceof HookEnd.Ok) {
                isSurelyFrozen = true;
            }
            if (hook == RoundHook.POSTSNAP && end instanceof HookEnd.Ok) {
                thawed();
            }
            carryOut(desk.ended(now, ROUND, end));
        }

        /** Thawing begins: never later than the limit. */
        private void thaws() {
            Duration lasted = thawing ? Duration.ZERO : now.since(frozenSince);
            assertTrue(
                    lasted.compareTo(FREEZE.plus(Duration.ofSeconds(1))) <= 0,
                    () -> "frozen for " + lasted + story());
            thawing = true;
            isSurelyFrozen = false;
            wasConsistent &= snapping.isEmpty();
        }

        private void thawed() {
            mayBeFrozen = false;
        }

        private void guardThawed() {
            guardThaws = false;
            if (mayBeFrozen) {
                thawed();
            }
        }

        /** Hooks die with the agent, and the guard sees its end. */
        private void kill() {
            deaths--;
            hasLostLetters = true;
            alive = false;
            running = Optional.empty();
            holds = false;
            for (int index : List.copyOf(snapping)) {
                if (plan.snapshots().get(index).on().equals(pnn)) {
                    snapping.remove(index);
                }
            }
            if (!guardDue.equals(Moment.NEVER)) {
                guardDue = Moment.NEVER;
                guardThaws = true;
                thaws();
            }
            if (coordinates) {
                deliver(pnn + " is lost", () -> send(coordinator.lost(now, pnn)));
            }
        }

        private void start() {
            alive = true;
            desk = new FreezeDesk();
            List<FreezeDesk.Unended> all =
                    stored ? List.of(new FreezeDesk.Unended(ROUND, "s1", FREEZE, HOOK)) : List.of();
            carryOut(desk.resume(now, all));
        }

        private void carryOut(List<FreezeEffect> effects) {
            for (FreezeEffect effect : effects) {
                switch (effect) {
                    case FreezeEffect.StoreFreeze _ -> stored = true;
                    case FreezeEffect.StoreThaw _ -> stored = false;
                    case FreezeEffect.OpenGuard(_, _, Duration limit) -> {
                        assertTrue(stored, "stored before the guard");
                        guardDue = now.plus(limit).plus(Duration.ofSeconds(1));
                    }
                    case FreezeEffect.HoldGuard(_, Duration limit) -> {
                        if (!guardDue.equals(Moment.NEVER)) {
                            guardDue = now.plus(limit);
                        }
                    }
                    case FreezeEffect.CloseGuard _ -> guardDue = Moment.NEVER;
                    case FreezeEffect.RunHook(_, _, RoundHook hook, _, _) -> run(hook);
                    case FreezeEffect.KillHook _ -> endPresnap(KILLED);
                    case FreezeEffect.ReleaseHook _ -> endPresnap(new HookEnd.Ok());
                    case FreezeEffect.Report(_, RoundReport report) -> report(pnn, report);
                    case FreezeEffect.Alarm _ -> mayBeFrozen = false;
                }
            }
        }

        private void endPresnap(HookEnd end) {
            thaws();
            if (running.isPresent()) {
                running = Optional.empty();
                holds = false;
                carryOut(desk.ended(now, ROUND, end));
            }
        }

        private void run(RoundHook hook) {
            assertEquals(Optional.empty(), running, () -> "one hook at a time" + story());
            running = Optional.of(hook);
            if (hook == RoundHook.PRESNAP) {
                assertTrue(!guardDue.equals(Moment.NEVER), "a guard before presnap");
                mayBeFrozen = true;
                frozenSince = now;
            } else if (hook == RoundHook.POSTSNAP) {
                thaws();
            }
        }
    }
}
