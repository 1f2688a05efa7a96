package dev.baton.monitoring.metrics;

import dev.baton.config.IpAddress;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLongArray;

/** How often this node took each address, and why. Thread: any. */
final class Moves {

    private final Map<IpAddress, AtomicLongArray> counts = new ConcurrentHashMap<>();

    void moved(IpAddress ip, MoveCause cause) {
        counts.computeIfAbsent(ip, _ -> new AtomicLongArray(MoveCause.values().length))
                .incrementAndGet(cause.ordinal());
    }

    /** Writes the counts of an address, in the order of the causes, from a place on. */
    void counts(IpAddress ip, double[] into, int from) {
        AtomicLongArray known = counts.get(ip);
        for (int i = 0; known != null && i < known.length(); i++) {
            into[from + i] = (double) known.get(i);
        }
    }
}
