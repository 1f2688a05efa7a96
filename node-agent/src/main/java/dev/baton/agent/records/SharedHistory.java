package dev.baton.agent.records;

import dev.baton.config.Pnn;

import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What all nodes have told, those that are down included. Thread: any.
 *
 * <p>For people only; nothing may be decided by it.
 */
public interface SharedHistory {

    /** What came of reading. */
    sealed interface Reading {

        /** Facts of all nodes, oldest first. */
        record Told(List<ToldFact> facts) implements Reading {
            public Told {
                facts = List.copyOf(facts);
            }
        }

        /** Nothing is known of other nodes, and why, as the middle of a sentence. */
        record Unreadable(String why) implements Reading {}
    }

    /** What came of reading the sheets of all nodes. */
    sealed interface Sheets {

        /** The sheet of each node that has told one. */
        record Told(SortedMap<Pnn, String> sheets) implements Sheets {
            public Told {
                sheets = Collections.unmodifiableSortedMap(new TreeMap<>(sheets));
            }
        }

        /** Nothing is known of other nodes, and why, as the middle of a sentence. */
        record Unreadable(String why) implements Sheets {}
    }

    /** The last facts of every node, without the routine ones. Waits for at most 500 ms. */
    Reading facts();

    /** The last takeover runs of every node that led. Waits for at most 500 ms. */
    Reading runs();

    /** What every node has told of its storage providers, as JSON. Waits for at most 500 ms. */
    Sheets providers();

    /** What every node has told of its jobs and volumes, as JSON. Waits for at most 500 ms. */
    Sheets storage();

    /** What every node has said of itself, as read last; empty while nothing was read. */
    SortedMap<Pnn, NodeRecord> nodes();

    /** Where settings suppress Hazelcast. */
    static SharedHistory suppressed() {
        return new SharedHistory() {
            private static final String WHY = "there are none with \"[cluster] hazelcast = no\"";
            private static final Reading NOTHING = new Reading.Unreadable(WHY);

            @Override
            public Reading facts() {
                return NOTHING;
            }

            @Override
            public Reading runs() {
                return NOTHING;
            }

            @Override
            public Sheets providers() {
                return new Sheets.Unreadable(WHY);
            }

            @Override
            public Sheets storage() {
                return new Sheets.Unreadable(WHY);
            }

            @Override
            public SortedMap<Pnn, NodeRecord> nodes() {
                return Collections.unmodifiableSortedMap(new TreeMap<>());
            }
        };
    }
}
