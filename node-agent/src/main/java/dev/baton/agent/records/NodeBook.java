package dev.baton.agent.records;

import dev.baton.agent.membership.RecordAnswer;
import dev.baton.agent.membership.RecordKind;
import dev.baton.agent.membership.SharedRecords;
import dev.baton.agent.membership.Stamp;
import dev.baton.agent.membership.StampedRecord;
import dev.baton.config.NodeName;
import dev.baton.config.Pnn;
import dev.baton.orchestrator.cluster.Incarnation;

import java.time.Clock;
import java.util.Collections;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Says who this node is and remembers who the others said they are, so that commands need not ask
 * the cluster for it. Thread: one writes, any reads.
 */
final class NodeBook {

    private static final String NAME = "node";

    private final Incarnation self;
    private final NodeName name;
    private final String version;
    private final SortedSet<Pnn> known;
    private final Clock wall;
    private long lastSequence;
    private volatile SortedMap<Pnn, NodeRecord> nodes = new TreeMap<>();

    /** The book of a node among the {@code known} ones. */
    NodeBook(Incarnation self, NodeName name, String version, SortedSet<Pnn> known, Clock wall) {
        this.self = self;
        this.name = name;
        this.version = version;
        this.known = Collections.unmodifiableSortedSet(new TreeSet<>(known));
        this.wall = wall;
    }

    /** What was read last; empty before. */
    SortedMap<Pnn, NodeRecord> nodes() {
        return nodes;
    }

    /** Tells and reads once; false when either could not be done. */
    boolean exchange(Store store) {
        lastSequence++;
        NodeRecord own = new NodeRecord(name, version, wall.instant());
        Stamp stamp = new Stamp(self.number(), lastSequence);
        RecordAnswer told =
                store.put(RecordKind.NODES, NAME, new StampedRecord(stamp, RecordText.write(own)));
        return FactRing.isSettled(told) && read(store);
    }

    private boolean read(Store store) {
        SortedSet<String> keys = new TreeSet<>();
        known.forEach(pnn -> keys.add(SharedRecords.key(pnn, NAME)));
        RecordAnswer answer = store.read(RecordKind.NODES, keys, SharedRecords.LIMIT);
        if (answer instanceof RecordAnswer.Found(SortedMap<String, StampedRecord> values)) {
            nodes = nodes(values);
            return true;
        }
        return false;
    }

    private SortedMap<Pnn, NodeRecord> nodes(SortedMap<String, StampedRecord> values) {
        SortedMap<Pnn, NodeRecord> found = new TreeMap<>();
        for (Pnn pnn : known) {
            StampedRecord record = values.get(SharedRecords.key(pnn, NAME));
            if (record != null) {
                RecordText.node(record.json()).ifPresent(node -> found.put(pnn, node));
            }
        }
        return Collections.unmodifiableSortedMap(found);
    }
}
