package dev.baton.orchestrator.node;

import dev.baton.config.IpAddress;
import dev.baton.config.Pnn;
import dev.baton.events.Event;
import dev.baton.events.SequenceResult;
import dev.baton.orchestrator.cluster.Incarnation;
import dev.baton.orchestrator.cluster.Runstate;
import dev.baton.orchestrator.exchange.Instruction;
import dev.baton.orchestrator.exchange.Message;
import dev.baton.orchestrator.exchange.Outcome;
import dev.baton.orchestrator.lease.Rights;

import java.time.Duration;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** What this node does with the orders of a leader it is promised to. */
final class OrderedNode implements OrderDesk.Node {

    private final Incarnation self;
    private final Peers peers;
    private final Rights rights;
    private final EventDesk desk;
    private final HostedAddresses addresses;
    private final Life life;
    private final Flags flags;
    private final LiveRules rules;
    private final RecoveryMode recovery;
    private final Outgoing outgoing;
    private final Outcomes outcomes;
    private final BooleanSupplier mayHost;

    OrderedNode(
            Incarnation self,
            Peers peers,
            Rights rights,
            EventDesk desk,
            HostedAddresses addresses,
            Life life,
            Flags flags,
            LiveRules rules,
            RecoveryMode recovery,
            Outgoing outgoing,
            Outcomes outcomes,
            BooleanSupplier mayHost) {
        this.self = self;
        this.peers = peers;
        this.rights = rights;
        this.desk = desk;
        this.addresses = addresses;
        this.life = life;
        this.flags = flags;
        this.rules = rules;
        this.recovery = recovery;
        this.outgoing = outgoing;
        this.outcomes = outcomes;
        this.mayHost = mayHost;
    }

    @Override
    public Optional<String> objection(Work work, Incarnation from) {
        Optional<Incarnation> promised = rights.promisedTo(work.now(), Leading.RIGHT);
        if (promised.isPresent() && !rights.clauses().mayFollow(promised.get(), from)) {
            return Optional.of("promised to follow node " + promised.get().node());
        }
        boolean heard = from.equals(self) || isHeard(work, from);
        return heard ? Optional.empty() : Optional.of("this leader was not heard lately");
    }

    private boolean isHeard(Work work, Incarnation leader) {
        return peers.lastHeard(leader)
                .filter(heard -> rights.clauses().isHeard(work.now(), heard, rights.timing()))
                .isPresent();
    }

    @Override
    public void obey(Work work, OrderPart part, Instruction instruction) {
        switch (instruction) {
            case Instruction.StartRecovery() -> {
                recovery.begin(work.now(), rules.now().recoveryLimit().multipliedBy(2));
                run(work, part, new Event.StartRecovery());
            }
            case Instruction.Recovered() -> {
                recovery.end();
                run(work, part, new Event.Recovered());
            }
            case Instruction.StartIpReallocate() -> run(work, part, new Event.StartIpReallocate());
            case Instruction.IpReallocated() -> run(work, part, new Event.IpReallocated());
            case Instruction.Release(var ip, long number) ->
                    addresses.release(work, ip, number, part);
            case Instruction.Take(var ip) -> take(work, ip, part);
            case Instruction.Update update ->
                    addresses.update(work, update.ip(), update.number(), update.to(), part);
            case Instruction.Ban(long seconds) -> {
                var _ = flags.ban(work, Duration.ofSeconds(seconds), "takeover_runs_failed");
                outcomes.report(work, part, new Outcome.Done());
            }
        }
    }

    private void take(Work work, IpAddress ip, OrderPart part) {
        if (mayHost.getAsBoolean()) {
            addresses.take(work, ip, part);
        } else {
            outcomes.report(work, part, new Outcome.Busy("this node may not host now"));
        }
    }

    private void run(Work work, OrderPart part, Event event) {
        boolean tooEarly = life.runstate().compareTo(Runstate.FIRST_RECOVERY) < 0;
        if (tooEarly || life.isEnding()) {
            outcomes.report(work, part, new Outcome.Done());
        } else {
            desk.submit(work, event, new Purpose.Ordered(part));
        }
    }

    /** An event that was an instruction has ended. */
    void ended(Work work, OrderPart part, Event event, SequenceResult result) {
        outcomes.report(work, part, outcome(event, result));
    }

    /**
     * Timeouts of startrecovery and recovered count as success. Source: CTDB events contract,
     * section 5.
     */
    private static Outcome outcome(Event event, SequenceResult result) {
        boolean forgiving =
                event instanceof Event.StartRecovery || event instanceof Event.Recovered;
        return switch (result.status()) {
            case OK -> new Outcome.Done();
            case TIMED_OUT ->
                    forgiving
                            ? new Outcome.Done()
                            : new Outcome.Failed(event.name() + " timed out");
            case FAILED, CANCELLED, NOT_STARTED ->
                    new Outcome.Failed(event.name() + " " + result.why());
        };
    }

    @Override
    public void forget(Work work) {
        addresses.forgetOrders();
    }

    @Override
    public void send(Work work, Pnn to, Message message) {
        outgoing.answer(to, message);
    }
}
