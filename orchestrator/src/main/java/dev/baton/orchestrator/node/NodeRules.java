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
 * @param shutdownExtra how long it waits after it was relieved; shutdown extra timeout
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
        Duration shutdownExtra,
        boolean failoverDisabled) {

    private static final int RUN_TIMEOUTS = 3;
    private static final Duration ANSWER = Duration.ofSeconds(3);
    private static final Duration HUNG_SCRIPTS = Duration.ofSeconds(25);

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
                shutdownExtra,
                failoverDisabled);
    }

    /**
     * How long a node may take to stop in order: an event that runs, the wait to be relieved, the
     * last releases, the event shutdown, and what is spent on scripts that hang.
     */
    public Duration longestShutdown() {
        return shutdownLimit
                .plus(shutdownExtra)
                .plus(Life.LAST_RELEASES)
                .plus(eventLimit.multipliedBy(2))
                .plus(HUNG_SCRIPTS);
    }

    /** For one stage of a recovery: an event that runs out of its own time has ended by then. */
    Duration recoveryLimit() {
        return eventLimit.plus(ANSWER);
    }

    /** These rules with other settings of {@code [failover]}. */
    public NodeRules withFailover(Duration shutdown, Duration extra, boolean disabled) {
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
                extra,
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
                    Duration.ZERO,
                    false);
}
