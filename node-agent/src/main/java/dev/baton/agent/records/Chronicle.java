package dev.baton.agent.records;

import dev.baton.agent.membership.RecordAnswer;
import dev.baton.agent.membership.SharedRecords;
import dev.baton.agent.membership.StampedRecord;
import dev.baton.monitoring.facts.FactHistory;
import dev.baton.orchestrator.cluster.Incarnation;

import java.util.List;
import java.util.SortedMap;

/**
 * Copies the history of this node into its rings of records, in batches.
 *
 * <p>It has no queue of its own. While Hazelcast stalls nothing more is read, and facts wait in the
 * history, which keeps the newest {@value FactHistory#MOST}; what falls out of it unread is
 * counted. Thread: one.
 */
final class Chronicle {

    static final int BATCH = 256;

    private final Incarnation self;
    private final FactHistory history;
    private final List<FactRing> rings;
    private long lastRead;
    private long dropped;

    Chronicle(Incarnation self, FactHistory history, List<FactRing> rings) {
        this.self = self;
        this.history = history;
        this.rings = List.copyOf(rings);
    }

    /** Facts that were never shared because the store was too slow for too long. */
    long dropped() {
        return dropped;
    }

    /** Everything is to be stored once more: a member came or went. */
    void doubt() {
        rings.forEach(FactRing::doubt);
    }

    /** Stores what was told since; false when the store did not take all, to be called again. */
    boolean copy(Store store) {
        if (!place(store) || !store(store)) {
            return false;
        }
        List<FactHistory.Entry> batch = history.after(lastRead, BATCH);
        while (!batch.isEmpty()) {
            batch.forEach(this::read);
            if (!store(store)) {
                return false;
            }
            batch = history.after(lastRead, BATCH);
        }
        return true;
    }

    private void read(FactHistory.Entry entry) {
        dropped += entry.id() - lastRead - 1;
        lastRead = entry.id();
        for (FactRing ring : rings) {
            if (ring.wants(entry.fact())) {
                ring.add(RecordText.write(ToldFact.of(self, entry)));
            }
        }
    }

    /** Before the first write: looks where the last life of this node stopped. */
    private boolean place(Store store) {
        for (FactRing ring : rings) {
            if (!ring.isPlaced()) {
                RecordAnswer answer =
                        store.read(ring.kind(), ring.keys(self.node()), SharedRecords.LIMIT);
                if (!(answer
                        instanceof RecordAnswer.Found(SortedMap<String, StampedRecord> earlier))) {
                    return false;
                }
                ring.place(earlier);
            }
        }
        return true;
    }

    private boolean store(Store store) {
        boolean all = true;
        for (FactRing ring : rings) {
            all &= ring.store(store);
        }
        return all;
    }
}
