package dev.baton.orchestrator.node;

import dev.baton.config.LeaseTiming;
import dev.baton.events.Event;
import dev.baton.orchestrator.cluster.AddressPhase;
import dev.baton.orchestrator.cluster.Moment;
import dev.baton.orchestrator.exchange.Effect;
import dev.baton.orchestrator.lease.Rights;

import java.time.Duration;
import java.util.Optional;

/**
 * The events of public addresses: each starts, and goes on, only within what is left of the lease.
 * Source: {@code docs/safety.md}, "The kernel's side".
 */
final class AddressEvents {

    private final Rights rights;
    private final LeaseTiming timing;
    private final EventDesk desk;

    AddressEvents(Rights rights, EventDesk desk) {
        this.rights = rights;
        this.timing = rights.timing();
        this.desk = desk;
    }

    void submit(Work work, HostedAddress host, Event event) {
        host.granted = 0;
        host.appeared = Optional.empty();
        host.ticket =
                Optional.of(desk.submit(work, event, new Purpose.OfAddress(host.address().ip())));
    }

    /** The address is in order: the launchers of its ended events may leave. */
    void settled(Work work, HostedAddress host) {
        desk.settled(work, host.address().ip());
    }

    void cancel(Work work, HostedAddress host) {
        host.ticket.ifPresent(ticket -> desk.cancel(work, ticket));
    }

    /** Whether an event may start now: one that takes or moves it only under a running lease. */
    StartPermit permit(Work work, HostedAddress host, Event event) {
        if (event instanceof Event.ReleaseIp) {
            Effect.EventLease none =
                    new Effect.EventLease(host.number(), 0, Duration.ZERO, Moment.NEVER);
            return StartPermit.under(none);
        }
        boolean wanted =
                event instanceof Event.TakeIp
                        ? host.phase() == AddressPhase.TAKING
                        : host.phase() == AddressPhase.UPDATING;
        Optional<Moment> spare = rights.until(host.right).map(this::latestForScripts);
        long seconds =
                spare.map(last -> last.since(work.now()).toSeconds())
                        .map(fits -> Math.min(fits, timing.lifetime().toSeconds()))
                        .orElse(0L);
        if (!wanted || seconds < 1) {
            return StartPermit.DENIED;
        }
        host.granted = seconds;
        Moment latest = spare.orElseThrow().minus(Duration.ofSeconds(seconds));
        return StartPermit.under(
                new Effect.EventLease(host.number(), (int) seconds, silence(), latest));
    }

    /** A launcher goes on only while what its script may still write ends within the lease. */
    void renew(Work work, HostedAddress host, Moment until) {
        Moment end = work.now().plus(Duration.ofSeconds(host.granted));
        if (!end.isAfter(latestForScripts(until))) {
            host.ticket.ifPresent(ticket -> work.effect(new Effect.RenewEvent(ticket)));
        }
    }

    /**
     * Where the lifetime a script writes must end: before K, and before what its launcher may miss
     * of a stopped agent.
     */
    private Moment latestForScripts(Moment until) {
        return rights.clauses().latestWrite(until, timing).plus(timing.lifetime()).minus(silence());
    }

    /** The launcher of an event that hears nothing for so long ends it: L/2. */
    private Duration silence() {
        return timing.lifetime().dividedBy(2);
    }
}
