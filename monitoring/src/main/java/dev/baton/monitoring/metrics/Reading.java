package dev.baton.monitoring.metrics;

import java.time.Duration;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * What a part of the agent said when it was last asked, so that no scrape waits for its locks or
 * its disk.
 *
 * <p>A part that does not answer keeps its last word, and is seen as not read after {@link #OLD}.
 * Thread: {@link #take} one, all else any.
 */
final class Reading<T> implements Supplier<T> {

    /** After so long a word is old. */
    static final Duration OLD = Duration.ofSeconds(5);

    private record Word<T>(T value, long at, double seconds, boolean ok) {}

    private final String collector;
    private final Supplier<T> source;
    private final LongSupplier nanoTime;
    private volatile Word<T> last;

    /**
     * Not read yet.
     *
     * @param first what is shown until then
     */
    Reading(String collector, T first, Supplier<T> source, LongSupplier nanoTime) {
        this.collector = collector;
        this.source = source;
        this.nanoTime = nanoTime;
        this.last = new Word<>(first, nanoTime.getAsLong(), 0, true);
    }

    /** Asks now; takes as long as the answer. */
    void take() {
        long began = nanoTime.getAsLong();
        try {
            T value = source.get();
            last = new Word<>(value, nanoTime.getAsLong(), since(began), true);
        } catch (RuntimeException failed) {
            last = new Word<>(last.value(), nanoTime.getAsLong(), since(began), false);
        }
    }

    private double since(long began) {
        return (nanoTime.getAsLong() - began) / 1e9;
    }

    @Override
    public T get() {
        return last.value();
    }

    /** The label it stands under. */
    String collector() {
        return collector;
    }

    /** Whether it was read, and not long ago. */
    boolean succeeds() {
        Word<T> word = last;
        return word.ok() && nanoTime.getAsLong() - word.at() <= OLD.toNanos();
    }

    double seconds() {
        return last.seconds();
    }
}
