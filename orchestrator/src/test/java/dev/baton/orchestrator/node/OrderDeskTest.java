package dev.baton.orchestrator.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.baton.config.Pnn;
import dev.baton.orchestrator.cluster.Incarnation;
import dev.baton.orchestrator.cluster.Moment;
import dev.baton.orchestrator.cluster.RunId;
import dev.baton.orchestrator.exchange.Instruction;
import dev.baton.orchestrator.exchange.Message;
import dev.baton.orchestrator.exchange.Outcome;
import dev.baton.orchestrator.lease.Clauses;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** How a node obeys orders. Source: safety, "Orders of a leader". */
class OrderDeskTest {

    private static final Incarnation SELF = new Incarnation(new Pnn(1), 4);
    private static final Incarnation LEADER = new Incarnation(new Pnn(0), 3);
    private static final RunId RUN = new RunId(7, 2);
    private static final Outcome DONE = new Outcome.Done();
    private static final long LIMIT = 900;

    private final List<OrderPart> obeyed = new ArrayList<>();
    private final List<Message> sent = new ArrayList<>();
    private Optional<String> objection = Optional.empty();
    private int forgotten;
    private final OrderDesk desk = new OrderDesk(SELF, Clauses.SAFE, new Recorder());

    private final class Recorder implements OrderDesk.Node {
        @Override
        public Optional<String> objection(Work work, Incarnation leader) {
            return objection;
        }

        @Override
        public void obey(Work work, OrderPart part, Instruction instruction) {
            obeyed.add(part);
        }

        @Override
        public void forget(Work work) {
            forgotten++;
        }

        @Override
        public void send(Work work, Pnn to, Message message) {
            assertEquals(LEADER.node(), to);
            sent.add(message);
        }
    }

    private static Work at(long millis) {
        return new Work(new Moment(0).plus(Duration.ofMillis(millis)), 0);
    }

    private void order(Incarnation to, RunId run, int stage) {
        List<Instruction> two =
                List.of(new Instruction.IpReallocated(), new Instruction.IpReallocated());
        desk.receive(at(0), new Message.Order(LEADER, run, to, stage, LIMIT, two));
    }

    private void report(int stage, int index, Outcome outcome) {
        desk.report(at(1), new OrderPart(RUN, stage, index), outcome);
    }

    private RunId refusedKnowing() {
        return assertInstanceOf(Message.Refused.class, sent.getLast()).known();
    }

    @Test
    @DisplayName("An order is answered once, when all its instructions have an outcome")
    void anAnswerHasAllOutcomesInOrder() {
        order(SELF, RUN, 0);
        report(0, 1, new Outcome.Busy("moved"));
        assertEquals(List.of(), sent);
        report(0, 0, DONE);
        assertEquals(
                List.of(new Message.Answer(SELF, RUN, 0, List.of(DONE, new Outcome.Busy("moved")))),
                sent);
    }

    @Test
    @DisplayName("An order for another life of this node does nothing")
    void anotherLifeIsNotMeant() {
        order(new Incarnation(SELF.node(), 3), RUN, 0);
        assertEquals(List.of(), obeyed);
        assertEquals(RunId.NONE, refusedKnowing());
    }

    @Test
    @DisplayName("An order of an older run does nothing and tells the sender the newest one")
    void anOlderRunIsRefused() {
        order(SELF, RUN, 0);
        order(SELF, new RunId(6, 99), 0);
        assertEquals(2, obeyed.size());
        assertEquals(RUN, refusedKnowing());
    }

    @Test
    @DisplayName("An order of a leader this node does not follow does nothing")
    void anUnfollowedLeaderIsRefused() {
        objection = Optional.of("promised to another");
        order(SELF, RUN, 0);
        assertEquals(List.of(), obeyed);
        assertEquals(RunId.NONE, refusedKnowing());
    }

    @Test
    @DisplayName("A duplicate order is answered again and not carried out again")
    void aDuplicateIsAnsweredAgain() {
        order(SELF, RUN, 0);
        order(SELF, RUN, 0);
        assertEquals(2, obeyed.size(), "one is in hand");
        report(0, 0, DONE);
        report(0, 1, DONE);
        order(SELF, RUN, 0);
        assertEquals(2, obeyed.size());
        assertEquals(2, sent.size());
        assertEquals(sent.getFirst(), sent.getLast());
    }

    @Test
    @DisplayName("A late copy of an earlier stage does nothing, even when no order is in hand")
    void anEarlierStageIsNotCarriedOutAgain() {
        order(SELF, RUN, 0);
        order(SELF, RUN, 1);
        report(1, 0, DONE);
        report(1, 1, DONE);
        order(SELF, RUN, 0);
        assertEquals(4, obeyed.size());
        assertEquals(1, sent.size());
    }

    @Test
    @DisplayName("At its limit an order is answered; what is not done has failed and is forgotten")
    void theLimitEndsAnOrder() {
        order(SELF, RUN, 0);
        report(0, 0, DONE);
        desk.wake(at(LIMIT - 1));
        assertEquals(List.of(), sent);
        desk.wake(at(LIMIT));
        Outcome late = new Outcome.Failed("not done within its limit");
        assertEquals(List.of(new Message.Answer(SELF, RUN, 0, List.of(DONE, late))), sent);
        assertEquals(1, forgotten);
        assertEquals(Moment.NEVER, desk.nextDeadline());
    }

    @Test
    @DisplayName("A newer order ends the one in hand; its late outcomes count for nothing")
    void aNewerOrderEndsTheOneInHand() {
        order(SELF, RUN, 0);
        order(SELF, RUN, 1);
        assertEquals(1, forgotten);
        report(0, 0, DONE);
        report(0, 1, DONE);
        assertEquals(List.of(), sent);
        report(1, 0, DONE);
        report(1, 1, DONE);
        assertEquals(1, sent.size());
    }
}
