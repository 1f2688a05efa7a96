package dev.baton.monitoring.metrics;

import dev.baton.config.IpAddress;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** How often this node took each address, and why. Thread: any. */
final class Moves {

    private record Move(IpAddress ip, MoveCause cause) {}

    private final Map<Move, Long> counts = new ConcurrentHashMap<>();

    void moved(IpAddress ip, MoveCause cause) {
        counts.merge(new Move(ip, cause), 1L, Long::sum);
    }

    double count(IpAddress ip, MoveCause cause) {
        return (double) counts.getOrDefault(new Move(ip, cause), 0L);
    }
}
