package dev.baton.agent.lsm;

import dev.baton.events.contract.lsm.LsmMethod;
import dev.baton.monitoring.metrics.LsmCounts;

import java.util.Collections;
import java.util.Comparator;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.LongAdder;

/**
 * What was relayed, by plugin and method; methods the contract does not know are one. Thread: any.
 */
final class RelayCounts {

    /** In place of a method's name. */
    static final String UNKNOWN = LsmCounts.UNKNOWN;

    /** What is counted together. */
    record Key(String plugin, String method) implements Comparable<Key> {

        private static final Comparator<Key> ORDER =
                Comparator.comparing(Key::plugin).thenComparing(Key::method);

        @Override
        public int compareTo(Key other) {
            return ORDER.compare(this, other);
        }
    }

    /** How often, and how often with an error as answer. */
    record Figures(long calls, long errors) {}

    private record Adders(LongAdder calls, LongAdder errors) {}

    private final ConcurrentSkipListMap<Key, Adders> all = new ConcurrentSkipListMap<>();
    private final LongAdder malformed = new LongAdder();

    void count(String plugin, String method, boolean failed) {
        String word = LsmMethod.of(method).map(LsmMethod::word).orElse(UNKNOWN);
        Adders adders =
                all.computeIfAbsent(
                        new Key(plugin, word), _ -> new Adders(new LongAdder(), new LongAdder()));
        adders.calls.increment();
        if (failed) {
            adders.errors.increment();
        }
    }

    /** Something that is no request came. */
    void malformed() {
        malformed.increment();
    }

    long malformedSoFar() {
        return malformed.sum();
    }

    SortedMap<Key, Figures> figures() {
        SortedMap<Key, Figures> figures = new TreeMap<>();
        all.forEach(
                (key, adders) ->
                        figures.put(key, new Figures(adders.calls.sum(), adders.errors.sum())));
        return Collections.unmodifiableSortedMap(figures);
    }
}
