package dev.baton.orchestrator.node;

import dev.baton.config.InterfaceName;
import dev.baton.orchestrator.cluster.AddressPhase;
import dev.baton.orchestrator.cluster.Moment;
import dev.baton.orchestrator.exchange.Effect;
import dev.baton.orchestrator.lease.Rights;

import java.time.Duration;
import java.util.List;

/** Tells neighbours where the addresses of this node are, only while their right is held. */
final class Announcements {

    private static final Duration EVERY = Duration.ofMillis(1100);
    private static final int TIMES = 3;

    private final Rights rights;

    Announcements(Rights rights) {
        this.rights = rights;
    }

    /**
     * The kernel answers for it already, so neighbours need not wait for the event's last script.
     */
    void announceEarly(Work work, HostedAddress host, InterfaceName on) {
        say(work, host, on);
    }

    /** Neighbours may know nothing, or something else: say it now and twice more. */
    void announceAgain(Work work, HostedAddress host) {
        if (host.phase() == AddressPhase.SERVING) {
            announce(work, host, TIMES);
        }
    }

    /** Another machine says it has the address: contradict once, or go on with what is due. */
    void contradict(Work work, HostedAddress host) {
        announce(work, host, Math.max(host.announcementsLeft, 1));
    }

    private void announce(Work work, HostedAddress host, int times) {
        host.announcementsLeft = times;
        host.announceAt(work.now());
        wake(work, host);
    }

    void wake(Work work, HostedAddress host) {
        if (host.announcementsLeft > 0 && !work.now().isBefore(host.nextAnnounce())) {
            host.announcementsLeft--;
            host.announceAt(host.announcementsLeft > 0 ? work.now().plus(EVERY) : Moment.NEVER);
            say(work, host, host.on().orElseThrow());
            tickle(work, host);
        }
    }

    /** With each announcement of a take, until it is given up. Source: contract, section 14.1. */
    private void tickle(Work work, HostedAddress host) {
        if (!host.tickled.isEmpty()) {
            rights.until(host.right)
                    .ifPresent(
                            until ->
                                    work.effect(
                                            new Effect.Tickle(
                                                    host.address().ip(), host.tickled, until)));
        }
        if (host.announcementsLeft == 0) {
            host.tickled = List.of();
        }
    }

    private void say(Work work, HostedAddress host, InterfaceName on) {
        rights.until(host.right)
                .ifPresent(
                        until -> work.effect(new Effect.Announce(host.address().ip(), on, until)));
    }
}
