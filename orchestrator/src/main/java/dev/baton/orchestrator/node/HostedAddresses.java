// Longer than 500 lines because every transition of one state machine stands beside its neighbours.
package dev.baton.orchestrator.node;

import dev.baton.config.InterfaceName;
import dev.baton.config.IpAddress;
import dev.baton.config.LeaseTiming;
import dev.baton.config.PublicAddress;
import dev.baton.events.Event;
import dev.baton.events.SequenceResult;
import dev.baton.events.SequenceStatus;
import dev.baton.orchestrator.cluster.AddressPhase;
import dev.baton.orchestrator.cluster.AddressReport;
import dev.baton.orchestrator.cluster.Moment;
import dev.baton.orchestrator.cluster.Right;
import dev.baton.orchestrator.exchange.AddressSeen;
import dev.baton.orchestrator.exchange.Effect;
import dev.baton.orchestrator.exchange.Fact;
import dev.baton.orchestrator.exchange.Outcome;
import dev.baton.orchestrator.lease.LeaseEvent;
import dev.baton.orchestrator.lease.Rights;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The public addresses of this node: takes, renews, moves and gives them up.
 *
 * <p>The order of a take: right, preparation, script, read back, announce. The order of a release:
 * close, script, no process left, delete, read back, give back. Source: {@code docs/safety.md},
 * "The kernel's side".
 *
 * <p>Longer than other files because every transition of one state machine stands here, beside its
 * neighbours.
 */
final class HostedAddresses {

    private static final Duration ANNOUNCE_EVERY = Duration.ofMillis(1100);
    private static final int ANNOUNCEMENTS = 3;
    private static final Duration DROP_AGAIN = Duration.ofMillis(200);

    /** How long a give-back that is under way to some voters is waited for. */
    private static final Duration GIVE_BACK_GRACE = Duration.ofMillis(250);

    private static final Duration ASK_AGAIN = Duration.ofMillis(15);
    private static final Duration REPAIR_AT_MOST_EVERY = Duration.ofSeconds(1);

    /** Hears what came of an instruction. */
    interface Outcomes {
        void report(Work work, OrderPart part, Outcome outcome);
    }

    private final TreeMap<IpAddress, HostedAddress> hosted = new TreeMap<>();
    private final TreeMap<InterfaceName, Boolean> links = new TreeMap<>();
    private final Rights rights;
    private final LeaseTiming timing;
    private final EventDesk desk;
    private final Outcomes outcomes;

    HostedAddresses(
            List<PublicAddress> addresses, Rights rights, EventDesk desk, Outcomes outcomes) {
        addresses.forEach(address -> hosted.put(address.ip(), new HostedAddress(address)));
        this.rights = rights;
        this.timing = rights.timing();
        this.desk = desk;
        this.outcomes = outcomes;
    }

    // ---- orders

    void take(Work work, IpAddress ip, OrderPart part) {
        HostedAddress host = hosted.get(ip);
        if (host == null) {
            outcomes.report(work, part, new Outcome.Busy("not in public_addresses of this node"));
            return;
        }
        switch (host.phase) {
            case SERVING -> outcomes.report(work, part, new Outcome.Done());
            case ASKING, TAKING -> host.order = Optional.of(part);
            case UPDATING, RELEASING ->
                    outcomes.report(work, part, new Outcome.Busy("it is being released or moved"));
            case ABSENT -> ask(work, host, part);
        }
    }

    void release(Work work, IpAddress ip, long number, OrderPart part) {
        HostedAddress host = hosted.get(ip);
        if (host == null || host.phase == AddressPhase.ABSENT) {
            outcomes.report(work, part, new Outcome.Done());
        } else if (!rights.clauses().isNamedHold(number, host.number)) {
            outcomes.report(work, part, new Outcome.Busy("it is another hold, " + host.number));
        } else {
            host.order = Optional.of(part);
            giveUp(work, host, "order");
        }
    }

    void update(Work work, IpAddress ip, long number, InterfaceName to, OrderPart part) {
        HostedAddress host = hosted.get(ip);
        if (host == null
                || host.phase != AddressPhase.SERVING
                || !rights.clauses().isNamedHold(number, host.number)) {
            outcomes.report(work, part, new Outcome.Busy("it is not held by that number"));
            return;
        }
        if (host.on.equals(Optional.of(to))) {
            outcomes.report(work, part, new Outcome.Done());
            return;
        }
        host.order = Optional.of(part);
        host.phase = AddressPhase.UPDATING;
        PublicAddress address = host.address;
        Event event = new Event.UpdateIp(host.on, to, address.ip(), address.maskBits());
        host.on = Optional.of(to);
        submit(work, host, event);
    }

    /** A run was given up: what it asked for and did not get is not asked for any more. */
    void forgetOrders(Work work) {
        for (HostedAddress host : hosted.values()) {
            host.order = Optional.empty();
            if (host.phase == AddressPhase.ASKING) {
                withdraw(host);
            }
        }
    }

    /** Gives up every address, as a stopping or inactive node must. */
    void releaseAll(Work work, String cause) {
        hosted.values().forEach(host -> giveUp(work, host, cause));
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
            case LeaseEvent.Granted granted -> granted(work, host, granted);
            case LeaseEvent.Denied denied ->
                    denied(work, host, denied.retryAfter(), denied.heldBy());
            case LeaseEvent.Lapsed lapsed -> lapsed(work, host, lapsed.number());
        }
    }

    /** Renews what the voters have just extended, and gives up what they have not for too long. */
    void renew(Work work) {
        Duration risk = timing.lifetime().dividedBy(2);
        for (HostedAddress host : hosted.values()) {
            if (!host.mayBeCarried()) {
                continue;
            }
            Optional<Moment> until = rights.until(host.right);
            if (until.isPresent() && until.get().isAfter(host.renewedFor)) {
                extend(work, host, until.get());
            } else if (host.phase == AddressPhase.SERVING
                    && !work.now().isBefore(host.grewAt.plus(risk))) {
                giveUp(work, host, "lease_not_renewed");
            }
        }
    }

    private void extend(Work work, HostedAddress host, Moment until) {
        host.renewedFor = until;
        host.grewAt = work.now();
        switch (host.phase) {
            case SERVING -> write(work, host, until);
            case TAKING, UPDATING -> renewEvent(work, host, until);
            case ABSENT, ASKING, RELEASING -> {}
        }
    }

    /** A launcher goes on only while what its script may still write ends within the lease. */
    private void renewEvent(Work work, HostedAddress host, Moment until) {
        Moment end = work.now().plus(Duration.ofSeconds(host.granted));
        if (!end.isAfter(latestForScripts(until))) {
            host.ticket.ifPresent(ticket -> work.effect(new Effect.RenewEvent(ticket)));
        }
        host.appeared.ifPresent(seen -> stamp(work, host, seen));
    }

    /** Writes the longest lifetime that fits, unless the last write is as good. */
    private void write(Work work, HostedAddress host, Moment until) {
        long seconds = lifetime(work, until);
        Moment soon = host.renewedAt.plus(timing.heartbeat().multipliedBy(3).dividedBy(4));
        if (seconds < 1 || work.now().isBefore(soon)) {
            return;
        }
        renewal(work, host, host.on.orElseThrow(), host.address.maskBits(), until, seconds);
    }

    private void renewal(
            Work work, HostedAddress host, InterfaceName on, int bits, Moment until, long seconds) {
        host.renewedAt = work.now();
        Moment latest =
                rights.clauses()
                        .latestWrite(until, timing)
                        .plus(timing.lifetime())
                        .minus(Duration.ofSeconds(seconds));
        work.effect(new Effect.RenewAddress(host.address.ip(), bits, on, (int) seconds, latest));
    }

    /**
     * Whole seconds the kernel may carry an address so that, K late, it still ends within the
     * lease.
     */
    private long lifetime(Work work, Moment until) {
        Moment last = rights.clauses().latestWrite(until, timing).plus(timing.lifetime());
        long fits = last.since(work.now()).toSeconds();
        return Math.min(fits, timing.lifetime().toSeconds());
    }

    // ---- a take

    private void ask(Work work, HostedAddress host, OrderPart part) {
        if (best(host).isEmpty()) {
            outcomes.report(work, part, new Outcome.Busy("none of its interfaces is up"));
            return;
        }
        host.order = Optional.of(part);
        host.phase = AddressPhase.ASKING;
        host.since = work.now();
        ask(work, host);
    }

    private void ask(Work work, HostedAddress host) {
        host.askAt = Moment.NEVER;
        Optional<LeaseEvent.Denied> denied = rights.ask(work.now(), host.right, work.wallMillis());
        host.number = rights.number(host.right);
        denied.ifPresent(no -> denied(work, host, no.retryAfter(), no.heldBy()));
    }

    private void granted(Work work, HostedAddress host, LeaseEvent.Granted granted) {
        if (host.phase != AddressPhase.ASKING) {
            rights.giveBack(host.right);
            return;
        }
        work.fact(new Fact.RightGranted(host.right, granted.number(), granted.took()));
        host.phase = AddressPhase.TAKING;
        host.number = granted.number();
        host.grewAt = work.now();
        host.renewedFor = rights.until(host.right).orElse(Moment.PAST);
        prepare(work, host);
    }

    private void prepare(Work work, HostedAddress host) {
        Optional<InterfaceName> best = best(host);
        if (best.isEmpty()) {
            failTake(work, host, "none of its interfaces is up");
            return;
        }
        host.on = best;
        work.effect(new Effect.PrepareTake(host.address.ip(), best.get()));
    }

    private void denied(Work work, HostedAddress host, Duration retryAfter, int by) {
        if (host.phase != AddressPhase.ASKING) {
            return;
        }
        if (work.now().isBefore(host.since.plus(GIVE_BACK_GRACE))) {
            host.askAt = work.now().plus(ASK_AGAIN);
        } else {
            host.phase = AddressPhase.ABSENT;
            host.number = 0;
            answer(work, host, heldBy(by, retryAfter));
        }
    }

    void prepared(Work work, IpAddress ip, String problem) {
        HostedAddress host = hosted.get(ip);
        if (host == null || host.phase != AddressPhase.TAKING || host.ticket.isPresent()) {
            return;
        }
        if (!problem.isEmpty()) {
            failTake(work, host, problem);
            return;
        }
        PublicAddress address = host.address;
        submit(
                work,
                host,
                new Event.TakeIp(host.on.orElseThrow(), address.ip(), address.maskBits()));
    }

    private void failTake(Work work, HostedAddress host, String why) {
        work.fact(new Fact.TakeFailed(host.address.ip(), why));
        answer(work, host, new Outcome.Failed(why));
        beginRelease(work, host, "take_failed");
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
        HostedAddress host = hosted.get(ofAddress.ip());
        if (host == null) {
            return StartPermit.DENIED;
        }
        if (event instanceof Event.ReleaseIp) {
            Effect.EventLease none =
                    new Effect.EventLease(host.number, 0, Duration.ZERO, Moment.NEVER);
            return StartPermit.under(none);
        }
        boolean wanted =
                event instanceof Event.TakeIp
                        ? host.phase == AddressPhase.TAKING
                        : host.phase == AddressPhase.UPDATING;
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
                new Effect.EventLease(host.number, (int) seconds, silence(), latest));
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

    void ended(Work work, IpAddress ip, Event event, SequenceResult result) {
        HostedAddress host = hosted.get(ip);
        if (host == null) {
            return;
        }
        host.ticket = Optional.empty();
        if (event instanceof Event.ReleaseIp) {
            host.finalDrop = true;
            drop(work, host);
        } else if (host.phase == AddressPhase.TAKING || host.phase == AddressPhase.UPDATING) {
            if (result.ok()) {
                read(work, host);
            } else if (result.status() == SequenceStatus.NOT_STARTED
                    && result.scripts().isEmpty()) {
                answer(work, host, new Outcome.Busy(why(result)));
                beginRelease(work, host, "event_not_started");
            } else {
                failTake(work, host, event.name() + " " + why(result));
            }
        }
    }

    private static String why(SequenceResult result) {
        return result.culprit()
                .map(script -> script.script() + " " + script.status() + " " + script.code())
                .orElse(result.status() + " " + result.detail());
    }

    private void submit(Work work, HostedAddress host, Event event) {
        host.granted = 0;
        host.appeared = Optional.empty();
        host.ticket =
                Optional.of(desk.submit(work, event, new Purpose.OfAddress(host.address.ip())));
    }

    // ---- the kernel's word

    private void read(Work work, HostedAddress host) {
        host.reading = true;
        work.effect(new Effect.ReadAddress(host.address.ip()));
    }

    void read(Work work, IpAddress ip, List<AddressSeen> seen) {
        HostedAddress host = hosted.get(ip);
        if (host == null || !host.reading) {
            return;
        }
        host.reading = false;
        Optional<AddressSeen> mine =
                seen.stream()
                        .filter(each -> host.on.equals(Optional.of(each.on())) && each.usable())
                        .findFirst();
        switch (host.phase) {
            case TAKING, UPDATING -> {
                if (mine.isPresent()) {
                    serve(work, host);
                } else {
                    failTake(work, host, "the script succeeded but the kernel does not carry it");
                }
            }
            case SERVING -> {
                if (mine.isEmpty()) {
                    repair(work, host);
                }
            }
            case ABSENT, ASKING, RELEASING -> {}
        }
    }

    private void serve(Work work, HostedAddress host) {
        host.phase = AddressPhase.SERVING;
        host.grewAt = work.now();
        InterfaceName on = host.on.orElseThrow();
        rights.until(host.right).ifPresent(until -> write(work, host, until));
        announceAgain(work, host);
        work.fact(
                new Fact.AddressTaken(
                        host.address.ip(), on, host.number, work.now().since(host.since)));
        answer(work, host, new Outcome.Done());
    }

    private void repair(Work work, HostedAddress host) {
        work.fact(new Fact.AddressMissing(host.address.ip()));
        boolean again = work.now().isBefore(host.repairedAt.plus(REPAIR_AT_MOST_EVERY));
        if (again || best(host).isEmpty()) {
            giveUp(work, host, "address_missing");
            return;
        }
        host.repairedAt = work.now();
        host.since = work.now();
        host.phase = AddressPhase.TAKING;
        prepare(work, host);
    }

    /**
     * The kernel says it carries a public address: stamp it if it belongs here, else take it away.
     */
    void appeared(Work work, AddressSeen seen) {
        HostedAddress host = hosted.get(seen.ip());
        if (host == null) {
            return;
        }
        switch (host.phase) {
            case TAKING, UPDATING -> firstStamp(work, host, seen);
            case SERVING -> {
                if (!host.on.equals(Optional.of(seen.on()))) {
                    remove(work, host, seen);
                } else if (seen.permanent()
                        || seen.lifetimeSeconds() > timing.lifetime().toSeconds()) {
                    stamp(work, host, seen);
                }
            }
            case ABSENT, ASKING -> remove(work, host, seen);
            case RELEASING -> {
                if (seen.permanent() || host.ticket.isEmpty()) {
                    remove(work, host, seen);
                }
            }
        }
    }

    /** Once per entry: the write itself makes the kernel tell of the entry again. */
    private void firstStamp(Work work, HostedAddress host, AddressSeen seen) {
        boolean known = host.appeared.filter(old -> old.on().equals(seen.on())).isPresent();
        boolean bounded =
                !seen.permanent() && seen.lifetimeSeconds() <= timing.lifetime().toSeconds();
        host.appeared = Optional.of(seen);
        if (!known || !bounded) {
            stamp(work, host, seen);
        }
        if (!known) {
            announceEarly(work, host, seen.on());
        }
    }

    /**
     * The kernel answers for it already, so neighbours need not wait for the event's last script.
     */
    private void announceEarly(Work work, HostedAddress host, InterfaceName on) {
        rights.until(host.right)
                .ifPresent(until -> work.effect(new Effect.Announce(host.address.ip(), on, until)));
    }

    private void stamp(Work work, HostedAddress host, AddressSeen seen) {
        Optional<Moment> until = rights.until(host.right);
        long seconds = until.map(end -> lifetime(work, end)).orElse(0L);
        if (seconds < 1) {
            remove(work, host, seen);
        } else {
            renewal(work, host, seen.on(), seen.prefixBits(), until.orElseThrow(), seconds);
        }
    }

    private void remove(Work work, HostedAddress host, AddressSeen seen) {
        work.fact(new Fact.AddressRemoved(seen.ip(), seen.on(), "does_not_belong_here"));
        drop(work, host);
    }

    void vanished(Work work, IpAddress ip, InterfaceName on) {
        HostedAddress host = hosted.get(ip);
        if (host != null && host.phase == AddressPhase.SERVING && host.on.equals(Optional.of(on))) {
            read(work, host);
        }
    }

    /** Compares a full reading with what should be there. */
    void observed(Work work, Collection<AddressSeen> seen) {
        seen.forEach(each -> appeared(work, each));
        for (HostedAddress host : hosted.values()) {
            boolean there =
                    seen.stream()
                            .anyMatch(
                                    each ->
                                            each.ip().equals(host.address.ip())
                                                    && host.on.equals(Optional.of(each.on())));
            if (host.phase == AddressPhase.SERVING && !there) {
                read(work, host);
            }
        }
    }

    void claimed(Work work, IpAddress ip, String mac) {
        HostedAddress host = hosted.get(ip);
        if (host != null && host.phase == AddressPhase.SERVING) {
            work.fact(new Fact.ForeignClaim(ip, mac));
            host.announcementsLeft = Math.max(host.announcementsLeft, 1);
            host.nextAnnounce = work.now();
            announce(work, host);
        }
    }

    /** The network may have forgotten where the addresses are: say it again. */
    void announceAll(Work work) {
        for (HostedAddress host : hosted.values()) {
            if (host.phase == AddressPhase.SERVING) {
                announceAgain(work, host);
            }
        }
    }

    private void announceAgain(Work work, HostedAddress host) {
        host.announcementsLeft = ANNOUNCEMENTS;
        host.nextAnnounce = work.now();
        announce(work, host);
    }

    private void announce(Work work, HostedAddress host) {
        if (host.announcementsLeft > 0 && !work.now().isBefore(host.nextAnnounce)) {
            host.announcementsLeft--;
            host.nextAnnounce =
                    host.announcementsLeft > 0 ? work.now().plus(ANNOUNCE_EVERY) : Moment.NEVER;
            rights.until(host.right)
                    .ifPresent(
                            until ->
                                    work.effect(
                                            new Effect.Announce(
                                                    host.address.ip(),
                                                    host.on.orElseThrow(),
                                                    until)));
        }
    }

    // ---- a release

    private void giveUp(Work work, HostedAddress host, String cause) {
        switch (host.phase) {
            case ABSENT -> answer(work, host, new Outcome.Done());
            case ASKING -> {
                withdraw(host);
                answer(work, host, new Outcome.Done());
            }
            case TAKING, UPDATING, SERVING -> beginRelease(work, host, cause);
            case RELEASING -> {}
        }
    }

    private void withdraw(HostedAddress host) {
        rights.giveBack(host.right);
        host.phase = AddressPhase.ABSENT;
        host.number = 0;
    }

    private void beginRelease(Work work, HostedAddress host, String cause) {
        host.phase = AddressPhase.RELEASING;
        host.cause = cause;
        host.announcementsLeft = 0;
        host.nextAnnounce = Moment.NEVER;
        host.reading = false;
        host.finalDrop = false;
        host.ticket.ifPresent(ticket -> desk.cancel(work, ticket));
        PublicAddress address = host.address;
        submit(work, host, new Event.ReleaseIp(host.on, address.ip(), address.maskBits()));
    }

    private void lapsed(Work work, HostedAddress host, long number) {
        work.fact(new Fact.RightLost(host.right, number, "lease_ended"));
        if (rights.clauses().dropsAtLeaseEnd() && host.mayBeCarried()) {
            drop(work, host);
        }
        giveUp(work, host, "lease_ended");
    }

    void renewalFailed(Work work, IpAddress ip, String why) {
        HostedAddress host = hosted.get(ip);
        if (host != null && host.phase == AddressPhase.SERVING) {
            giveUp(work, host, "renewal_failed " + why);
        }
    }

    private void drop(Work work, HostedAddress host) {
        host.dropsPending++;
        host.retryDrop = Moment.NEVER;
        work.effect(new Effect.DropAddress(host.address.ip(), host.finalDrop));
    }

    void dropped(Work work, IpAddress ip, boolean clean) {
        HostedAddress host = hosted.get(ip);
        if (host == null) {
            return;
        }
        host.dropsPending--;
        boolean over = host.phase == AddressPhase.RELEASING && host.finalDrop;
        if (!over || host.dropsPending > 0) {
            return;
        }
        if (rights.clauses().mayGiveBack(clean)) {
            finishRelease(work, host);
        } else {
            host.retryDrop = work.now().plus(DROP_AGAIN);
        }
    }

    private void finishRelease(Work work, HostedAddress host) {
        rights.giveBack(host.right);
        host.phase = AddressPhase.ABSENT;
        host.on = Optional.empty();
        host.number = 0;
        host.finalDrop = false;
        work.fact(new Fact.AddressReleased(host.address.ip(), host.cause));
        answer(work, host, new Outcome.Done());
    }

    // ---- time, links, reports

    void wake(Work work) {
        for (HostedAddress host : hosted.values()) {
            announce(work, host);
            if (!work.now().isBefore(host.retryDrop)) {
                drop(work, host);
            }
            if (host.phase == AddressPhase.ASKING && !work.now().isBefore(host.askAt)) {
                ask(work, host);
            }
        }
    }

    Moment nextDeadline() {
        Moment next = Moment.NEVER;
        Duration risk = timing.lifetime().dividedBy(2);
        for (HostedAddress host : hosted.values()) {
            next = Moment.earlier(next, Moment.earlier(host.nextAnnounce, host.retryDrop));
            if (host.phase == AddressPhase.SERVING) {
                next = Moment.earlier(next, host.grewAt.plus(risk));
            } else if (host.phase == AddressPhase.ASKING) {
                next = Moment.earlier(next, host.askAt);
            }
        }
        return next;
    }

    void links(Work work, SortedMap<InterfaceName, Boolean> up) {
        up.forEach(
                (name, isUp) -> {
                    if (!isUp.equals(links.put(name, isUp))) {
                        work.fact(new Fact.InterfaceChanged(name, isUp));
                        linkChanged(work, name, isUp);
                    }
                });
    }

    /** Behind a link that is up again, neighbours may have learnt something else. */
    private void linkChanged(Work work, InterfaceName name, boolean up) {
        if (up) {
            hosted.values().stream()
                    .filter(host -> host.phase == AddressPhase.SERVING)
                    .filter(host -> host.on.equals(Optional.of(name)))
                    .forEach(host -> announceAgain(work, host));
        }
    }

    List<InterfaceName> interfacesDown() {
        return links.entrySet().stream()
                .filter(entry -> !entry.getValue())
                .map(Map.Entry::getKey)
                .toList();
    }

    boolean allAbsent() {
        return hosted.values().stream().allMatch(host -> host.phase == AddressPhase.ABSENT);
    }

    /** Whether this node's kernel carries the address of a right, or may. */
    boolean mayCarry(Right right) {
        return right instanceof Right.Serving(IpAddress ip)
                && Optional.ofNullable(hosted.get(ip))
                        .map(HostedAddress::mayBeCarried)
                        .orElse(false);
    }

    SortedMap<IpAddress, AddressReport> report() {
        TreeMap<IpAddress, AddressReport> reports = new TreeMap<>();
        hosted.forEach(
                (ip, host) -> {
                    Optional<InterfaceName> best = best(host);
                    boolean onIsUp = host.on.map(on -> links.getOrDefault(on, false)).orElse(false);
                    reports.put(
                            ip,
                            new AddressReport(
                                    best.isPresent(),
                                    host.phase,
                                    host.number,
                                    host.on,
                                    onIsUp,
                                    best));
                });
        return reports;
    }

    /** The interface that is up and carries the fewest addresses; the first configured on a tie. */
    private Optional<InterfaceName> best(HostedAddress host) {
        Optional<InterfaceName> best = Optional.empty();
        long fewest = Long.MAX_VALUE;
        for (InterfaceName name : host.address.interfaces()) {
            long count = carried(name, host);
            if (links.getOrDefault(name, false) && count < fewest) {
                best = Optional.of(name);
                fewest = count;
            }
        }
        return best;
    }

    private long carried(InterfaceName name, HostedAddress without) {
        return without.address.interfaces().size() == 1
                ? 0
                : hosted.values().stream()
                        .filter(host -> host != without && host.on.equals(Optional.of(name)))
                        .count();
    }

    private void answer(Work work, HostedAddress host, Outcome outcome) {
        Optional<OrderPart> order = host.order;
        host.order = Optional.empty();
        order.ifPresent(part -> outcomes.report(work, part, outcome));
    }

    private static Outcome heldBy(int node, Duration remaining) {
        return new Outcome.HeldBy(node, Math.max(1, remaining.plusNanos(999_999).toMillis()));
    }
}
