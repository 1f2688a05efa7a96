package dev.baton.agent.access;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.function.LongSupplier;

/**
 * What went wrong, by where it came from: {@value #MOST} at once, then one in {@value
 * #AGAIN_SECONDS} seconds.
 *
 * <p>Bounds: {@value #MOST_PLACES} addresses; who failed longest ago is forgotten first. Thread:
 * any.
 */
public final class FailedAttempts {

    static final int MOST = 10;

    /** After so long one more may fail. */
    public static final int AGAIN_SECONDS = 6;

    static final int MOST_PLACES = 1000;

    private static final long EACH = Duration.ofSeconds(AGAIN_SECONDS).toNanos();

    /** When everything will be forgiven; never further ahead than {@value #MOST} of them take. */
    private final LinkedHashMap<String, Long> forgiven = new LinkedHashMap<>();

    private final LongSupplier nanoTime;

    /** None yet. */
    public FailedAttempts(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /** Counts one; false when it is one too many, and then it does not count. */
    public synchronized boolean mayFail(String from) {
        long now = nanoTime.getAsLong();
        long owed = Math.max(0, forgiven.getOrDefault(from, now) - now);
        if (owed + EACH > MOST * EACH) {
            return false;
        }
        forgiven.remove(from);
        if (forgiven.size() >= MOST_PLACES) {
            forgiven.pollFirstEntry();
        }
        forgiven.put(from, now + owed + EACH);
        return true;
    }
}
