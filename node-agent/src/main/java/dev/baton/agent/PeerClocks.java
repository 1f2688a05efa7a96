package dev.baton.agent;

import dev.baton.config.Pnn;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;

/**
 * How far the clocks of peers are ahead of this machine's, for people: of what a peer showed last,
 * the sight that took the shortest time says most.
 *
 * <p>Bounds: the last {@value #MOST} sights of each peer. Thread: any.
 */
final class PeerClocks {

    static final int MOST = 8;

    private record Sight(Duration ahead, Duration took) {}

    private final BiConsumer<Pnn, Duration> told;
    private final Map<Pnn, Deque<Sight>> sights = new TreeMap<>();

    /** Tells after each sight; {@code told} must not wait. */
    PeerClocks(BiConsumer<Pnn, Duration> told) {
        this.told = told;
    }

    synchronized void seen(Pnn peer, Duration ahead, Duration took) {
        Deque<Sight> last = sights.computeIfAbsent(peer, _ -> new ArrayDeque<>());
        last.addLast(new Sight(ahead, took));
        if (last.size() > MOST) {
            last.removeFirst();
        }
        last.stream()
                .min(Comparator.comparing(Sight::took))
                .ifPresent(best -> told.accept(peer, best.ahead()));
    }
}
