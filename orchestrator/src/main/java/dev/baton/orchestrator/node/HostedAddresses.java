package dev.baton.orchestrator.node;

import dev.baton.config.InterfaceName;
import dev.baton.config.IpAddress;
import dev.baton.config.PublicAddress;
import dev.baton.config.PublicAddressesFile;
import dev.baton.events.Event;
import dev.baton.events.SequenceResult;
import dev.baton.orchestrator.cluster.AddressPhase;
import dev.baton.orchestrator.cluster.AddressReport;
import dev.baton.orchestrator.cluster.Connection;
import dev.baton.orchestrator.cluster.Moment;
import dev.baton.orchestrator.cluster.NodeReport;
import dev.baton.orchestrator.cluster.Right;
import dev.baton.orchestrator.exchange.AddressSeen;
import dev.baton.orchestrator.exchange.Fact;
import dev.baton.orchestrator.exchange.Message;
import dev.baton.orchestrator.exchange.Outcome;
import dev.baton.orchestrator.lease.LeaseEvent;
import dev.baton.orchestrator.lease.Rights;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The public addresses of this node: takes, renews, moves and gives them up.
 *
 * <p>Finds the address something is about and hands it to the part that knows: {@link AddressTakes}
 * and {@link AddressReleases} for the way in and out, {@link AddressRenewals} for the lease, {@link
 * AddressSightings} for what the kernel says. Each of them knows only those it was made from.
 */
final class HostedAddresses {

    private final Tally tally = new Tally();
    private final TreeMap<IpAddress, HostedAddress> hosted = new TreeMap<>();
    private final boolean untouched;
    private PublicAddressesFile configured;
    private boolean anyLeaving;

    /** When the next thing of an address is due, as it was at the end of the last step. */
    private Moment due = Moment.PAST;

    private long dueOf;

    /** What was last looked at for renewals. */
    private long renewedGrowth;

    private long renewedChange;

    /** Those that may be carried, and the change after which they were looked for. */
    private List<HostedAddress> carried = List.of();

    private long carriedChange;

    private final Connections connections;
    private final ClientConnections clients;
    private final Rights rights;
    private final Outcomes outcomes;
    private final LinkStates links;
    private final Announcements announcements;
    private final AddressEvents events;
    private final AddressReleases releases;
    private final AddressRenewals renewals;
    private final AddressTakes takes;
    private final AddressSightings sightings;
    private final AddressReports reports;

    /**
     * @param untouched failover is disabled: this node takes none of them, and what the kernel
     *     carries of them is somebody else's
     */
    HostedAddresses(
            List<PublicAddress> addresses,
            boolean untouched,
            Rights rights,
            EventDesk desk,
            Connections connections,
            Outcomes outcomes) {
        this.untouched = untouched;
        addresses.forEach(address -> hosted.put(address.ip(), new HostedAddress(address, tally)));
        configured = PublicAddressesFile.of(addresses);
        this.connections = connections;
        clients = new ClientConnections(hosted.navigableKeySet(), connections);
        this.rights = rights;
        this.outcomes = outcomes;
        links = new LinkStates(hosted.values(), tally);
        announcements = new Announcements(rights);
        events = new AddressEvents(rights, desk);
        releases = new AddressReleases(rights, events, outcomes);
        renewals = new AddressRenewals(rights, events, releases);
        takes = new AddressTakes(rights, links, events, releases, outcomes);
        sightings =
                new AddressSightings(
                        takes, releases, renewals, announcements, connections, outcomes);
        reports = new AddressReports(hosted, links, rights, tally, untouched);
    }

    Optional<HostedAddress> find(IpAddress ip) {
        return Optional.ofNullable(hosted.get(ip));
    }

    private Optional<HostedAddress> serving(IpAddress ip) {
        return find(ip).filter(host -> host.phase() == AddressPhase.SERVING);
    }

    // ---- configuration

    /** What this node may carry. */
    PublicAddressesFile configured() {
        return configured;
    }

    Collection<HostedAddress> all() {
        return Collections.unmodifiableCollection(hosted.values());
    }

    /** It was to be deleted, or changed, and is not any more. */
    void keep(HostedAddress host) {
        host.leaves(false);
        host.successor = Optional.empty();
    }

    /**
     * Adds addresses, or changes their lines: at once where what is carried fits the new line, else
     * once it is carried no more.
     */
    void put(Work work, Collection<PublicAddress> all) {
        all.forEach(address -> put(work, address));
        configured = PublicAddressesFile.of(lines());
    }

    private void put(Work work, PublicAddress address) {
        HostedAddress host = hosted.get(address.ip());
        if (host == null) {
            hosted.put(address.ip(), new HostedAddress(address, tally));
            tally.moved();
        } else if (host.fits(address)) {
            keep(host);
            host.line(address);
        } else {
            delete(work, address.ip());
            host.successor = Optional.of(address);
        }
    }

    /** Marks it: it goes with the next run, or at once where it is not carried. */
    void delete(Work work, IpAddress ip) {
        HostedAddress host = hosted.get(ip);
        if (host == null) {
            return;
        }
        anyLeaving = true;
        host.leaves(true);
        host.successor = Optional.empty();
        if (host.phase() == AddressPhase.ASKING) {
            releases.withdraw(host);
            host.answer(work, outcomes, new Outcome.Busy("it is being deleted"));
        }
    }

    /** Removes what was deleted and is carried no more; whether there was any. */
    boolean removeGone() {
        if (!anyLeaving) {
            return false;
        }
        List<HostedAddress> gone =
                hosted.values().stream().filter(host -> host.isLeaving() && host.isGone()).toList();
        for (HostedAddress host : gone) {
            hosted.remove(host.address().ip());
            if (host.successor.isEmpty()) {
                connections.forget(host.address().ip());
            }
            host.successor.ifPresent(next -> hosted.put(next.ip(), new HostedAddress(next, tally)));
        }
        if (!gone.isEmpty()) {
            tally.moved();
            tally.rescheduled();
            configured = PublicAddressesFile.of(lines());
            links.forgetAllBut(configured.interfaces());
        }
        anyLeaving = hosted.values().stream().anyMatch(HostedAddress::isLeaving);
        return !gone.isEmpty();
    }

    private List<PublicAddress> lines() {
        return hosted.values().stream().map(host -> host.address()).toList();
    }

    // ---- connections of clients

    /** Registers connections to public addresses; what is empty was done, else why not. */
    String register(Work work, List<Connection> all) {
        return clients.register(work, all);
    }

    void strike(Work work, List<Connection> all) {
        clients.strike(work, all);
    }

    /** Another node's word on the connections of its address; never of one that is held here. */
    void told(Message.Connections message) {
        find(message.ip())
                .filter(host -> !host.mayBeCarried())
                .ifPresent(_ -> connections.told(message));
    }

    boolean isAnyLeaving(Collection<IpAddress> ips) {
        return ips.stream()
                .anyMatch(
                        ip ->
                                find(ip).filter(host -> host.phase() == AddressPhase.RELEASING)
                                        .isPresent());
    }

    // ---- orders

    void take(Work work, IpAddress ip, OrderPart part) {
        find(ip).ifPresentOrElse(
                        host -> takes.order(work, host, part),
                        () ->
                                outcomes.report(
                                        work,
                                        part,
                                        new Outcome.Busy("not in public_addresses of this node")));
    }

    void release(Work work, IpAddress ip, long number, OrderPart part) {
        find(ip).ifPresentOrElse(
                        host -> releases.order(work, host, number, part),
                        () -> outcomes.report(work, part, new Outcome.Done()));
    }

    void update(Work work, IpAddress ip, long number, InterfaceName to, OrderPart part) {
        serving(ip)
                .filter(host -> rights.clauses().isNamedHold(number, host.number()))
                .ifPresentOrElse(
                        host -> takes.move(work, host, to, part),
                        () ->
                                outcomes.report(
                                        work,
                                        part,
                                        new Outcome.Busy("it is not held by that number")));
    }

    /** A run was given up: what it asked for and did not get is not asked for any more. */
    void forgetOrders() {
        for (HostedAddress host : hosted.values()) {
            host.order = Optional.empty();
            if (host.phase() == AddressPhase.ASKING) {
                releases.withdraw(host);
            }
        }
    }

    /** Gives up every address, as a stopping or inactive node must. */
    void releaseAll(Work work, String cause) {
        hosted.values().forEach(host -> releases.giveUp(work, host, cause));
    }

    // ---- leases

    void lease(Work work, LeaseEvent event) {
        if (!(event.right() instanceof Right.Serving(IpAddress ip))) {
            return;
        }
        HostedAddress host = hosted.get(ip);
        if (host == null) {
            rights.giveBack(event.right());
            return;
        }
        switch (event) {
            case LeaseEvent.Granted granted -> takes.granted(work, host, granted);
            case LeaseEvent.Denied denied -> takes.denied(work, host, denied);
            case LeaseEvent.Lapsed lapsed -> releases.lapsed(work, host, lapsed.number());
        }
    }

    /** Renews what the voters have just extended, and gives up what they have not for too long. */
    void renew(Work work) {
        boolean same = renewedGrowth == rights.growth() && renewedChange == tally.changes();
        if (same && work.now().isBefore(due)) {
            return;
        }
        renewedGrowth = rights.growth();
        renewedChange = tally.changes();
        carried().forEach(host -> renewals.renew(work, host));
    }

    /** Those the kernel may carry by this node's doing: of a thousand, a third or so. */
    private List<HostedAddress> carried() {
        if (carriedChange != tally.changes()) {
            carriedChange = tally.changes();
            carried = hosted.values().stream().filter(HostedAddress::mayBeCarried).toList();
        }
        return carried;
    }

    // ---- events

    /**
     * Whether an event may start now: one that takes or moves an address only under a running
     * lease.
     */
    StartPermit permit(Work work, Event event) {
        if (!(event instanceof Event.OfAddress ofAddress)) {
            return StartPermit.WITHOUT_LEASE;
        }
        return find(ofAddress.ip())
                .map(host -> events.permit(work, host, event))
                .orElse(StartPermit.DENIED);
    }

    void prepared(Work work, IpAddress ip, String problem) {
        find(ip).ifPresent(host -> takes.prepared(work, host, problem));
    }

    void ended(Work work, IpAddress ip, Event event, SequenceResult result) {
        HostedAddress host = hosted.get(ip);
        if (host == null) {
            return;
        }
        host.ticket = Optional.empty();
        if (event instanceof Event.ReleaseIp) {
            releases.scriptEnded(work, host);
        } else if (takes.scriptEnded(work, host, event, result)) {
            sightings.ask(work, host);
        }
    }

    // ---- the kernel and the network

    void read(Work work, IpAddress ip, List<AddressSeen> seen) {
        find(ip).ifPresent(host -> sightings.read(work, host, seen));
    }

    void appeared(Work work, AddressSeen seen) {
        if (!untouched) {
            find(seen.ip()).ifPresent(host -> sightings.appeared(work, host, seen));
        }
    }

    void vanished(Work work, IpAddress ip, InterfaceName on) {
        serving(ip).filter(host -> host.isOn(on)).ifPresent(host -> sightings.ask(work, host));
    }

    /** Compares a full reading with what should be there. */
    void observed(Work work, Collection<AddressSeen> seen) {
        TreeMap<IpAddress, List<AddressSeen>> byAddress = new TreeMap<>();
        for (AddressSeen each : seen) {
            byAddress.computeIfAbsent(each.ip(), _ -> new ArrayList<>()).add(each);
            appeared(work, each);
        }
        for (HostedAddress host : carried()) {
            IpAddress ip = host.address().ip();
            sightings.observed(work, host, byAddress.getOrDefault(ip, List.of()));
        }
    }

    void dropped(Work work, IpAddress ip, boolean clean) {
        find(ip).ifPresent(host -> releases.dropped(work, host, clean));
    }

    /** What was counted on is not written: the next heartbeat writes it again. */
    void renewalSkipped(IpAddress ip) {
        find(ip).ifPresent(host -> host.writtenUntil = Moment.PAST);
    }

    void renewalFailed(Work work, IpAddress ip, String why) {
        serving(ip).ifPresent(host -> releases.giveUp(work, host, "renewal_failed " + why));
    }

    /** What another node carries needs no look for machines outside before it is taken here. */
    void heard(NodeReport report) {
        report.addresses()
                .forEach(
                        (ip, address) -> {
                            if (address.holds()) {
                                find(ip).ifPresent(HostedAddress::isCarriedElsewhere);
                            }
                        });
    }

    /** A machine outside the cluster answers for it: said once per take. */
    void foreign(Work work, IpAddress ip, String mac) {
        find(ip).filter(host -> host.foreign().isEmpty())
                .ifPresent(
                        host -> {
                            host.foundAt(mac);
                            work.fact(new Fact.ForeignMachine(ip, mac));
                        });
    }

    void claimed(Work work, IpAddress ip, String mac) {
        serving(ip)
                .ifPresent(
                        host -> {
                            work.fact(new Fact.ForeignClaim(ip, mac));
                            announcements.contradict(work, host);
                        });
    }

    /** The network may have forgotten where the addresses are: say it again. */
    void announceAll(Work work) {
        hosted.values().forEach(host -> announcements.announceAgain(work, host));
    }

    /**
     * Notes the links; true when one has changed. Behind a link that is up again, neighbours may
     * have learnt something else.
     */
    boolean links(Work work, SortedMap<InterfaceName, Boolean> up) {
        List<InterfaceName> changed = links.observe(work, up);
        changed.stream()
                .filter(links::isUp)
                .flatMap(risen -> hosted.values().stream().filter(host -> host.isOn(risen)))
                .forEach(host -> announcements.announceAgain(work, host));
        return !changed.isEmpty();
    }

    /**
     * A script's word on a link. Source: CTDB command contract, section 4, {@code setifacelink}.
     */
    void sayLink(Work work, InterfaceName on, boolean up) {
        boolean known =
                hosted.values().stream().anyMatch(host -> host.address().interfaces().contains(on));
        if (known) {
            links.say(work, on, up);
        }
    }

    /**
     * Announces an address that is served here; what is empty was done, else why not. A script that
     * takes an address or moves it between interfaces may ask, too: it is announced once served.
     */
    String announceAgain(Work work, IpAddress ip) {
        Optional<HostedAddress> host = find(ip).filter(HostedAddress::isServedOrWillBe);
        host.ifPresent(served -> announcements.announceAgain(work, served));
        return host.isPresent() ? "" : "this node does not serve " + ip;
    }

    // ---- time and reports

    /** What is due later only because of this step needs no look in the same step. */
    void wake(Work work) {
        if (work.now().isBefore(due)) {
            return;
        }
        for (HostedAddress host : hosted.values()) {
            announcements.wake(work, host);
            releases.wake(work, host);
            takes.wake(work, host);
        }
    }

    /** Asked once, at the end of each step. */
    Moment nextDeadline() {
        if (dueOf == tally.schedules()) {
            return due;
        }
        dueOf = tally.schedules();
        Moment next = Moment.NEVER;
        for (HostedAddress host : hosted.values()) {
            next = Moment.earlier(next, Moment.earlier(host.nextAnnounce(), host.retryDrop()));
            next = Moment.earlier(next, renewals.nextDeadline(host));
            next = Moment.earlier(next, takes.nextDeadline(host));
        }
        due = next;
        return next;
    }

    List<InterfaceName> interfacesDown() {
        return links.down();
    }

    boolean allAbsent() {
        return hosted.values().stream().allMatch(host -> host.phase() == AddressPhase.ABSENT);
    }

    /** Whether this node's kernel carries the address of a right, or may. */
    boolean mayCarry(Right right) {
        return right instanceof Right.Serving(IpAddress ip)
                && find(ip).map(HostedAddress::mayBeCarried).orElse(false);
    }

    /** How every address stands: another object than before only when one stands differently. */
    SortedMap<IpAddress, AddressReport> report() {
        return reports.now();
    }
}
