package dev.baton.agent.records;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.baton.agent.membership.RecordKind;
import dev.baton.agent.membership.StampedRecord;
import dev.baton.config.Pnn;
import dev.baton.monitoring.facts.FactHistory;
import dev.baton.orchestrator.cluster.Incarnation;
import dev.baton.orchestrator.exchange.Fact;

import org.junit.jupiter.api.Test;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.LongStream;

/** Architecture, section 10, "Hazelcast's part": fact history, bounded, off every critical path. */
class ChronicleTest {

    private static final Pnn SELF = new Pnn(1);
    private static final int SLOTS = 4;
    private static final int KEPT = SLOTS * FactRing.MOST_FACTS;

    private final SimulatedStore store = new SimulatedStore(SELF);

    /** One life of the node. */
    private static final class Life {
        final FactHistory history =
                new FactHistory(SELF, Clock.fixed(Instant.EPOCH, ZoneOffset.UTC));
        final Chronicle chronicle;

        Life(long incarnation) {
            FactRing ring =
                    new FactRing(
                            RecordKind.FACTS,
                            SLOTS,
                            incarnation,
                            Fact.PeerDisconnected.class::isInstance);
            chronicle = new Chronicle(new Incarnation(SELF, incarnation), history, List.of(ring));
        }

        Life telling(int facts) {
            for (int i = 0; i < facts; i++) {
                history.accept(new Fact.PeerDisconnected(new Pnn(2), "silent"));
            }
            return this;
        }
    }

    @Test
    void factsAreWrittenInBatchesAndOnlyTheWantedOnes() {
        Life life = new Life(7).telling(2);
        life.history.accept(new Fact.MajorityChanged(true));

        assertTrue(life.chronicle.copy(store));

        assertEquals(List.of(1L, 2L), ids(7));
        assertEquals(1, store.writes);
        assertTrue(life.chronicle.copy(store));
        assertEquals(1, store.writes, "nothing new is nothing to write");
    }

    @Test
    void theRingKeepsTheNewestFactsAndNotMore() {
        Life life = new Life(7).telling(KEPT + 10);

        assertTrue(life.chronicle.copy(store));

        assertEquals(SLOTS, store.kept.size());
        assertEquals(KEPT + 10, ids(7).getLast());
        assertTrue(ids(7).size() <= KEPT);
        assertTrue(ids(7).size() > KEPT - FactRing.MOST_FACTS);
        assertEquals(0, life.chronicle.dropped());
    }

    @Test
    void whileTheStoreStallsFactsWaitInTheHistoryAndAreToldAfterwards() {
        Life life = new Life(7).telling(1);
        store.reachable(false);
        assertFalse(life.chronicle.copy(store));
        life.telling(100);
        assertFalse(life.chronicle.copy(store));

        assertTrue(life.chronicle.copy(store.reachable(true)));

        assertEquals(LongStream.rangeClosed(1, 101).boxed().toList(), ids(7));
        assertEquals(0, life.chronicle.dropped());
    }

    @Test
    void whatFallsOutOfTheHistoryDuringAStallIsCountedAndTheRestIsTold() {
        Life life = new Life(7).telling(1);
        assertTrue(life.chronicle.copy(store));
        store.reachable(false);
        life.telling(1);
        assertFalse(life.chronicle.copy(store));
        life.telling(FactHistory.MOST + 20);

        assertTrue(life.chronicle.copy(store.reachable(true)));

        assertEquals(20, life.chronicle.dropped());
        assertEquals(FactHistory.MOST + 22, ids(7).getLast());
        assertEquals(SLOTS, store.kept.size());
    }

    @Test
    void aNewLifeGoesOnBehindWhatItsLastLifeWroteLast() {
        assertTrue(new Life(7).telling(FactRing.MOST_FACTS + 1).chronicle.copy(store));

        assertTrue(new Life(8).telling(3).chronicle.copy(store));

        assertEquals(LongStream.rangeClosed(1, 65).boxed().toList(), ids(7));
        assertEquals(List.of(1L, 2L, 3L), ids(8));
        assertEquals(3, store.kept.size());
    }

    @Test
    void aLifeThatResumesLateDoesNotReplaceWhatItsSuccessorWrote() {
        Life late = new Life(7).telling(3);
        assertTrue(late.chronicle.copy(store));
        for (long next = 8; next < 8 + SLOTS; next++) {
            assertTrue(new Life(next).telling(1).chronicle.copy(store));
        }

        late.chronicle.doubt();
        assertTrue(late.telling(KEPT).chronicle.copy(store));

        assertEquals(List.of(), ids(7));
        assertEquals(List.of(1L), ids(8 + SLOTS - 1));
    }

    @Test
    void afterAMemberCameOrWentEverythingIsStoredOnceMore() {
        Life life = new Life(7).telling(FactRing.MOST_FACTS + 1);
        assertTrue(life.chronicle.copy(store));
        store.kept.clear();

        life.chronicle.doubt();
        assertTrue(life.chronicle.copy(store));

        assertEquals(2, store.kept.size());
    }

    private List<Long> ids(long incarnation) {
        return store.kept.values().stream()
                .filter(record -> record.stamp().incarnation() == incarnation)
                .map(StampedRecord::json)
                .flatMap(
                        json -> RecordText.facts(new Incarnation(SELF, incarnation), json).stream())
                .map(ToldFact::id)
                .sorted()
                .toList();
    }
}
