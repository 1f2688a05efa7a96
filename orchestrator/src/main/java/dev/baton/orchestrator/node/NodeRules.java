package dev.baton.orchestrator.node;

import dev.baton.config.Tunables;

import java.time.Duration;

/**
 * The numbers a node works by, from the tunables and settings.
 *
 * @param eventLimit for one whole event; EventScriptTimeout
 * @param monitorInterval longest gap between monitor events; MonitorInterval
 * @param monitorTimeoutCount consecutive timeouts that make a node unhealthy; MonitorTimeoutCount
 * @param parallelAddressEvents how many events of different addresses run side by side
 * @param runLimit for the stages of one takeover run together; three times TakeoverTimeout
 * @param banPeriod RecoveryBanPeriod
 * @param banGrace RecoveryGracePeriod
 * @param enableBans EnableBans
 * @param shutdownLimit how long a stopping node waits to be relieved; shutdown failover timeout
 * @param failoverDisabled run no address stage at all; {@code [failover] disabled}
 */
public record NodeRules(
        Duration eventLimit,
        Duration monitorInterval,
        int monitorTimeoutCount,
        int parallelAddressEvents,
        Duration runLimit,
        Duration banPeriod,
        Duration banGrace,
        boolean enableBans,
        Duration shutdownLimit,
        boolean failoverDisabled) {

    private static final int RUN_TIMEOUTS = 3;

    /** These rules with what the tunables say; what they do not speak of stays. */
    public NodeRules with(Tunables tunables) {
        return new NodeRules(
                tunables.eventScriptTimeout(),
                tunables.monitorInterval(),
                tunables.monitorTimeoutCount(),
                tunables.ipEventParallelism(),
                tunables.takeoverTimeout().multipliedBy(RUN_TIMEOUTS),
                tunables.recoveryBanPeriod(),
                tunables.recoveryGracePeriod(),
                tunables.enableBans(),
                shutdownLimit,
                failoverDisabled);
    }

    /** These rules with other settings of {@code [failover]}. */
    public NodeRules withFailover(Duration shutdown, boolean disabled) {
        return new NodeRules(
                eventLimit,
                monitorInterval,
                monitorTimeoutCount,
                parallelAddressEvents,
                runLimit,
                banPeriod,
                banGrace,
                enableBans,
                shutdown,
                disabled);
    }

    /** CTDB's defaults. Source: CTDB events contract, section 15.1. */
    public static final NodeRules DEFAULT =
            new NodeRules(
                    Duration.ofSeconds(30),
                    Duration.ofSeconds(15),
                    20,
                    8,
                    Duration.ofSeconds(27),
                    Duration.ofSeconds(300),
                    Duration.ofSeconds(120),
                    true,
                    Duration.ofSeconds(10),
                    false);
}
