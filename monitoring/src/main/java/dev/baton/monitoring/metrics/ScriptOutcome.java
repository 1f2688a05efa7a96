package dev.baton.monitoring.metrics;

import dev.baton.events.ScriptStatus;

import java.util.Optional;

/** How a script that was run ended; the closed set of a label. */
enum ScriptOutcome {
    OK,
    FAILED,
    TIMED_OUT;

    /** Empty: it was not run, or ended on request, and neither says anything of it. */
    static Optional<ScriptOutcome> of(ScriptStatus status) {
        return switch (status) {
            case OK -> Optional.of(OK);
            case ERROR, CANNOT_RUN -> Optional.of(FAILED);
            case TIMED_OUT -> Optional.of(TIMED_OUT);
            case DISABLED, CANCELLED -> Optional.empty();
        };
    }
}
