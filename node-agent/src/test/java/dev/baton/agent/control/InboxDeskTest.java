package dev.baton.agent.control;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.baton.config.Pnn;
import dev.baton.orchestrator.exchange.Input;
import dev.baton.orchestrator.exchange.OperatorCommand;
import dev.baton.orchestrator.exchange.OperatorReply;
import dev.baton.orchestrator.exchange.RequestId;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;

/** Architecture, section 6 (c): a change goes through the core, and every wait has a bound. */
class InboxDeskTest {

    private static final OperatorCommand ENABLE = new OperatorCommand.Enable(new Pnn(1));

    private final List<Input> inbox = new ArrayList<>();
    private final InboxDesk desk = new InboxDesk(inbox::add);

    @Test
    void aReplyReachesTheOneWhoAsked() {
        var first = desk.ask(ENABLE);
        var second = desk.ask(ENABLE);

        desk.answer(new RequestId(2), new OperatorReply.Done("two"));
        desk.answer(new RequestId(1), new OperatorReply.Done("one"));

        assertEquals(new OperatorReply.Done("one"), first.join());
        assertEquals(new OperatorReply.Done("two"), second.join());
    }

    @Test
    void aSectionNobodyWaitsForIsGivenBack() {
        desk.answer(new RequestId(9), new OperatorReply.Entered("quota", 42));

        Input.OperatorAsked asked = assertInstanceOf(Input.OperatorAsked.class, inbox.getFirst());
        assertEquals(new OperatorCommand.LeaveSection("quota", 42), asked.command());
    }

    @Test
    void tooManyWaitingCommandsAreRefused() {
        for (int i = 0; i < InboxDesk.MOST_WAITING; i++) {
            var _ = desk.ask(ENABLE);
        }

        assertInstanceOf(OperatorReply.Refused.class, desk.ask(ENABLE).join());
        assertEquals(InboxDesk.MOST_WAITING, inbox.size());
    }
}
