package dev.baton.agent.records;

import dev.baton.agent.membership.RecordAnswer;
import dev.baton.agent.membership.RecordKind;
import dev.baton.agent.membership.SharedRecords;
import dev.baton.agent.membership.StampedRecord;

import java.time.Duration;
import java.util.SortedSet;

/** Where records are kept. Each call waits, for at most {@link SharedRecords#LIMIT}. */
interface Store {

    RecordAnswer put(RecordKind kind, String name, StampedRecord record);

    RecordAnswer read(RecordKind kind, SortedSet<String> keys, Duration limit);

    /** The memory of the cluster. */
    static Store of(SharedRecords records) {
        return new Store() {
            @Override
            public RecordAnswer put(RecordKind kind, String name, StampedRecord record) {
                return records.put(kind, name, record).toCompletableFuture().join();
            }

            @Override
            public RecordAnswer read(RecordKind kind, SortedSet<String> keys, Duration limit) {
                return records.read(kind, keys, limit).toCompletableFuture().join();
            }
        };
    }
}
