package dev.baton.config;

import java.time.Duration;

/**
 * When addresses move. Source: CTDB events contract, section 15, {@code [failover]}.
 *
 * @param disabled no address ever moves by itself
 * @param shutdownExtraTimeout added wait of a shutdown after its addresses left
 * @param shutdownFailoverTimeout limit for giving addresses away on shutdown
 * @param foreignAddress what a machine outside the cluster with a public address means
 * @param failback when addresses may leave a healthy node
 */
public record FailoverOptions(
        boolean disabled,
        Duration shutdownExtraTimeout,
        Duration shutdownFailoverTimeout,
        ForeignAddress foreignAddress,
        FailbackRules failback) {

    /** Enabled, no extra wait, 10 s, a word on foreign machines. */
    public static final FailoverOptions DEFAULT =
            new FailoverOptions(
                    false,
                    Duration.ZERO,
                    Duration.ofSeconds(10),
                    ForeignAddress.WARN,
                    FailbackRules.ALWAYS);
}
