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
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * Tells the others one sheet of this node, and reads theirs; what is in a sheet is theirs to know.
 * Thread: one writes, any tells and reads.
 *
 * <p>What was heard or read once is remembered: backups of the records are not waited for, so the
 * newest record of a node that dies can die with it, and nobody writes it again.
 */
final class NodeSheet {

    private final RecordKind kind;
    private final String name;
    private final long incarnation;
    private final ConcurrentMap<String, StampedRecord> known = new ConcurrentHashMap<>();
    private volatile Optional<String> sheet = Optional.empty();
    private Optional<String> written = Optional.empty();
    private long lastSequence;

    /** One of each kind and name for each node. */
    NodeSheet(RecordKind kind, String name, long incarnation) {
        this.kind = kind;
        this.name = name;
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
        boolean done = FactRing.isSettled(store.put(kind, name, record));
        if (done) {
            written = now;
        }
        return done;
    }

    /** A record of this kind was written, here or elsewhere. */
    void heard(String key, StampedRecord record) {
        known.merge(key, record, NodeSheet::newer);
    }

    /** Every node's newest sheet that was ever seen here. */
    SharedHistory.Sheets read(Store store, SortedSet<Pnn> nodes, Duration patience) {
        SortedSet<String> keys = new TreeSet<>();
        nodes.forEach(pnn -> keys.add(SharedRecords.key(pnn, name)));
        return switch (store.read(kind, keys, patience)) {
            case RecordAnswer.Found(SortedMap<String, StampedRecord> found) -> {
                found.forEach(this::heard);
                yield new SharedHistory.Sheets.Told(sheets(nodes));
            }
            case RecordAnswer.Unavailable(String why) -> new SharedHistory.Sheets.Unreadable(why);
            case RecordAnswer.Stored other -> throw new IllegalStateException("read: " + other);
            case RecordAnswer.Superseded other -> throw new IllegalStateException("read: " + other);
        };
    }

    private static StampedRecord newer(StampedRecord one, StampedRecord other) {
        return one.stamp().compareTo(other.stamp()) < 0 ? other : one;
    }

    private SortedMap<Pnn, String> sheets(SortedSet<Pnn> nodes) {
        SortedMap<Pnn, String> sheets = new TreeMap<>();
        for (Pnn pnn : nodes) {
            StampedRecord record = known.get(SharedRecords.key(pnn, name));
            if (record != null) {
                sheets.put(pnn, record.json());
            }
        }
        return sheets;
    }
}
