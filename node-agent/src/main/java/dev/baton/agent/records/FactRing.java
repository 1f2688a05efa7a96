package dev.baton.agent.records;

import dev.baton.agent.membership.RecordAnswer;
import dev.baton.agent.membership.RecordKind;
import dev.baton.agent.membership.SharedRecords;
import dev.baton.agent.membership.Stamp;
import dev.baton.agent.membership.StampedRecord;
import dev.baton.config.Pnn;
import dev.baton.orchestrator.exchange.Fact;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * The newest facts of this node in a ring of records, of which the newest is written again until it
 * is full.
 *
 * <p>A new life goes on behind the record its last life wrote last, so that what a node did before
 * it was restarted stays readable. Bounds: {@code slots} records of {@value #MOST_FACTS} facts or
 * {@value #MOST_CHARS} characters. Thread: one.
 */
final class FactRing {

    static final int MOST_FACTS = 64;
    static final int MOST_CHARS = 16 << 10;

    /** What is under one key. */
    private static final class Sheet {
        final int slot;
        final List<String> facts = new ArrayList<>();
        int chars;
        Stamp stamp = new Stamp(0, 0);
        boolean stored;

        Sheet(int slot) {
            this.slot = slot;
        }

        boolean hasRoomFor(String fact) {
            return facts.size() < MOST_FACTS && chars + fact.length() < MOST_CHARS;
        }
    }

    private final RecordKind kind;
    private final int slots;
    private final long incarnation;
    private final Predicate<Fact> wanted;
    private final ArrayDeque<Sheet> sheets = new ArrayDeque<>();
    private long lastSequence;
    private Optional<Integer> next = Optional.empty();

    FactRing(RecordKind kind, int slots, long incarnation, Predicate<Fact> wanted) {
        this.kind = kind;
        this.slots = slots;
        this.incarnation = incarnation;
        this.wanted = wanted;
    }

    RecordKind kind() {
        return kind;
    }

    /** The keys of a node's ring. */
    SortedSet<String> keys(Pnn node) {
        SortedSet<String> keys = new TreeSet<>();
        for (int slot = 0; slot < slots; slot++) {
            keys.add(SharedRecords.key(node, Integer.toString(slot)));
        }
        return keys;
    }

    boolean wants(Fact fact) {
        return wanted.test(fact);
    }

    /** Whether it is known where to go on. */
    boolean isPlaced() {
        return next.isPresent();
    }

    /** Goes on behind the newest of these records of earlier lives. */
    void place(SortedMap<String, StampedRecord> earlier) {
        int newest =
                earlier.entrySet().stream()
                        .max(Map.Entry.comparingByValue(FactRing::compare))
                        .map(entry -> slot(entry.getKey()))
                        .orElse(slots - 1);
        next = Optional.of((newest + 1) % slots);
    }

    /** Adds a fact that was written by {@link RecordText#write}. */
    void add(String fact) {
        if (sheets.isEmpty() || !sheets.getLast().hasRoomFor(fact)) {
            turn();
        }
        Sheet open = sheets.getLast();
        open.facts.add(fact);
        open.chars += fact.length();
        lastSequence++;
        open.stamp = new Stamp(incarnation, lastSequence);
        open.stored = false;
    }

    /** Everything is to be stored once more: a member came or went. */
    void doubt() {
        sheets.forEach(sheet -> sheet.stored = false);
    }

    /** Stores what is not stored; false once a record could not be. */
    boolean store(Store store) {
        for (Sheet sheet : sheets) {
            if (!sheet.stored) {
                StampedRecord record =
                        new StampedRecord(sheet.stamp, RecordText.sheet(sheet.facts));
                sheet.stored = isSettled(store.put(kind, Integer.toString(sheet.slot), record));
            }
            if (!sheet.stored) {
                return false;
            }
        }
        return true;
    }

    /** A later life's record stays: this one has nothing more to say there. */
    static boolean isSettled(RecordAnswer answer) {
        return switch (answer) {
            case RecordAnswer.Stored _, RecordAnswer.Superseded _ -> true;
            case RecordAnswer.Found _, RecordAnswer.Unavailable _ -> false;
        };
    }

    private void turn() {
        int slot = next.orElseThrow();
        next = Optional.of((slot + 1) % slots);
        if (sheets.size() == slots) {
            sheets.removeFirst();
        }
        sheets.addLast(new Sheet(slot));
    }

    private int slot(String key) {
        String slot = key.substring(key.indexOf('/') + 1);
        return slot.matches("\\d{1,4}") ? Integer.parseInt(slot) % slots : slots - 1;
    }

    private static int compare(StampedRecord left, StampedRecord right) {
        return left.stamp().compareTo(right.stamp());
    }
}
