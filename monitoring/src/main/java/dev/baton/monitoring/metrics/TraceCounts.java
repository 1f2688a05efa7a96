package dev.baton.monitoring.metrics;

/**
 * Parts of traces - a run, an event of one, a storage job - by what became of them.
 *
 * @param exported the receiver took them, or their trace is left out
 * @param failed it did not
 * @param dropped too many waited
 */
public record TraceCounts(long exported, long failed, long dropped) {

    public static final TraceCounts NONE = new TraceCounts(0, 0, 0);

    /** One more that was taken. */
    public TraceCounts withExported() {
        return new TraceCounts(exported + 1, failed, dropped);
    }

    /** One more that was not. */
    public TraceCounts withFailed() {
        return new TraceCounts(exported, failed + 1, dropped);
    }

    /** One more that nobody tried to send. */
    public TraceCounts withDropped() {
        return new TraceCounts(exported, failed, dropped + 1);
    }
}
