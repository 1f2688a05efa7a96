package dev.baton.agent.core;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.baton.orchestrator.exchange.Fact;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;

@DisplayName("Facts never hold up the core: architecture, section 2")
class FactRelayTest {

    private final List<Fact> heard = Collections.synchronizedList(new ArrayList<>());

    @Test
    void everyListenerHearsEveryFactInOrderEvenAfterAnotherFailed() {
        FactRelay relay = new FactRelay(List.of(FactRelayTest::fail, heard::add));
        List<Fact> told = List.of(fact(1), fact(2), fact(3));
        relay.start();

        told.forEach(relay);

        await().atMost(Duration.ofSeconds(10)).until(() -> heard.equals(told));
        relay.close();
    }

    @Test
    void whatWaitsIsToldBeforeTheRelayEnds() {
        FactRelay relay = new FactRelay(List.of(heard::add));
        relay.accept(fact(1));
        relay.accept(fact(2));
        relay.start();

        relay.close();

        assertEquals(List.of(fact(1), fact(2)), heard);
    }

    @Test
    void factsBeyondTheBoundAreDroppedAndCounted() {
        FactRelay relay = new FactRelay(List.of(heard::add));

        IntStream.range(0, FactRelay.CAPACITY + 5).forEach(i -> relay.accept(fact(i)));

        assertEquals(5, relay.dropped());
    }

    private static void fail(Fact fact) {
        throw new IllegalArgumentException("a listener that cannot take " + fact);
    }

    private static Fact fact(int number) {
        return new Fact.AgentStopping("cause " + number);
    }
}
