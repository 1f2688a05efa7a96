package dev.baton.orchestrator.cluster;

import java.time.Duration;

/**
 * A reading of one machine's monotonic clock in nanoseconds; never wall time, never compared across
 * machines.
 */
public record Moment(long nanos) implements Comparable<Moment> {

    /** Before every moment a machine can read. */
    public static final Moment PAST = new Moment(Long.MIN_VALUE / 2);

    /** After every moment a machine can read. */
    public static final Moment NEVER = new Moment(Long.MAX_VALUE / 2);

    public Moment plus(Duration duration) {
        return new Moment(nanos + duration.toNanos());
    }

    public Moment minus(Duration duration) {
        return new Moment(nanos - duration.toNanos());
    }

    public boolean isAfter(Moment other) {
        return nanos > other.nanos;
    }

    public boolean isBefore(Moment other) {
        return nanos < other.nanos;
    }

    /** The time from {@code earlier} to this moment; negative when this is the earlier one. */
    public Duration since(Moment earlier) {
        return Duration.ofNanos(nanos - earlier.nanos);
    }

    public static Moment earlier(Moment one, Moment other) {
        return one.nanos <= other.nanos ? one : other;
    }

    public static Moment later(Moment one, Moment other) {
        return one.nanos >= other.nanos ? one : other;
    }

    @Override
    public int compareTo(Moment other) {
        return Long.compare(nanos, other.nanos);
    }
}
