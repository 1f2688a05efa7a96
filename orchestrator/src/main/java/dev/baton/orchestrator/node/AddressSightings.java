package dev.baton.orchestrator.node;

import dev.baton.orchestrator.cluster.AddressPhase;
import dev.baton.orchestrator.exchange.AddressSeen;
import dev.baton.orchestrator.exchange.Effect;
import dev.baton.orchestrator.exchange.Fact;
import dev.baton.orchestrator.exchange.Outcome;

import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * Compares what the kernel says it carries with what this node may serve: its word ends a take, and
 * begins a repair. Source: {@code docs/safety.md}, "The kernel's side".
 */
final class AddressSightings {

    private final AddressTakes takes;
    private final AddressReleases releases;
    private final AddressRenewals renewals;
    private final Announcements announcements;
    private final Connections connections;
    private final Outcomes outcomes;

    AddressSightings(
            AddressTakes takes,
            AddressReleases releases,
            AddressRenewals renewals,
            Announcements announcements,
            Connections connections,
            Outcomes outcomes) {
        this.takes = takes;
        this.releases = releases;
        this.renewals = renewals;
        this.announcements = announcements;
        this.connections = connections;
        this.outcomes = outcomes;
    }

    void ask(Work work, HostedAddress host) {
        host.reading = true;
        work.effect(new Effect.ReadAddress(host.address().ip()));
    }

    void read(Work work, HostedAddress host, List<AddressSeen> seen) {
        if (!host.reading) {
            return;
        }
        host.reading = false;
        boolean there = seen.stream().anyMatch(each -> host.isOn(each.on()) && each.usable());
        switch (host.phase()) {
            case TAKING, UPDATING -> {
                if (there) {
                    serve(work, host);
                } else {
                    takes.fail(work, host, "the script succeeded but the kernel does not carry it");
                }
            }
            case SERVING -> {
                if (!there) {
                    takes.repair(work, host);
                }
            }
            case ABSENT, ASKING, RELEASING -> {}
        }
    }

    private void serve(Work work, HostedAddress host) {
        if (host.phase() == AddressPhase.TAKING) {
            host.tickled = connections.taken(work, host.address().ip());
        }
        host.wasCarried = true;
        host.enter(AddressPhase.SERVING);
        host.grew(work.now());
        renewals.begin(work, host);
        announcements.announceAgain(work, host);
        work.fact(
                new Fact.AddressTaken(
                        host.address().ip(),
                        host.on().orElseThrow(),
                        host.number(),
                        work.now().since(host.since)));
        if (!host.tickled.isEmpty()) {
            work.fact(new Fact.ClientsTickled(host.address().ip(), host.tickled.size()));
        }
        host.answer(work, outcomes, new Outcome.Done());
    }

    /** The kernel carries the address: stamp it if it belongs here, else take it away. */
    void appeared(Work work, HostedAddress host, AddressSeen seen) {
        switch (host.phase()) {
            case TAKING, UPDATING -> firstStamp(work, host, seen);
            case SERVING -> {
                if (!host.isOn(seen.on())) {
                    releases.remove(work, host, seen);
                } else if (!renewals.bounds(seen)) {
                    renewals.stamp(work, host, seen);
                }
            }
            case ABSENT, ASKING -> releases.remove(work, host, seen);
            case RELEASING -> {
                if (seen.permanent() || host.ticket.isEmpty()) {
                    releases.remove(work, host, seen);
                }
            }
        }
    }

    /**
     * What ends by itself inside the lease may stay as it is until it is served; what does not is
     * bounded now. Neighbours hear of it once per entry.
     */
    private void firstStamp(Work work, HostedAddress host, AddressSeen seen) {
        boolean known = host.appeared.filter(old -> old.on().equals(seen.on())).isPresent();
        host.appeared = Optional.of(seen);
        if (!renewals.bounds(seen)) {
            renewals.stamp(work, host, seen);
        }
        if (!known) {
            announcements.announceEarly(work, host, seen.on());
        }
    }

    /**
     * What a full reading says of this address: what is served and is not in it is asked for once
     * more.
     */
    void observed(Work work, HostedAddress host, Collection<AddressSeen> seen) {
        if (host.phase() == AddressPhase.SERVING
                && seen.stream().noneMatch(each -> host.isOn(each.on()))) {
            ask(work, host);
        }
    }
}
