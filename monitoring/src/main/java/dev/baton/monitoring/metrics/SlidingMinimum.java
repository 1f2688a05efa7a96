package dev.baton.monitoring.metrics;

import java.util.Arrays;
import java.util.OptionalLong;

/**
 * The least value of the last 60 seconds, in slots of one second. A reset on scrape would be wrong
 * with two scrapers.
 *
 * <p>Thread: any.
 */
final class SlidingMinimum {

    private static final int SLOTS = 60;

    private final long[] least = new long[SLOTS];
    private final long[] second = new long[SLOTS];

    SlidingMinimum() {
        Arrays.fill(second, Long.MIN_VALUE);
    }

    synchronized void add(long nowNanos, long value) {
        long now = Math.floorDiv(nowNanos, 1_000_000_000L);
        int slot = (int) Math.floorMod(now, (long) SLOTS);
        least[slot] = second[slot] == now ? Math.min(least[slot], value) : value;
        second[slot] = now;
    }

    /** Empty when nothing was added within the window. */
    synchronized OptionalLong minimum(long nowNanos) {
        long now = Math.floorDiv(nowNanos, 1_000_000_000L);
        OptionalLong minimum = OptionalLong.empty();
        for (int slot = 0; slot < SLOTS; slot++) {
            if (second[slot] > now - SLOTS && second[slot] <= now) {
                minimum = OptionalLong.of(Math.min(minimum.orElse(least[slot]), least[slot]));
            }
        }
        return minimum;
    }
}
