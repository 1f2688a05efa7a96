package dev.baton.monitoring.facts;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.baton.config.InterfaceName;
import dev.baton.config.IpAddress;
import dev.baton.config.Pnn;
import dev.baton.orchestrator.exchange.Fact;

import org.junit.jupiter.api.Test;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;

/** Operator experience, section 1.1: history by time, node and address. */
class FactHistoryTest {

    private static final Instant START = Instant.parse("2026-01-02T03:04:05Z");
    private static final IpAddress IP = IpAddress.of("10.0.0.101");
    private static final Fact TAKEN =
            new Fact.AddressTaken(IP, new InterfaceName("e0"), 7, Duration.ZERO);
    private static final Fact OTHER = new Fact.PeerDisconnected(new Pnn(2), "silent");

    private final FactHistory history =
            new FactHistory(new Pnn(0), Clock.fixed(START, ZoneOffset.UTC));

    @Test
    void factsWithoutANodeAreAboutTheNodeThatTellsThem() {
        history.accept(TAKEN);
        history.accept(OTHER);

        assertEquals(List.of(TAKEN), about(Optional.of(new Pnn(0)), Optional.empty()));
        assertEquals(List.of(OTHER), about(Optional.of(new Pnn(2)), Optional.empty()));
        assertEquals(List.of(TAKEN), about(Optional.empty(), Optional.of(IP)));
        assertEquals(List.of(TAKEN, OTHER), about(Optional.empty(), Optional.empty()));
    }

    @Test
    void onlyFactsSinceAnInstantAreFound() {
        history.accept(TAKEN);

        assertEquals(
                List.of(),
                history.query(
                        new FactHistory.Query(
                                START.plusMillis(1), Optional.empty(), Optional.empty())));
    }

    @Test
    void theOldestFactsAreForgottenAndNumbersGoOn() {
        for (int i = 0; i < FactHistory.MOST + 5; i++) {
            history.accept(TAKEN);
        }

        List<FactHistory.Entry> kept = history.query(FactHistory.Query.ALL);
        assertEquals(FactHistory.MOST, kept.size());
        assertEquals(6, kept.getFirst().id());
    }

    @Test
    void whoReadsInBatchesGetsEachKeptFactOnceAndSeesByTheNumbersWhatWasForgotten() {
        for (int i = 0; i < FactHistory.MOST + 5; i++) {
            history.accept(TAKEN);
        }

        List<FactHistory.Entry> first = history.after(0, 7);
        List<FactHistory.Entry> next = history.after(first.getLast().id(), 7);
        assertEquals(List.of(6L, 12L), List.of(first.getFirst().id(), first.getLast().id()));
        assertEquals(List.of(13L, 19L), List.of(next.getFirst().id(), next.getLast().id()));
        assertEquals(List.of(), history.after(FactHistory.MOST + 5, 7));
    }

    private List<Fact> about(Optional<Pnn> node, Optional<IpAddress> ip) {
        return history.query(new FactHistory.Query(Instant.EPOCH, node, ip)).stream()
                .map(FactHistory.Entry::fact)
                .toList();
    }
}
