package dev.baton.orchestrator.node;

import dev.baton.config.InterfaceName;
import dev.baton.config.LeaseTiming;
import dev.baton.orchestrator.cluster.AddressPhase;
import dev.baton.orchestrator.cluster.Moment;
import dev.baton.orchestrator.exchange.AddressSeen;
import dev.baton.orchestrator.exchange.Effect;
import dev.baton.orchestrator.lease.Rights;

import java.time.Duration;
import java.util.Optional;

/**
 * Keeps the lifetime the kernel carries an address with inside its lease. Source: {@code
 * docs/safety.md}, "The kernel's side".
 */
final class AddressRenewals {

    /** Seen with load 10 on two cores: a write ended 30 ms after it was ordered. */
    private static final Duration UNHURRIED = Duration.ofMillis(50);

    private final Rights rights;
    private final LeaseTiming timing;
    private final AddressEvents events;
    private final AddressReleases releases;

    /** A hold whose lease has not grown for L/2 is given up. */
    private final Duration giveUpAfter;

    /** What a write must add to what the kernel already carries: L/4, every second heartbeat. */
    private final Duration worthAWrite;

    AddressRenewals(Rights rights, AddressEvents events, AddressReleases releases) {
        this.rights = rights;
        this.timing = rights.timing();
        this.events = events;
        this.releases = releases;
        this.giveUpAfter = timing.lifetime().dividedBy(2);
        this.worthAWrite = timing.lifetime().dividedBy(4);
    }

    /** Renews what the voters have just extended, and gives up what they have not for too long. */
    void renew(Work work, HostedAddress host) {
        if (!host.mayBeCarried()) {
            return;
        }
        Optional<Moment> until = rights.until(host.right);
        if (until.isPresent() && until.get().isAfter(host.renewedFor)) {
            extend(work, host, until.get());
        } else if (host.phase() == AddressPhase.SERVING && !work.now().isBefore(givenUpAt(host))) {
            releases.giveUp(work, host, "lease_not_renewed");
        }
    }

    Moment nextDeadline(HostedAddress host) {
        return host.phase() == AddressPhase.SERVING ? givenUpAt(host) : Moment.NEVER;
    }

    private Moment givenUpAt(HostedAddress host) {
        return host.grewAt().plus(giveUpAfter);
    }

    private void extend(Work work, HostedAddress host, Moment until) {
        host.renewedFor = until;
        host.grew(work.now());
        switch (host.phase()) {
            case SERVING -> write(work, host, until, host.writtenUntil.plus(worthAWrite));
            case TAKING, UPDATING -> {
                events.renew(work, host, until);
                host.appeared.ifPresent(seen -> stamp(work, host, seen));
            }
            case ABSENT, ASKING, RELEASING -> {}
        }
    }

    /**
     * Writes the lifetime of an address that is served from now on. After that the kernel drops it
     * in time, whatever becomes of this agent.
     */
    void begin(Work work, HostedAddress host) {
        rights.until(host.right)
                .ifPresent(
                        until -> {
                            write(work, host, until, Moment.PAST);
                            events.settled(work, host);
                        });
    }

    /** Writes the longest lifetime that fits, unless it would end sooner than that. */
    private void write(Work work, HostedAddress host, Moment until, Moment atLeast) {
        long seconds = lifetime(work, until);
        if (seconds >= 1 && !end(work, seconds).isBefore(atLeast)) {
            renewal(work, host, host.on().orElseThrow(), host.address().maskBits(), until, seconds);
        }
    }

    private static Moment end(Work work, long seconds) {
        return work.now().plus(Duration.ofSeconds(seconds));
    }

    /** Bounds an entry the kernel carries to the lease, or takes it away when none is left. */
    void stamp(Work work, HostedAddress host, AddressSeen seen) {
        Optional<Moment> until = rights.until(host.right);
        long seconds = until.map(end -> lifetime(work, end)).orElse(0L);
        if (seconds < 1) {
            releases.remove(work, host, seen);
        } else {
            renewal(work, host, seen.on(), seen.prefixBits(), until.orElseThrow(), seconds);
        }
    }

    /** Whether the kernel ends an entry by itself, no later than this node would write it. */
    boolean bounds(AddressSeen seen) {
        return !seen.permanent() && seen.lifetimeSeconds() <= timing.lifetime().toSeconds();
    }

    private void renewal(
            Work work, HostedAddress host, InterfaceName on, int bits, Moment until, long seconds) {
        host.writtenUntil = end(work, seconds);
        Moment latest = lastEnd(until).minus(Duration.ofSeconds(seconds));
        work.effect(new Effect.RenewAddress(host.address().ip(), bits, on, (int) seconds, latest));
    }

    /**
     * Whole seconds the kernel may carry an address so that, K late, it still ends within the
     * lease. A write that has less than {@link #UNHURRIED} left would often be late, and a late one
     * costs the address.
     */
    private long lifetime(Work work, Moment until) {
        long fits = lastEnd(until).since(work.now()).minus(UNHURRIED).toSeconds();
        return Math.min(fits, timing.lifetime().toSeconds());
    }

    private Moment lastEnd(Moment until) {
        return rights.clauses().latestWrite(until, timing).plus(timing.lifetime());
    }
}
