package dev.baton.testcluster.simulation;

import dev.baton.orchestrator.cluster.Moment;

import java.time.Duration;

/**
 * One machine's monotonic clock: it started elsewhere, runs a little faster or slower than true
 * time, and stands still while the machine is paused.
 */
final class NodeClock {

    private static final long MILLION = 1_000_000;

    private final long offsetNanos;
    private final long ppm;
    private final long wallMillis;

    /**
     * For how long it stood still, and since when it does; {@link Long#MAX_VALUE} while it runs.
     */
    private long stood;

    private long stands = Long.MAX_VALUE;

    /**
     * @param offsetNanos what it shows at true time zero
     * @param ppm by how many millionths it runs faster; negative when slower
     * @param wallMillis what the wall clock shows at true time zero
     */
    NodeClock(long offsetNanos, long ppm, long wallMillis) {
        this.offsetNanos = offsetNanos;
        this.ppm = ppm;
        this.wallMillis = wallMillis;
    }

    Moment read(long trueNanos) {
        return shown(Math.min(trueNanos, stands) - stood);
    }

    private Moment shown(long ran) {
        return new Moment(offsetNanos + ran + ran * ppm / MILLION);
    }

    long wall(long trueNanos) {
        return wallMillis + trueNanos / MILLION;
    }

    /**
     * The first true instant at which this clock shows the moment or later, unless it stands still
     * meanwhile.
     */
    long when(Moment moment) {
        if (!moment.isBefore(Moment.NEVER)) {
            return Long.MAX_VALUE;
        }
        long shown = Math.max(0, moment.nanos() - offsetNanos);
        long ran = (long) (shown / (1 + ppm / (double) MILLION));
        ran = Math.max(0, ran - 2);
        while (shown(ran).isBefore(moment)) {
            ran++;
        }
        return ran + stood;
    }

    /** The true instant a length measured by this clock later. */
    long after(long trueNanos, Duration length) {
        return when(read(trueNanos).plus(length));
    }

    // ---- standing still

    void stop(long trueNanos) {
        stands = trueNanos;
    }

    /** Runs again; for how many nanoseconds it stood. */
    long goOn(long trueNanos) {
        long length = trueNanos - stands;
        stood += length;
        stands = Long.MAX_VALUE;
        return length;
    }

    /** For how long it has stood still by now, this time. */
    long standsFor(long trueNanos) {
        return trueNanos - stands;
    }

    boolean isStill() {
        return stands != Long.MAX_VALUE;
    }

    /** For how many nanoseconds it has stood still, the present time aside. */
    long stood() {
        return stood;
    }
}
