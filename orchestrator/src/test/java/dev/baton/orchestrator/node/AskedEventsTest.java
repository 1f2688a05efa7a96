package dev.baton.orchestrator.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.baton.events.Event;
import dev.baton.events.SequenceStatus;
import dev.baton.orchestrator.exchange.Effect;
import dev.baton.orchestrator.exchange.Input;
import dev.baton.orchestrator.exchange.OperatorCommand;
import dev.baton.orchestrator.exchange.RequestId;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;

/** Events asked for beside the node's own. CTDB events contract, section 4. */
class AskedEventsTest {

    private static final Duration LIMIT = Duration.ofSeconds(9);

    private final SmallCluster cluster = new SmallCluster(1, 1);

    private void ask(long id) {
        Event event = new Event.Other("asked" + id, List.of());
        cluster.give(0, new Input.EventAsked(new RequestId(id), event, LIMIT));
    }

    private void started() {
        cluster.startAll();
        cluster.run(Duration.ofSeconds(5));
        cluster.ran.clear();
    }

    @Test
    @DisplayName("The node's own event waits for one of them, not for all that wait")
    void ownEventsComeBetween() {
        started();
        for (long id = 1; id <= 5; id++) {
            ask(id);
        }

        cluster.ask(0, new OperatorCommand.Reallocate());
        cluster.run(Duration.ofSeconds(1));

        assertEquals(
                List.of("0 asked1", "0 startipreallocate", "0 asked2", "0 ipreallocated"),
                cluster.ran.subList(0, 4));
        assertEquals(5, cluster.eventAnswers.size());
    }

    @Test
    @DisplayName("More than may wait are refused with a sentence, and the others run")
    void tooMany() {
        started();
        for (long id = 0; id < AskedEvents.MOST_WAITING + 2; id++) {
            ask(id);
        }

        Effect.AnswerEvent refused = cluster.eventAnswers.getFirst();
        assertEquals(SequenceStatus.NOT_STARTED, refused.result().status());
        assertEquals(AskedEvents.MOST_WAITING + 1, refused.request().value());
        assertTrue(refused.result().detail().startsWith("64 events that were asked for wait"));
        cluster.run(Duration.ofSeconds(2));
        assertEquals(AskedEvents.MOST_WAITING + 2, cluster.eventAnswers.size());
    }

    @Test
    @DisplayName("One that is refused while the node stops makes room for the next")
    void allAreAnswered() {
        started();
        ask(1);
        ask(2);

        cluster.give(0, new Input.StopAsked("operator"));
        cluster.run(Duration.ofSeconds(1));

        assertEquals(2, cluster.eventAnswers.size());
        assertTrue(!cluster.isAlive(0));
    }
}
