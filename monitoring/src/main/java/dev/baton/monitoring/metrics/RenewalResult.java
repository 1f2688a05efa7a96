package dev.baton.monitoring.metrics;

/** What came of one renewal of an address in the kernel; the closed set of a label. */
public enum RenewalResult {
    OK,
    /** Not written, or deleted again, because its moment had passed. */
    LATE,
    /** The kernel refused it. */
    REFUSED,
    /** The right behind it ended before it could be renewed. */
    LOST
}
