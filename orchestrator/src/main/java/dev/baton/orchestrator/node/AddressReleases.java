package dev.baton.orchestrator.node;

import dev.baton.config.PublicAddress;
import dev.baton.events.Event;
import dev.baton.orchestrator.cluster.AddressPhase;
import dev.baton.orchestrator.cluster.Moment;
import dev.baton.orchestrator.exchange.AddressSeen;
import dev.baton.orchestrator.exchange.Effect;
import dev.baton.orchestrator.exchange.Fact;
import dev.baton.orchestrator.exchange.Outcome;
import dev.baton.orchestrator.lease.Rights;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * How an address is given up: close, script, no process left, delete, read back, give back. Source:
 * {@code docs/safety.md}, "The kernel's side".
 */
final class AddressReleases {

    private static final Duration DROP_AGAIN = Duration.ofMillis(200);

    private final Rights rights;
    private final AddressEvents events;
    private final Outcomes outcomes;

    AddressReleases(Rights rights, AddressEvents events, Outcomes outcomes) {
        this.rights = rights;
        this.events = events;
        this.outcomes = outcomes;
    }

    void order(Work work, HostedAddress host, long number, OrderPart part) {
        if (host.phase() == AddressPhase.ABSENT) {
            outcomes.report(work, part, new Outcome.Done());
        } else if (!rights.clauses().isNamedHold(number, host.number())) {
            outcomes.report(work, part, new Outcome.Busy("it is another hold, " + host.number()));
        } else {
            host.order = Optional.of(part);
            giveUp(work, host, "order");
        }
    }

    void giveUp(Work work, HostedAddress host, String cause) {
        switch (host.phase()) {
            case ABSENT -> host.answer(work, outcomes, new Outcome.Done());
            case ASKING -> {
                withdraw(host);
                host.answer(work, outcomes, new Outcome.Done());
            }
            case TAKING, UPDATING, SERVING -> begin(work, host, cause);
            case RELEASING -> {}
        }
    }

    /** Ends the request for a right that is not held yet. */
    void withdraw(HostedAddress host) {
        rights.giveBack(host.right);
        host.enter(AddressPhase.ABSENT);
        host.numbered(0);
    }

    void begin(Work work, HostedAddress host, String cause) {
        host.enter(AddressPhase.RELEASING);
        host.cause = cause;
        host.announcementsLeft = 0;
        host.announceAt(Moment.NEVER);
        host.tickled = List.of();
        host.reading = false;
        host.finalDrop = false;
        events.cancel(work, host);
        PublicAddress address = host.address();
        events.submit(work, host, new Event.ReleaseIp(host.on(), address.ip(), address.maskBits()));
    }

    void lapsed(Work work, HostedAddress host, long number) {
        work.fact(new Fact.RightLost(host.right, number, "lease_ended"));
        if (rights.clauses().dropsAtLeaseEnd() && host.mayBeCarried()) {
            drop(work, host);
        }
        giveUp(work, host, "lease_ended");
    }

    /** The script of the release has ended: what the kernel still carries goes for good. */
    void scriptEnded(Work work, HostedAddress host) {
        host.finalDrop = true;
        drop(work, host);
    }

    /** Takes an entry away that the kernel carries and should not. */
    void remove(Work work, HostedAddress host, AddressSeen seen) {
        work.fact(new Fact.AddressRemoved(seen.ip(), seen.on(), "does_not_belong_here"));
        drop(work, host);
    }

    private void drop(Work work, HostedAddress host) {
        host.dropsPending++;
        host.dropAgainAt(Moment.NEVER);
        work.effect(new Effect.DropAddress(host.address().ip(), host.finalDrop));
    }

    void dropped(Work work, HostedAddress host, boolean clean) {
        host.dropsPending--;
        boolean over = host.phase() == AddressPhase.RELEASING && host.finalDrop;
        if (!over || host.dropsPending > 0) {
            return;
        }
        if (rights.clauses().mayGiveBack(clean)) {
            finish(work, host);
        } else {
            host.dropAgainAt(work.now().plus(DROP_AGAIN));
        }
    }

    void wake(Work work, HostedAddress host) {
        if (!work.now().isBefore(host.retryDrop())) {
            drop(work, host);
        }
    }

    private void finish(Work work, HostedAddress host) {
        rights.giveBack(host.right);
        host.enter(AddressPhase.ABSENT);
        host.put(Optional.empty());
        host.numbered(0);
        host.finalDrop = false;
        events.settled(work, host);
        work.fact(new Fact.AddressReleased(host.address().ip(), host.cause));
        host.answer(work, outcomes, new Outcome.Done());
    }
}
