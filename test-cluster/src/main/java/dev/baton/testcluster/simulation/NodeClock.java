package dev.baton.testcluster.simulation;

import dev.baton.orchestrator.cluster.Moment;

import java.time.Duration;

/**
 * One machine's monotonic clock: it started elsewhere and runs a little faster or slower than true
 * time.
 *
 * @param offsetNanos what it shows at true time zero
 * @param ppm by how many millionths it runs faster; negative when slower
 * @param wallMillis what the wall clock shows at true time zero
 */
record NodeClock(long offsetNanos, long ppm, long wallMillis) {

    private static final long MILLION = 1_000_000;

    Moment read(long trueNanos) {
        return new Moment(offsetNanos + trueNanos + trueNanos * ppm / MILLION);
    }

    long wall(long trueNanos) {
        return wallMillis + trueNanos / MILLION;
    }

    /** The first true instant at which this clock shows the moment or later. */
    long when(Moment moment) {
        if (!moment.isBefore(Moment.NEVER)) {
            return Long.MAX_VALUE;
        }
        long shown = Math.max(0, moment.nanos() - offsetNanos);
        long instant = (long) (shown / (1 + ppm / (double) MILLION));
        instant = Math.max(0, instant - 2);
        while (read(instant).isBefore(moment)) {
            instant++;
        }
        return instant;
    }

    /** The true instant a length measured by this clock later. */
    long after(long trueNanos, Duration length) {
        return when(read(trueNanos).plus(length));
    }
}
