package dev.baton.agent;

import dev.baton.config.Pnn;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.LongSupplier;

/**
 * How long peers take to answer heartbeats.
 *
 * <p>Bounds: {@value #MOST} heartbeats of each peer wait for an answer; the oldest gives way.
 * Thread: any.
 */
final class RoundTrips {

    static final int MOST = 16;

    private final LongSupplier nanoTime;
    private final BiConsumer<Pnn, Duration> answered;
    private final Map<Pnn, Map<Long, Long>> sent = new TreeMap<>();

    /** Tells of each answer; {@code answered} must not wait. */
    RoundTrips(LongSupplier nanoTime, BiConsumer<Pnn, Duration> answered) {
        this.nanoTime = nanoTime;
        this.answered = answered;
    }

    synchronized void sent(Pnn to, long number) {
        Map<Long, Long> waiting = sent.computeIfAbsent(to, _ -> new LinkedHashMap<>());
        waiting.put(number, nanoTime.getAsLong());
        if (waiting.size() > MOST) {
            waiting.remove(waiting.keySet().iterator().next());
        }
    }

    synchronized void received(Pnn from, long number) {
        Optional.ofNullable(sent.get(from))
                .map(waiting -> waiting.remove(number))
                .ifPresent(
                        began ->
                                answered.accept(
                                        from, Duration.ofNanos(nanoTime.getAsLong() - began)));
    }
}
