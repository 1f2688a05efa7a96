package dev.baton.agent.membership;

import com.hazelcast.nio.ObjectDataInput;
import com.hazelcast.nio.ObjectDataOutput;
import com.hazelcast.spi.merge.MergingValue;
import com.hazelcast.spi.merge.SplitBrainMergePolicy;

import org.jspecify.annotations.Nullable;

import java.util.Optional;

/**
 * When two halves of a cluster meet again, the record with the greater {@link Stamp} stays. What
 * cannot be read is older than everything.
 *
 * <p>Hazelcast's own policies compare the times of the last update, which are of two clocks: the
 * half whose clock is ahead would win with old records. Public, because Hazelcast makes it by name
 * on every member. Thread: Hazelcast's.
 */
public final class NewerRecordMergePolicy
        implements SplitBrainMergePolicy<Object, MergingValue<Object>, Object> {

    @Override
    public Object merge(MergingValue<Object> merging, @Nullable MergingValue<Object> existing) {
        if (existing == null) {
            return merging.getRawValue();
        }
        boolean newer =
                stamp(merging)
                        .filter(fresh -> stamp(existing).filter(fresh::isNotAfter).isEmpty())
                        .isPresent();
        return newer ? merging.getRawValue() : existing.getRawValue();
    }

    private static Optional<Stamp> stamp(MergingValue<Object> value) {
        return StampedRecord.of(value.getDeserializedValue()).map(StampedRecord::stamp);
    }

    @Override
    public void writeData(ObjectDataOutput out) {
        // It has no state; the interface wants the method.
    }

    @Override
    public void readData(ObjectDataInput in) {
        // It has no state; the interface wants the method.
    }
}
