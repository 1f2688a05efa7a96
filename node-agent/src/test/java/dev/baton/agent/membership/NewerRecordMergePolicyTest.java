package dev.baton.agent.membership;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.hazelcast.spi.merge.MergingValue;

import dev.baton.config.IpAddress;
import dev.baton.config.Pnn;

import org.junit.jupiter.api.Test;

import java.util.Map;
import java.util.TreeMap;

/** Architecture, section 10: a stale write never replaces a newer one, also after a split. */
class NewerRecordMergePolicyTest {

    /** A record as Hazelcast hands it to the policy; raw and read are the same here. */
    private record Kept(Object text) implements MergingValue<Object> {
        @Override
        public Object getDeserializedValue() {
            return text;
        }

        @Override
        public Object getRawValue() {
            return text;
        }
    }

    private final NewerRecordMergePolicy policy = new NewerRecordMergePolicy();

    @Test
    void theGreaterStampStaysWhicheverHalfHasIt() {
        Kept older = kept(5, 9);
        Kept newer = kept(6, 1);

        assertEquals(newer.text(), policy.merge(newer, older));
        assertEquals(newer.text(), policy.merge(older, newer));
        assertEquals(older.text(), policy.merge(older, null));
    }

    @Test
    void whatCannotBeReadIsOlderThanEverything() {
        Kept forged = new Kept("99999999999999999999 1\n{}");
        Kept number = new Kept(7L);
        Kept record = kept(1, 1);

        assertEquals(record.text(), policy.merge(record, forged));
        assertEquals(record.text(), policy.merge(forged, record));
        assertEquals(record.text(), policy.merge(number, record));
    }

    @Test
    void everyKindOfRecordIsMergedByIt() {
        TreeMap<Pnn, IpAddress> nodes =
                new TreeMap<>(Map.of(new Pnn(0), IpAddress.of("127.0.0.1")));
        var config = MemberConfig.of(new MembershipSettings(new Pnn(0), nodes, 4481, "c", false));

        for (RecordKind kind : RecordKind.values()) {
            assertEquals(
                    NewerRecordMergePolicy.class.getName(),
                    config.getMapConfig(kind.mapName()).getMergePolicyConfig().getPolicy());
        }
    }

    private static Kept kept(long incarnation, long sequence) {
        return new Kept(new StampedRecord(new Stamp(incarnation, sequence), "{}").text());
    }
}
