package dev.baton.config;

import java.time.Duration;

/**
 * When addresses move. Source: CTDB events contract, section 15, {@code [failover]}.
 *
 * @param disabled no address ever moves by itself
 * @param shutdownExtraTimeout added wait of a shutdown after its addresses left
 * @param shutdownFailoverTimeout limit for giving addresses away on shutdown
 */
public record FailoverOptions(
        boolean disabled, Duration shutdownExtraTimeout, Duration shutdownFailoverTimeout) {

    /** Enabled, no extra wait, 10 s. */
    public static final FailoverOptions DEFAULT =
            new FailoverOptions(false, Duration.ZERO, Duration.ofSeconds(10));
}
