package dev.baton.agent.callout;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What the journal says of rounds of snapshots: freezes without a thaw, snapshots that are there,
 * what the calendar has asked for last.
 *
 * <p>Bounds: {@value #MOST} snapshots; of more the oldest are forgotten, and never removed. Thread:
 * any.
 */
final class RoundBook {

    static final int MOST = 10_000;

    private final Map<String, Entry.FreezeBegun> frozen = new LinkedHashMap<>();
    private final Map<String, SnapshotRecord> snapshots = new LinkedHashMap<>();
    private final SortedMap<String, Entry.RoundFired> fired = new TreeMap<>();

    synchronized void begun(Entry.FreezeBegun entry) {
        frozen.put(entry.round(), entry);
    }

    synchronized void ended(Entry.FreezeEnded entry) {
        frozen.remove(entry.round());
    }

    synchronized void taken(Entry.SnapshotTaken entry) {
        snapshots.put(
                key(entry.schedule(), entry.snapshot()),
                new SnapshotRecord(entry, Optional.empty()));
        if (snapshots.size() > MOST) {
            snapshots.remove(snapshots.keySet().iterator().next());
        }
    }

    synchronized void judged(Entry.SnapshotJudged entry) {
        snapshots.replaceAll(
                (_, each) ->
                        each.taken().round().equals(entry.round())
                                ? new SnapshotRecord(each.taken(), Optional.of(entry))
                                : each);
    }

    synchronized void removed(Entry.SnapshotRemoved entry) {
        snapshots.remove(key(entry.schedule(), entry.snapshot()));
    }

    synchronized void fired(Entry.RoundFired entry) {
        fired.merge(entry.schedule(), entry, (a, b) -> a.due() >= b.due() ? a : b);
    }

    private static String key(String schedule, String snapshot) {
        return schedule + "/" + snapshot;
    }

    synchronized List<Entry.FreezeBegun> unthawed() {
        return List.copyOf(frozen.values());
    }

    /** Oldest first. */
    synchronized List<SnapshotRecord> snapshots() {
        return List.copyOf(snapshots.values());
    }

    synchronized Optional<Entry.RoundFired> lastFired(String schedule) {
        return Optional.ofNullable(fired.get(schedule));
    }

    /** Lines that would make it anew. */
    synchronized List<Entry> entries() {
        List<Entry> all = new ArrayList<>(frozen.values());
        snapshots
                .values()
                .forEach(
                        each -> {
                            all.add(each.taken());
                            each.judged().ifPresent(all::add);
                        });
        all.addAll(fired.values());
        return all;
    }
}
