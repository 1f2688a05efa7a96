package dev.baton.orchestrator.node;

import dev.baton.config.InterfaceName;
import dev.baton.config.PublicAddress;
import dev.baton.events.Event;
import dev.baton.events.SequenceResult;
import dev.baton.events.SequenceStatus;
import dev.baton.orchestrator.cluster.AddressPhase;
import dev.baton.orchestrator.cluster.Moment;
import dev.baton.orchestrator.exchange.Effect;
import dev.baton.orchestrator.exchange.Fact;
import dev.baton.orchestrator.exchange.Outcome;
import dev.baton.orchestrator.lease.LeaseEvent;
import dev.baton.orchestrator.lease.Rights;

import java.time.Duration;
import java.util.Optional;

/**
 * How an address is taken, or moved to another interface: right and, meanwhile, preparation;
 * script, read back. Source: {@code docs/safety.md}, "The kernel's side".
 */
final class AddressTakes {

    /** How long a give-back that is under way to some voters is waited for. */
    private static final Duration GIVE_BACK_GRACE = Duration.ofMillis(250);

    private static final Duration ASK_AGAIN = Duration.ofMillis(15);
    private static final Duration REPAIR_AT_MOST_EVERY = Duration.ofSeconds(1);

    private final Rights rights;
    private final LinkStates links;
    private final AddressEvents events;
    private final AddressReleases releases;
    private final Outcomes outcomes;

    AddressTakes(
            Rights rights,
            LinkStates links,
            AddressEvents events,
            AddressReleases releases,
            Outcomes outcomes) {
        this.rights = rights;
        this.links = links;
        this.events = events;
        this.releases = releases;
        this.outcomes = outcomes;
    }

    void order(Work work, HostedAddress host, OrderPart part) {
        switch (host.phase()) {
            case SERVING -> outcomes.report(work, part, new Outcome.Done());
            case ASKING, TAKING -> host.order = Optional.of(part);
            case UPDATING, RELEASING ->
                    outcomes.report(work, part, new Outcome.Busy("it is being released or moved"));
            case ABSENT -> ask(work, host, part);
        }
    }

    void move(Work work, HostedAddress host, InterfaceName to, OrderPart part) {
        if (host.isOn(to)) {
            outcomes.report(work, part, new Outcome.Done());
            return;
        }
        host.order = Optional.of(part);
        host.enter(AddressPhase.UPDATING);
        PublicAddress address = host.address();
        Event event = new Event.UpdateIp(host.on(), to, address.ip(), address.maskBits());
        host.put(Optional.of(to));
        events.submit(work, host, event);
    }

    private void ask(Work work, HostedAddress host, OrderPart part) {
        if (links.best(host).isEmpty()) {
            outcomes.report(work, part, new Outcome.Busy("none of its interfaces is up"));
            return;
        }
        host.order = Optional.of(part);
        host.enter(AddressPhase.ASKING);
        host.since = work.now();
        host.foundAt("");
        prepare(work, host, links.best(host).orElseThrow(), !host.wasCarried);
        ask(work, host);
    }

    private void ask(Work work, HostedAddress host) {
        host.askAgainAt(Moment.NEVER);
        Optional<LeaseEvent.Denied> denied = rights.ask(work.now(), host.right, work.wallMillis());
        host.numbered(rights.number(host.right));
        denied.ifPresent(no -> denied(work, host, no));
    }

    void granted(Work work, HostedAddress host, LeaseEvent.Granted granted) {
        if (host.phase() != AddressPhase.ASKING) {
            rights.giveBack(host.right);
            return;
        }
        work.fact(new Fact.RightGranted(host.right, granted.number(), granted.took()));
        host.enter(AddressPhase.TAKING);
        host.numbered(granted.number());
        host.grew(work.now());
        host.renewedFor = rights.until(host.right).orElse(Moment.PAST);
        begin(work, host);
    }

    void denied(Work work, HostedAddress host, LeaseEvent.Denied denied) {
        if (host.phase() != AddressPhase.ASKING) {
            return;
        }
        if (work.now().isBefore(host.since.plus(GIVE_BACK_GRACE))) {
            host.askAgainAt(work.now().plus(ASK_AGAIN));
        } else {
            host.enter(AddressPhase.ABSENT);
            host.numbered(0);
            host.answer(work, outcomes, heldBy(denied));
        }
    }

    private static Outcome heldBy(LeaseEvent.Denied denied) {
        long millis = denied.retryAfter().plusNanos(999_999).toMillis();
        return new Outcome.HeldBy(denied.heldBy(), Math.max(1, millis));
    }

    /** The right is held: take the address where it is prepared, else prepare it first. */
    private void begin(Work work, HostedAddress host) {
        Optional<InterfaceName> best = links.best(host);
        if (best.isEmpty()) {
            fail(work, host, "none of its interfaces is up");
            return;
        }
        host.put(best);
        if (!best.equals(host.preparedOn)) {
            prepare(work, host, best.get(), false);
        } else {
            host.prepared.ifPresent(problem -> run(work, host, problem));
        }
    }

    /** What can be done while the right is still asked for: the address is absent all the time. */
    private static void prepare(Work work, HostedAddress host, InterfaceName on, boolean probe) {
        host.preparedOn = Optional.of(on);
        host.prepared = Optional.empty();
        host.preparing++;
        work.effect(new Effect.PrepareTake(host.address().ip(), on, probe));
    }

    void prepared(Work work, HostedAddress host, String problem) {
        host.preparing--;
        if (host.preparing > 0) {
            return;
        }
        host.prepared = Optional.of(problem);
        if (host.phase() == AddressPhase.TAKING && host.ticket.isEmpty()) {
            run(work, host, problem);
        }
    }

    private void run(Work work, HostedAddress host, String problem) {
        if (!problem.isEmpty()) {
            if (!host.foreign().isEmpty()) {
                host.answer(work, outcomes, new Outcome.Busy(problem));
            }
            fail(work, host, problem);
            return;
        }
        PublicAddress address = host.address();
        InterfaceName on = host.on().orElseThrow();
        events.submit(work, host, new Event.TakeIp(on, address.ip(), address.maskBits()));
    }

    /** The script of a take or of a move has ended; true when the kernel is to be read now. */
    boolean scriptEnded(Work work, HostedAddress host, Event event, SequenceResult result) {
        if (host.phase() != AddressPhase.TAKING && host.phase() != AddressPhase.UPDATING) {
            return false;
        }
        if (result.ok()) {
            return true;
        }
        if (result.status() == SequenceStatus.NOT_STARTED && result.scripts().isEmpty()) {
            host.answer(work, outcomes, new Outcome.Busy(result.why()));
            releases.begin(work, host, "event_not_started");
        } else {
            fail(work, host, event.name() + " " + result.why());
        }
        return false;
    }

    void fail(Work work, HostedAddress host, String why) {
        work.fact(new Fact.TakeFailed(host.address().ip(), why));
        host.answer(work, outcomes, new Outcome.Failed(why));
        releases.begin(work, host, "take_failed");
    }

    /** The kernel lost an address that is served: take it once more, but not again and again. */
    void repair(Work work, HostedAddress host) {
        work.fact(new Fact.AddressMissing(host.address().ip()));
        boolean again = work.now().isBefore(host.repairedAt.plus(REPAIR_AT_MOST_EVERY));
        if (again || links.best(host).isEmpty()) {
            releases.giveUp(work, host, "address_missing");
            return;
        }
        host.repairedAt = work.now();
        host.since = work.now();
        host.enter(AddressPhase.TAKING);
        host.preparedOn = Optional.empty();
        begin(work, host);
    }

    void wake(Work work, HostedAddress host) {
        if (host.phase() == AddressPhase.ASKING && !work.now().isBefore(host.askAt())) {
            ask(work, host);
        }
    }

    Moment nextDeadline(HostedAddress host) {
        return host.phase() == AddressPhase.ASKING ? host.askAt() : Moment.NEVER;
    }
}
