package dev.baton.orchestrator.node;

import dev.baton.orchestrator.cluster.Moment;

import java.time.Duration;

/**
 * Whether a leader's recovery is under way here: from {@code startrecovery} to {@code recovered}.
 * Neither {@code startup} nor {@code monitor} begin meanwhile. A leader that goes away in between
 * is waited for no longer than the recovery may take. Source: CTDB events contract, sections 4.2
 * and 8.
 */
final class RecoveryMode {

    private Moment until = Moment.NEVER;

    void begin(Moment now, Duration limit) {
        until = now.plus(limit);
    }

    void end() {
        until = Moment.NEVER;
    }

    boolean isOn(Moment now) {
        return !until.equals(Moment.NEVER) && now.isBefore(until);
    }

    /** When it ends by itself. */
    Moment nextDeadline(Moment now) {
        return isOn(now) ? until : Moment.NEVER;
    }
}
