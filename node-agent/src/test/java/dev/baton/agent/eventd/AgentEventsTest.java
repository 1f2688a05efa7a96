package dev.baton.agent.eventd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.baton.events.NamedEvent;
import dev.baton.events.SequenceResult;
import dev.baton.events.SequenceStatus;
import dev.baton.events.process.ComponentDirectories;
import dev.baton.events.process.EventAnswer;
import dev.baton.events.process.EventEngine;
import dev.baton.events.process.EventRequest;
import dev.baton.events.process.Running;
import dev.baton.orchestrator.exchange.Effect;
import dev.baton.orchestrator.exchange.Fact;
import dev.baton.orchestrator.exchange.Input;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** CTDB events contract, sections 2 (number 2), 3.2 and 4, beside the node's own events. */
class AgentEventsTest {

    private static final Instant NOW = Instant.parse("2026-11-20T09:10:10Z");
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private final List<Input> inbox = new ArrayList<>();
    private final List<String> started = new ArrayList<>();
    private final AgentEvents events;

    AgentEventsTest(@TempDir Path base) throws IOException {
        Files.createDirectories(base.resolve("legacy"));
        Files.createDirectories(base.resolve("random"));
        EventEngine engine =
                new EventEngine(
                        new ComponentDirectories(base, base.resolve("legacy")),
                        (ticket, request, left, done) -> {
                            started.add(request.event().name());
                            var _ = CompletableFuture.runAsync(() -> done.accept(ok(0)));
                            return new Ignored();
                        },
                        InstantSource.fixed(NOW),
                        (event, result) -> {});
        events = new AgentEvents(engine, inbox::add, InstantSource.fixed(NOW));
    }

    @Test
    void eventsOfLegacyTakeTheirTurnInTheCore() throws Exception {
        CompletableFuture<EventAnswer> answer = events.run(request("legacy", "any", false));

        Input.EventAsked asked = (Input.EventAsked) inbox.getFirst();
        assertEquals("any", asked.event().name());
        assertEquals(LIMIT, asked.limit());
        assertFalse(answer.isDone());

        events.answered(new Effect.AnswerEvent(asked.request(), ok(4)));
        assertEquals(0, answer.get(10, TimeUnit.SECONDS).code());
        assertEquals(NOW.minusSeconds(4), events.last("legacy", "any").orElseThrow().started());
    }

    @Test
    void eventsOfOtherComponentsRunBesideIt() throws Exception {
        EventAnswer answer = events.run(request("random", "any", true)).get(10, TimeUnit.SECONDS);

        assertEquals(0, answer.code());
        assertEquals(List.of("any"), started);
        assertTrue(inbox.isEmpty());
        assertTrue(events.last("random", "any").isPresent());
        assertTrue(events.last("legacy", "any").isEmpty());
    }

    @Test
    void theNodesOwnEventsAreRememberedUnlessCancelled() {
        events.heard(new Fact.EventEnded("monitor", "", ok(1)));
        events.heard(
                new Fact.EventEnded(
                        "monitor",
                        "",
                        new SequenceResult(
                                SequenceStatus.CANCELLED, List.of(), Duration.ZERO, "")));

        assertEquals(NOW.minusSeconds(1), events.last("legacy", "monitor").orElseThrow().started());
    }

    /** An address is on a node only under a lease: safety rule, section 3. */
    @Test
    void nobodyMovesAnAddressByAskingForItsEvent() throws Exception {
        NamedEvent take = new NamedEvent("legacy", "takeip", List.of("eth0", "10.0.0.1", "24"));

        EventAnswer answer =
                events.run(new EventRequest(take, LIMIT, false)).get(10, TimeUnit.SECONDS);

        assertEquals(1, answer.code());
        assertTrue(answer.result().detail().contains("baton ip move"), answer.result().detail());
        assertTrue(inbox.isEmpty());
    }

    @Test
    void aMissingComponentIsMissingAndTheNodesOwnEventsEndAtTheFirstFailure() throws Exception {
        assertEquals(2, events.run(request("later", "any", false)).get().code());
        assertEquals(95, events.run(request("legacy", "any", true)).get().code());
    }

    private static EventRequest request(String component, String event, boolean through) {
        return new EventRequest(new NamedEvent(component, event, List.of()), LIMIT, through);
    }

    private static SequenceResult ok(long seconds) {
        return new SequenceResult(SequenceStatus.OK, List.of(), Duration.ofSeconds(seconds), "");
    }

    private static final class Ignored implements Running {
        @Override
        public void cancel() {}

        @Override
        public void renewed() {}

        @Override
        public void dismiss() {}
    }
}
