package dev.baton.monitoring.metrics;

import java.util.Set;

/** What alerts and panels look at and nobody tells yet. */
final class LaterMeters {

    /** Drills and certificates, which come with what they watch. */
    static final Set<String> NAMES =
            Set.of(
                    "baton_certificate_expiry_timestamp_seconds",
                    "baton_drill_last_pass_timestamp_seconds",
                    "baton_drill_last_result");

    private LaterMeters() {}
}
