package dev.baton.orchestrator.node;

import dev.baton.config.IpAddress;
import dev.baton.config.Pnn;
import dev.baton.events.SequenceStatus;
import dev.baton.orchestrator.cluster.Moment;
import dev.baton.orchestrator.cluster.RunId;
import dev.baton.orchestrator.exchange.Instruction;
import dev.baton.orchestrator.exchange.Message;
import dev.baton.orchestrator.exchange.Outcome;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * How the nodes of a view answer a leader's orders: as the file says, else by doing what they are
 * told. An order that is sent again is the same order.
 */
final class ViewedOrders {

    /** What an order takes that is carried out at once. */
    private static final Duration AN_ORDER = Duration.ofMillis(1);

    /** Carries out something for a node at the view's own time. */
    interface Doing {
        void by(Pnn node, Consumer<Work> act);
    }

    private record Sent(Pnn to, Message.Order order) {}

    private record Key(RunId run, int stage, Pnn node) implements Comparable<Key> {
        @Override
        public int compareTo(Key other) {
            int byRun = run.compareTo(other.run);
            int byStage = byRun != 0 ? byRun : Integer.compare(stage, other.stage);
            return byStage != 0 ? byStage : node.compareTo(other.node);
        }
    }

    private final SortedMap<Pnn, ViewedNode> nodes;
    private final StageAnswers answers;
    private final Doing doing;
    private final List<Sent> sent = new ArrayList<>();
    private final TreeSet<Key> seen = new TreeSet<>();
    private final TreeMap<Moment, List<Message.Answer>> due = new TreeMap<>();

    ViewedOrders(SortedMap<Pnn, ViewedNode> nodes, StageAnswers answers, Doing doing) {
        this.nodes = nodes;
        this.answers = answers;
        this.doing = doing;
    }

    /** An order is on its way. */
    void send(Pnn to, Message.Order order) {
        sent.add(new Sent(to, order));
    }

    /** The orders that are on their way reach their nodes. */
    void deliver(Moment now) {
        List<Sent> all = List.copyOf(sent);
        sent.clear();
        all.forEach(each -> receive(now, each.to(), each.order()));
    }

    private void receive(Moment now, Pnn to, Message.Order order) {
        ViewedNode node = nodes.get(to);
        forgetBefore(order.run());
        if (node == null || !node.isConnected() || !seen.add(key(to, order))) {
            return;
        }
        Reply reply = new Reply(AN_ORDER);
        for (Instruction instruction : order.instructions()) {
            answer(node, to, order, instruction, reply);
        }
        if (!reply.silent) {
            Moment at = now.plus(reply.after);
            due.computeIfAbsent(at, _ -> new ArrayList<>())
                    .add(
                            new Message.Answer(
                                    node.life(), order.run(), order.stage(), reply.outcomes));
        }
    }

    private void forgetBefore(RunId run) {
        seen.removeIf(key -> key.run().compareTo(run) < 0);
    }

    private static Key key(Pnn to, Message.Order order) {
        return new Key(order.run(), order.stage(), to);
    }

    /** The answer to one order in the making. */
    private static final class Reply {
        private final List<Outcome> outcomes = new ArrayList<>();
        private Duration after;
        private boolean silent;

        private Reply(Duration after) {
            this.after = after;
        }

        private void add(Outcome outcome, Duration took) {
            outcomes.add(outcome);
            after = after.compareTo(took) < 0 ? took : after;
        }
    }

    private void answer(
            ViewedNode node, Pnn to, Message.Order order, Instruction instruction, Reply reply) {
        Optional<SavedAnswer> scripted = answers.next(to, instruction);
        if (scripted.isPresent()) {
            asTheFileSays(node, to, order, instruction, scripted.get(), reply);
        } else {
            Optional<Outcome> other = heldElsewhere(to, instruction);
            doing.by(
                    to,
                    work ->
                            reply.add(
                                    other.orElseGet(() -> node.obey(work, instruction)),
                                    Duration.ZERO));
        }
    }

    private void asTheFileSays(
            ViewedNode node,
            Pnn to,
            Message.Order order,
            Instruction instruction,
            SavedAnswer said,
            Reply reply) {
        switch (said.kind()) {
            case SILENCE -> reply.silent = true;
            case BUSY -> reply.add(new Outcome.Busy(said.why()), said.after());
            case HELD -> reply.add(new Outcome.HeldBy(-1, said.after().toMillis()), Duration.ZERO);
            case FAIL -> {
                tell(node, to, instruction, SequenceStatus.FAILED, said.why());
                reply.add(new Outcome.Failed(said.why()), said.after());
            }
            case TIMEOUT -> {
                Duration limit = limit(node, order);
                String why =
                        ViewedNode.event(instruction).orElse("ban")
                                + " timed out after "
                                + limit.toSeconds()
                                + " s";
                tell(node, to, instruction, SequenceStatus.TIMED_OUT, why);
                reply.add(new Outcome.Failed(why), limit);
            }
        }
    }

    private void tell(
            ViewedNode node, Pnn to, Instruction instruction, SequenceStatus status, String why) {
        doing.by(to, work -> node.tell(work, instruction, status, why));
    }

    /** An event has its own limit, and no more time than its run. */
    private static Duration limit(ViewedNode node, Message.Order order) {
        Duration event = node.rules().now().eventLimit();
        Duration run = Duration.ofMillis(order.limitMillis());
        return event.compareTo(run) < 0 ? event : run;
    }

    private Optional<Outcome> heldElsewhere(Pnn to, Instruction instruction) {
        if (!(instruction instanceof Instruction.Take(IpAddress ip))) {
            return Optional.empty();
        }
        return nodes.entrySet().stream()
                .filter(entry -> !entry.getKey().equals(to) && entry.getValue().holds(ip))
                .map(entry -> (Outcome) new Outcome.HeldBy(entry.getKey().value(), 1000))
                .findFirst();
    }

    /** An instruction a node gives itself. */
    void carryOut(Pnn pnn, ViewedNode node, Instruction instruction) {
        Optional<SavedAnswer> scripted = answers.next(pnn, instruction);
        if (scripted.isPresent()) {
            tell(node, pnn, instruction, SequenceStatus.FAILED, scripted.get().why());
        } else {
            doing.by(pnn, work -> node.obey(work, instruction));
        }
    }

    /** The answers that have arrived by now. */
    List<Message.Answer> arrived(Moment now) {
        List<Message.Answer> all = new ArrayList<>();
        while (!due.isEmpty() && !now.isBefore(due.firstKey())) {
            all.addAll(due.pollFirstEntry().getValue());
        }
        return all;
    }

    Moment nextDeadline() {
        return due.isEmpty() ? Moment.NEVER : due.firstKey();
    }
}
