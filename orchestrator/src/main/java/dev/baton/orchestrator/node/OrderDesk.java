package dev.baton.orchestrator.node;

import dev.baton.config.Pnn;
import dev.baton.orchestrator.cluster.Incarnation;
import dev.baton.orchestrator.cluster.Moment;
import dev.baton.orchestrator.cluster.RunId;
import dev.baton.orchestrator.exchange.Fact;
import dev.baton.orchestrator.exchange.Instruction;
import dev.baton.orchestrator.exchange.Message;
import dev.baton.orchestrator.exchange.Outcome;
import dev.baton.orchestrator.lease.Clauses;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Obeys a leader's orders, one stage at a time, and answers them.
 *
 * <p>An order that is late, meant for another life, or of a leader that is not promised to, does
 * nothing. Source: {@code docs/safety.md}, "Orders of a leader".
 */
final class OrderDesk {

    /** What the rest of the node says and does about an order. */
    interface Node {
        /** Why this node does not obey the sender now; empty when it does. */
        Optional<String> objection(Work work, Incarnation leader);

        void obey(Work work, OrderPart part, Instruction instruction);

        /** What was asked for in an order that is over is not asked for any more. */
        void forget(Work work);

        void send(Work work, Pnn to, Message message);
    }

    /** The order in hand; outcomes come in any order, by the place of their instruction. */
    private record Current(Message.Order order, Moment limit, TreeMap<Integer, Outcome> outcomes) {
        boolean isOver() {
            return outcomes.size() == order.instructions().size();
        }
    }

    private final Incarnation self;
    private final Clauses clauses;
    private final Node node;
    private RunId highest = RunId.NONE;
    private int stage = -1;
    private Optional<Current> current = Optional.empty();
    private Optional<Message.Answer> lastAnswer = Optional.empty();

    OrderDesk(Incarnation self, Clauses clauses, Node node) {
        this.self = self;
        this.clauses = clauses;
        this.node = node;
    }

    void receive(Work work, Message.Order order) {
        Optional<String> objection = objection(work, order);
        if (objection.isPresent()) {
            refuse(work, order, objection.get());
        } else if (isAnswered(order)) {
            node.send(work, order.from().node(), lastAnswer.orElseThrow());
        } else if (!isBegun(order)) {
            begin(work, order);
        }
    }

    private Optional<String> objection(Work work, Message.Order order) {
        if (!clauses.isOrderFor(order.to(), self)) {
            return Optional.of("meant for another life of this node");
        }
        if (!clauses.mayObey(order.run(), highest)) {
            return Optional.of("a newer run was obeyed");
        }
        return node.objection(work, order.from());
    }

    private void refuse(Work work, Message.Order order, String why) {
        work.fact(new Fact.OrderRefused(order.run(), highest, why));
        node.send(
                work,
                order.from().node(),
                new Message.Refused(self, order.run(), order.stage(), highest, why));
    }

    private boolean isAnswered(Message.Order order) {
        return lastAnswer
                .filter(
                        answer ->
                                answer.run().equals(order.run()) && answer.stage() == order.stage())
                .isPresent();
    }

    /** Or a later stage of its run was: then it is a late copy, and its leader has gone on. */
    private boolean isBegun(Message.Order order) {
        return order.run().equals(highest) && order.stage() <= stage;
    }

    private void begin(Work work, Message.Order order) {
        if (current.isPresent()) {
            node.forget(work);
        }
        highest = order.run();
        stage = order.stage();
        Moment limit = clauses.endOfOrder(work.now(), Duration.ofMillis(order.limitMillis()));
        current = Optional.of(new Current(order, limit, new TreeMap<>()));
        List<Instruction> instructions = order.instructions();
        for (int i = 0; i < instructions.size(); i++) {
            node.obey(work, new OrderPart(order.run(), order.stage(), i), instructions.get(i));
        }
        answerIfOver(work);
    }

    /** The outcome of one instruction; ignored when its order is not the present one. */
    void report(Work work, OrderPart part, Outcome outcome) {
        current.filter(now -> isOf(now, part))
                .ifPresent(now -> now.outcomes().putIfAbsent(part.index(), outcome));
        answerIfOver(work);
    }

    private static boolean isOf(Current now, OrderPart part) {
        return now.order().run().equals(part.run()) && now.order().stage() == part.stage();
    }

    void wake(Work work) {
        current.filter(now -> !work.now().isBefore(now.limit()))
                .ifPresent(
                        now -> {
                            node.forget(work);
                            for (int i = 0; i < now.order().instructions().size(); i++) {
                                Outcome late = new Outcome.Failed("not done within its limit");
                                now.outcomes().putIfAbsent(i, late);
                            }
                            answerIfOver(work);
                        });
    }

    /** Whether an order is being carried out. */
    boolean isBusy() {
        return current.isPresent();
    }

    Moment nextDeadline() {
        return current.map(Current::limit).orElse(Moment.NEVER);
    }

    private void answerIfOver(Work work) {
        Optional<Current> over = current.filter(Current::isOver);
        over.ifPresent(
                now -> {
                    current = Optional.empty();
                    List<Outcome> outcomes = List.copyOf(now.outcomes().values());
                    Message.Order order = now.order();
                    Message.Answer answer =
                            new Message.Answer(self, order.run(), order.stage(), outcomes);
                    lastAnswer = Optional.of(answer);
                    node.send(work, order.from().node(), answer);
                });
    }
}
