package dev.baton.monitoring.metrics;

import dev.baton.config.IpAddress;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** How often this node took each address, and why. Thread: any. */
final class Moves {

    private final Map<IpAddress, Map<MoveCause, AtomicLong>> counts = new ConcurrentHashMap<>();

    void moved(IpAddress ip, MoveCause cause) {
        counts.computeIfAbsent(ip, _ -> new ConcurrentHashMap<>())
                .computeIfAbsent(cause, _ -> new AtomicLong())
                .incrementAndGet();
    }

    /** The causes for which an address was taken at all. */
    Map<MoveCause, AtomicLong> of(IpAddress ip) {
        return counts.getOrDefault(ip, Map.of());
    }
}
