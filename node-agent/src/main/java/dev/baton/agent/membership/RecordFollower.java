package dev.baton.agent.membership;

import com.hazelcast.core.EntryEvent;
import com.hazelcast.map.listener.EntryAddedListener;
import com.hazelcast.map.listener.EntryMergedListener;
import com.hazelcast.map.listener.EntryUpdatedListener;

import java.util.function.BiConsumer;

/** Hears what is written to a map of records. Thread: Hazelcast's; never waits. */
final class RecordFollower
        implements EntryAddedListener<String, Object>,
                EntryUpdatedListener<String, Object>,
                EntryMergedListener<String, Object> {

    private final BiConsumer<String, StampedRecord> heard;

    RecordFollower(BiConsumer<String, StampedRecord> heard) {
        this.heard = heard;
    }

    @Override
    public void entryAdded(EntryEvent<String, Object> event) {
        tell(event);
    }

    @Override
    public void entryUpdated(EntryEvent<String, Object> event) {
        tell(event);
    }

    @Override
    public void entryMerged(EntryEvent<String, Object> event) {
        tell(event);
    }

    private void tell(EntryEvent<String, Object> event) {
        StampedRecord.of(event.getValue())
                .ifPresent(record -> heard.accept(event.getKey(), record));
    }
}
