package dev.baton.monitoring.metrics;

import io.prometheus.metrics.model.snapshots.MetricSnapshot;

import java.util.List;

/** Series that change seldom, and then together: {@link KeptText} keeps their text. Thread: any. */
interface KeptSeries {

    /** Looks at the values; another number than before once one of them is another one. */
    long edition();

    /**
     * The series as they are now, which may be newer than the edition that was asked for before:
     * then that one has another number.
     */
    List<MetricSnapshot> snapshots();
}
