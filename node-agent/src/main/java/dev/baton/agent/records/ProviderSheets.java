package dev.baton.agent.records;

import dev.baton.agent.membership.RecordAnswer;
import dev.baton.agent.membership.RecordKind;
import dev.baton.agent.membership.SharedRecords;
import dev.baton.agent.membership.Stamp;
import dev.baton.agent.membership.StampedRecord;
import dev.baton.config.Pnn;

import java.time.Duration;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Tells which storage providers this node has, and reads what the others told; what is in a sheet
 * is theirs to know. Thread: one writes, any tells and reads.
 */
final class ProviderSheets {

    private static final String NAME = "providers";

    private final long incarnation;
    private volatile Optional<String> sheet = Optional.empty();
    private Optional<String> written = Optional.empty();
    private long lastSequence;

    ProviderSheets(long incarnation) {
        this.incarnation = incarnation;
    }

    void tell(String text) {
        sheet = Optional.of(text);
    }

    /** What was written may be gone. */
    void doubt() {
        written = Optional.empty();
    }

    /** Writes the sheet if it is another one; false when that could not be done. */
    boolean copy(Store store) {
        Optional<String> now = sheet;
        if (now.isEmpty() || now.equals(written)) {
            return true;
        }
        lastSequence++;
        StampedRecord record = new StampedRecord(new Stamp(incarnation, lastSequence), now.get());
        boolean done = FactRing.isSettled(store.put(RecordKind.PROVIDERS, NAME, record));
        if (done) {
            written = now;
        }
        return done;
    }

    static SharedHistory.Sheets read(Store store, SortedSet<Pnn> nodes, Duration patience) {
        SortedSet<String> keys = new TreeSet<>();
        nodes.forEach(pnn -> keys.add(SharedRecords.key(pnn, NAME)));
        return switch (store.read(RecordKind.PROVIDERS, keys, patience)) {
            case RecordAnswer.Found(SortedMap<String, StampedRecord> found) ->
                    new SharedHistory.Sheets.Told(sheets(nodes, found));
            case RecordAnswer.Unavailable(String why) -> new SharedHistory.Sheets.Unreadable(why);
            case RecordAnswer.Stored other -> throw new IllegalStateException("read: " + other);
            case RecordAnswer.Superseded other -> throw new IllegalStateException("read: " + other);
        };
    }

    private static SortedMap<Pnn, String> sheets(
            SortedSet<Pnn> nodes, SortedMap<String, StampedRecord> found) {
        SortedMap<Pnn, String> sheets = new TreeMap<>();
        for (Pnn pnn : nodes) {
            StampedRecord record = found.get(SharedRecords.key(pnn, NAME));
            if (record != null) {
                sheets.put(pnn, record.json());
            }
        }
        return sheets;
    }
}
