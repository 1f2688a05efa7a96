package dev.baton.testcluster.simulation;

import java.time.Duration;
import java.util.PriorityQueue;

/**
 * The one true time of a simulation, in nanoseconds from its start, and what is due at which
 * instant of it. Things due at one instant happen in the order they were asked for.
 */
final class VirtualTime {

    private record Due(long at, long order, Runnable what) implements Comparable<Due> {
        @Override
        public int compareTo(Due other) {
            int byTime = Long.compare(at, other.at);
            return byTime != 0 ? byTime : Long.compare(order, other.order);
        }
    }

    private final PriorityQueue<Due> queue = new PriorityQueue<>();
    private long now;
    private long asked;

    long now() {
        return now;
    }

    /** Asks for something at an instant; at once when that has passed. */
    void at(long instant, Runnable what) {
        queue.add(new Due(Math.max(instant, now), ++asked, what));
    }

    void after(Duration wait, Runnable what) {
        at(now + wait.toNanos(), what);
    }

    /** Lets the next thing happen if it is due by {@code limit}; else time moves to the limit. */
    boolean advance(long limit) {
        Due next = queue.peek();
        if (next == null || next.at() > limit) {
            now = Math.max(now, limit);
            return false;
        }
        queue.remove();
        now = next.at();
        next.what().run();
        return true;
    }
}
