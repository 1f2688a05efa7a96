package dev.baton.config;

import java.time.Duration;
import java.util.Locale;

/**
 * The times the safety rule stands on. Only rates of clocks are compared, never readings.
 *
 * <p>Inequality: {@code latest + lifetime + kernelLateness <= promise * (1 - clockRate)}; see
 * {@code docs/safety.md}.
 *
 * @param heartbeat h: how often a holder renews; several may be lost
 * @param latest W: a kernel write that would begin later than this after asking is skipped
 * @param lifetime L: the lifetime written to the kernel, whole seconds
 * @param kernelLateness K: how late the kernel may remove an expired address
 * @param clockRatePermille rho in thousandths: how far two clock rates may differ
 * @param promise T: how long a voter stays bound
 */
public record LeaseTiming(
        Duration heartbeat,
        Duration latest,
        Duration lifetime,
        Duration kernelLateness,
        int clockRatePermille,
        Duration promise) {

    /** The defaults. Source: measured kernel expiry, see {@code docs/safety.md}. */
    public static final LeaseTiming DEFAULT =
            new LeaseTiming(
                    Duration.ofMillis(500),
                    Duration.ofMillis(150),
                    Duration.ofSeconds(3),
                    Duration.ofMillis(1100),
                    10,
                    Duration.ofMillis(4300));

    /** T(1 - rho): how long after asking a holder may count on a promise. */
    public Duration lease() {
        return Duration.ofNanos(promise.toNanos() / 1000 * (1000L - clockRatePermille));
    }

    /** W + L + K: how long after asking the last address may still be in the kernel. */
    public Duration longestAddress() {
        return latest.plus(lifetime).plus(kernelLateness);
    }

    /** Whether the inequality holds. */
    public boolean isSafe() {
        return longestAddress().compareTo(lease()) <= 0;
    }

    /** The inequality with its numbers, for messages. */
    public String inequality() {
        return String.format(
                Locale.ROOT,
                "W %s + L %s + K %s = %s s must be at most T %s * (1 - %.3f) = %s s",
                seconds(latest),
                seconds(lifetime),
                seconds(kernelLateness),
                seconds(longestAddress()),
                seconds(promise),
                clockRatePermille / 1000.0,
                seconds(lease()));
    }

    private static String seconds(Duration duration) {
        return String.format(Locale.ROOT, "%.3f", duration.toNanos() / 1e9);
    }
}
