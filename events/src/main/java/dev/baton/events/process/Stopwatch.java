package dev.baton.events.process;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** Monotonic time since a moment. */
record Stopwatch(long startNanos) {

    static Stopwatch started() {
        return new Stopwatch(System.nanoTime());
    }

    Duration elapsed() {
        return Duration.ofNanos(System.nanoTime() - startNanos);
    }

    /** Parks for about this long; callers ask their question again in any case. */
    static void pause(Duration time) {
        LockSupport.parkNanos(time.toNanos());
    }
}
