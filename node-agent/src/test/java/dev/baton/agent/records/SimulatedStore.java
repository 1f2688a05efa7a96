package dev.baton.agent.records;

import dev.baton.agent.membership.RecordAnswer;
import dev.baton.agent.membership.RecordKind;
import dev.baton.agent.membership.SharedRecords;
import dev.baton.agent.membership.StampedRecord;
import dev.baton.config.Pnn;

import java.time.Duration;
import java.util.SortedSet;
import java.util.TreeMap;

/** The cluster's memory as one map, in which older writes lose; it can be out of reach. */
final class SimulatedStore implements Store {

    final TreeMap<String, StampedRecord> kept = new TreeMap<>();
    int writes;
    private final Pnn self;
    private boolean reachable = true;

    SimulatedStore(Pnn self) {
        this.self = self;
    }

    SimulatedStore reachable(boolean now) {
        reachable = now;
        return this;
    }

    @Override
    public RecordAnswer put(RecordKind kind, String name, StampedRecord record) {
        if (!reachable) {
            return new RecordAnswer.Unavailable("no answer within 3000 ms");
        }
        String key = kind + ":" + SharedRecords.key(self, name);
        StampedRecord there = kept.get(key);
        if (there != null && there.stamp().compareTo(record.stamp()) > 0) {
            return new RecordAnswer.Superseded(there.stamp());
        }
        kept.put(key, record);
        writes++;
        return new RecordAnswer.Stored();
    }

    @Override
    public RecordAnswer read(RecordKind kind, SortedSet<String> keys, Duration limit) {
        if (!reachable) {
            return new RecordAnswer.Unavailable("no answer within " + limit.toMillis() + " ms");
        }
        TreeMap<String, StampedRecord> found = new TreeMap<>();
        for (String key : keys) {
            StampedRecord record = kept.get(kind + ":" + key);
            if (record != null) {
                found.put(key, record);
            }
        }
        return new RecordAnswer.Found(found);
    }
}
