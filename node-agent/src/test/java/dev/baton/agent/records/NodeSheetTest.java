package dev.baton.agent.records;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.baton.agent.membership.RecordKind;
import dev.baton.agent.membership.StampedRecord;
import dev.baton.agent.records.SharedHistory.Sheets;
import dev.baton.config.Pnn;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/** Storage operations, section 1: jobs are visible from every node, also those of a dead one. */
class NodeSheetTest {

    private static final Pnn TELLER = new Pnn(0);
    private final SimulatedStore store = new SimulatedStore(TELLER);
    private final NodeSheet reader = sheet(7);

    private static NodeSheet sheet(long incarnation) {
        return new NodeSheet(RecordKind.STORAGE, "storage", incarnation);
    }

    private Sheets read() {
        return reader.read(store, new TreeSet<>(List.of(TELLER)), Duration.ofMillis(100));
    }

    private void tell(long incarnation, String text) {
        NodeSheet teller = sheet(incarnation);
        teller.tell(text);
        teller.copy(store);
    }

    private static Sheets told(String text) {
        return new Sheets.Told(new TreeMap<>(Map.of(TELLER, text)));
    }

    @Test
    void whatWasReadOnceIsKnownWhenTheRecordDiedWithItsNode() {
        tell(1, "{\"jobs\":1}");
        assertEquals(told("{\"jobs\":1}"), read());

        store.kept.clear();

        assertEquals(told("{\"jobs\":1}"), read());
    }

    @Test
    void anOlderBackupDoesNotHideWhatWasReadAndALaterLifeDoes() {
        tell(1, "old");
        Map<String, StampedRecord> backup = new TreeMap<>(store.kept);
        tell(2, "new");
        assertEquals(told("new"), read());

        store.kept.putAll(backup);
        assertEquals(told("new"), read());

        tell(3, "later");
        assertEquals(told("later"), read());
    }

    @Test
    void aNodeThatNeverToldIsNotThere() {
        assertEquals(new Sheets.Told(new TreeMap<>()), read());
    }
}
