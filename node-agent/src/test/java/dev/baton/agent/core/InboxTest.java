package dev.baton.agent.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.baton.config.Pnn;
import dev.baton.orchestrator.cluster.Incarnation;
import dev.baton.orchestrator.exchange.Input;
import dev.baton.orchestrator.exchange.Message;
import dev.baton.orchestrator.exchange.OperatorCommand;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

@DisplayName("One inbox, bounded: style, section 4, limits")
class InboxTest {

    private final List<Throwable> broken = new ArrayList<>();
    private final Inbox inbox = new Inbox(2, broken::add);
    private final Input first = new Input.PeerSeen(new Pnn(1));
    private final Input second = new Input.PeerLost(new Pnn(1));

    @Test
    void inputsComeOutInTheOrderTheyWentIn() {
        inbox.put(first);
        inbox.put(second);

        assertEquals(Optional.of(first), inbox.next());
        assertEquals(Optional.of(second), inbox.next());
        assertEquals(Optional.empty(), inbox.next());
    }

    @Test
    void aMessageThatFindsNoRoomIsLostAndCounted() {
        inbox.put(first);
        inbox.put(second);

        inbox.put(new Input.MessageReceived(new Pnn(1), message()));

        assertEquals(1, inbox.dropped());
        assertTrue(broken.isEmpty(), broken::toString);
    }

    @Test
    void anythingElseThatFindsNoRoomEndsTheAgent() {
        inbox.put(first);
        inbox.put(second);

        inbox.put(first);

        assertEquals(1, broken.size());
        assertEquals(0, inbox.dropped());
    }

    private static Message message() {
        return new Message.Request(
                new Incarnation(new Pnn(1), 1), 1, new OperatorCommand.Recover());
    }
}
