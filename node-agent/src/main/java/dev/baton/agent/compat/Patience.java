package dev.baton.agent.compat;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/**
 * The time a call may take, and waiting within it. Thread: the call's own, which it parks.
 *
 * <p>Source: CTDB command contract, section 1, {@code -T}.
 */
final class Patience {

    private static final long LOOK_EVERY_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

    private final LongSupplier nanoTime;
    private final long end;

    Patience(LongSupplier nanoTime, Duration longest) {
        this.nanoTime = nanoTime;
        this.end = nanoTime.getAsLong() + longest.toNanos();
    }

    /** Looks every 10 ms until it is so, at most for {@code longest}; whether it is. */
    boolean waitFor(BooleanSupplier what, Duration longest) {
        long limit = Math.min(end, nanoTime.getAsLong() + longest.toNanos());
        while (!what.getAsBoolean()) {
            if (nanoTime.getAsLong() >= limit || Thread.currentThread().isInterrupted()) {
                return false;
            }
            LockSupport.parkNanos(LOOK_EVERY_NANOS);
        }
        return true;
    }

    /** Waits so long, or until it is over. */
    void pause(Duration length) {
        waitFor(() -> false, length);
    }

    /** What is left of it. */
    Duration left() {
        return Duration.ofNanos(Math.max(0, end - nanoTime.getAsLong()));
    }

    boolean isOver() {
        return left().isZero() || Thread.currentThread().isInterrupted();
    }
}
