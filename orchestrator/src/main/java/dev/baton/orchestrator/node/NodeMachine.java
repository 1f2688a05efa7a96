// Longer than 500 lines because all parts of a node are wired and woken here and nowhere else.
package dev.baton.orchestrator.node;

import dev.baton.config.Pnn;
import dev.baton.events.Event;
import dev.baton.events.SequenceResult;
import dev.baton.events.sequence.EventLanes;
import dev.baton.orchestrator.cluster.Incarnation;
import dev.baton.orchestrator.cluster.Moment;
import dev.baton.orchestrator.cluster.Right;
import dev.baton.orchestrator.cluster.Runstate;
import dev.baton.orchestrator.cluster.VoterWord;
import dev.baton.orchestrator.exchange.Effect;
import dev.baton.orchestrator.exchange.Fact;
import dev.baton.orchestrator.exchange.Input;
import dev.baton.orchestrator.exchange.Message;
import dev.baton.orchestrator.exchange.OperatorCommand;
import dev.baton.orchestrator.exchange.Outcome;
import dev.baton.orchestrator.exchange.ReportNews;
import dev.baton.orchestrator.exchange.Step;
import dev.baton.orchestrator.lease.LeaseEvent;
import dev.baton.orchestrator.lease.Rights;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/**
 * All decisions of one node: takes inputs in their order and says what is to be done and what has
 * happened.
 *
 * <p>No clock, thread, socket, file or logger; the same machine runs in the agent and in the
 * simulator. One thread only. A broken invariant throws {@link IllegalStateException}: the agent
 * must end at once, its kernel then drops its addresses.
 */
public final class NodeMachine {
    private static final Duration STALL = Duration.ofSeconds(1);
    private static final int MOST_ROUNDS = 1000;

    private final NodeSetup setup;
    private final LiveRules live;
    private final Incarnation self;
    private final Outgoing outgoing;
    private final Peers peers;
    private final Rights rights;
    private final EventDesk desk;
    private final AskedEvents asked;
    private final HostedAddresses addresses;
    private final Connections connections;
    private final AddressChanges changes;
    private final Sections sections;
    private final Life life;
    private final Flags flags;
    private final NodeHealth health;
    private final RecoveryMode recovery = new RecoveryMode();
    private final OwnReport report;
    private final Heartbeats heartbeats;
    private final PeerClocks clocks;
    private final Operators operators;
    private final Leading leading;
    private final OrderedNode orderedNode;
    private final OrderDesk orders;
    private final VoterBook voters;
    private final VoteReturn voteReturn;
    private final LockDesk lock;
    private Moment lastStep;
    private Moment deadline = Moment.NEVER;
    private boolean majority;

    public NodeMachine(NodeSetup setup, Moment started) {
        this.setup = setup;
        this.self = setup.self();
        this.lastStep = started;
        live = new LiveRules(setup);
        NodeRules rules = setup.rules();
        outgoing = new Outgoing(self.node());
        peers = new Peers(setup.timing());
        clocks = new PeerClocks(setup.timing(), setup.clauses());
        desk =
                new EventDesk(
                        new EventLanes(() -> live.now().parallelAddressEvents()),
                        () -> live.now().eventLimit(),
                        this::permit,
                        this::ended);
        asked = new AskedEvents(desk);
        rights =
                new Rights(
                        self,
                        setup.voting().voters(),
                        setup.timing(),
                        setup.clauses(),
                        started,
                        this::mayCarry);
        connections = new Connections(self, () -> live.tunables().tickleUpdateInterval());
        boolean untouched = rules.failoverDisabled();
        addresses =
                new HostedAddresses(
                        setup.addresses(), untouched, rights, desk, connections, this::report);
        sections = new Sections(rights);
        voters = new VoterBook(setup, rights, peers, outgoing);
        voteReturn = new VoteReturn(setup, rights, peers);
        lock = new LockDesk(setup, rights, peers);
        life = new Life(desk, rules.shutdownLimit(), rules.shutdownExtra());
        flags = new Flags(self.node(), live, setup.startFlags());
        health = new NodeHealth(desk, flags, live);
        report = new OwnReport(setup, live, life, flags, addresses, this::voterWord);
        heartbeats = new Heartbeats(setup, peers, rights, report, outgoing, voters);
        changes = new AddressChanges(addresses);
        Operators.Parts parts =
                new Operators.Parts(flags, life, sections, live, addresses, changes, voters);
        operators = new Operators(self, parts, this::connectedLife, outgoing::send);
        leading =
                new Leading(
                        setup,
                        live,
                        peers,
                        rights,
                        heartbeats,
                        voters,
                        new LedCluster(
                                setup,
                                rights,
                                peers,
                                report,
                                this::connectedLife,
                                outgoing,
                                operators));
        orderedNode =
                new OrderedNode(
                        self,
                        peers,
                        rights,
                        desk,
                        addresses,
                        life,
                        flags,
                        live,
                        recovery,
                        outgoing,
                        this::report,
                        this::mayHost);
        orders = new OrderDesk(self, setup.clauses(), orderedNode);
    }

    /** Begins the node's life: the first step, before any input. */
    public Step start(Moment now, long wallMillis) {
        Work work = new Work(now, wallMillis);
        lastStep = now;
        voters.begin(work);
        life.begin(work);
        settle(work);
        deadline = earliest();
        return work.step();
    }

    /**
     * Takes all inputs that wait, in their order, as of one moment; the effects of the answer are
     * to be executed in order. What follows from them is looked for once: a thousand addresses that
     * are renewed are one step.
     */
    public Step step(Moment now, long wallMillis, List<Input> inputs) {
        Work work = new Work(now, wallMillis);
        noteStall(work);
        peers.checkSilence(work);
        for (Input input : inputs) {
            leases(work);
            take(work, input);
        }
        settle(work);
        deadline = earliest();
        return work.step();
    }

    /** When {@link Input.DeadlineReached} is due next. */
    public Moment nextDeadline() {
        return deadline;
    }

    private Moment earliest() {
        Moment next = heartbeats.nextDeadline();
        next = Moment.earlier(next, rights.nextEnd());
        next = Moment.earlier(next, peers.nextSilence());
        next = Moment.earlier(next, addresses.nextDeadline());
        next = Moment.earlier(next, connections.nextDeadline());
        next = Moment.earlier(next, orders.nextDeadline());
        next = Moment.earlier(next, sections.nextDeadline());
        next = Moment.earlier(next, life.nextDeadline());
        next = Moment.earlier(next, flags.nextDeadline());
        next = Moment.earlier(next, operators.nextDeadline());
        next = Moment.earlier(next, health.nextDeadline());
        next = Moment.earlier(next, recovery.nextDeadline(lastStep));
        next = Moment.earlier(next, voters.nextDeadline());
        next = Moment.earlier(next, voteReturn.nextDeadline());
        next = Moment.earlier(next, lock.nextDeadline());
        return Moment.earlier(next, leading.nextDeadline());
    }

    private void noteStall(Work work) {
        Duration pause = work.now().since(Moment.later(lastStep, deadline));
        if (pause.compareTo(STALL) > 0) {
            work.fact(new Fact.Stalled(pause));
        }
        lastStep = work.now();
    }

    // ---- inputs

    private void take(Work work, Input input) {
        switch (input) {
            case Input.DeadlineReached _ -> {}
            case Input.MessageReceived(Pnn from, Message message) -> receive(work, from, message);
            case Input.PeerLost(Pnn peer) -> peers.lost(work, peer);
            case Input.PeerSeen(Pnn peer) -> heartbeats.hasten(peer);
            case Input.SequenceFinished(var ticket, SequenceResult result) ->
                    desk.finished(work, ticket, result);
            case Input.TakePrepared(var ip, String problem) ->
                    addresses.prepared(work, ip, problem);
            case Input.AddressesObserved(var seen) -> addresses.observed(work, seen);
            case Input.AddressAppeared(var seen) -> addresses.appeared(work, seen);
            case Input.AddressVanished(var ip, var on) -> addresses.vanished(work, ip, on);
            case Input.AddressRead(var ip, var seen) -> addresses.read(work, ip, seen);
            case Input.AddressDropped(var ip, boolean clean) -> addresses.dropped(work, ip, clean);
            case Input.RenewalSkipped(var ip) -> addresses.renewalSkipped(ip);
            case Input.RenewalFailed(var ip, String why) -> addresses.renewalFailed(work, ip, why);
            case Input.AddressesWatched(long generation, String problem) -> {
                operators.watched(work, generation, problem);
                tellAtOnce(work);
            }
            case Input.LinksObserved(var up) -> {
                if (addresses.links(work, up)) {
                    health.asked(work.now());
                }
            }
            case Input.ForeignFound(var ip, String mac) -> addresses.foreign(work, ip, mac);
            case Input.ClaimSeen(var ip, String mac) -> addresses.claimed(work, ip, mac);
            case Input.ClockSlewed(boolean slewed) -> rights.slew(work.now(), slewed);
            case Input.OperatorAsked(var request, var command) ->
                    asked(work, new Asker.Here(request), command);
            case Input.ToolAnswered(long id, var reply) -> operators.called(work, id, reply);
            case Input.EventAsked(var request, var event, var limit) ->
                    asked.ask(work, request, event, limit);
            case Input.VotersStored(var stored, String problem) ->
                    voters.stored(work, stored, problem);
            case Input.NodesRead(Pnn asker, long id, var nodes, String problem) -> {
                if (id == VoterBook.OWN_READING) {
                    voters.read(work, nodes);
                } else {
                    outgoing.send(work, asker, new Message.NodesTold(self, id, nodes, problem));
                }
            }
            case Input.FailbackChanged(var failback) -> leading.failback(failback);
            case Input.LockAnswer answer -> lock.answered(work, answer);
            case Input.StopAsked(String why) -> life.stop(work, why);
        }
    }

    private void receive(Work work, Pnn from, Message message) {
        if (!message.from().node().equals(from)) {
            return;
        }
        switch (message) {
            case Message.Beat beat -> {
                look(work, clocks.hear(work.now(), beat));
                beat.report().map(ReportNews::report).ifPresent(addresses::heard);
                beat.report()
                        .map(news -> news.report().tunables())
                        .ifPresent(tunables -> live.adopt(work, tunables.shared()));
                if (heartbeats.heard(work, beat)) {
                    addresses.announceAll(work);
                }
            }
            case Message.BeatAck ack -> {
                look(work, clocks.hear(work.now(), ack, rights.asked(ack)));
                heartbeats.acknowledged(work, ack);
                lock.heard(work, ack);
            }
            case Message.Order order -> orders.receive(work, order);
            case Message.Answer answer -> leading.answered(work, answer);
            case Message.Refused refused -> leading.refused(refused);
            case Message.Request request ->
                    asked(work, new Asker.There(from, request.id()), request.command());
            case Message.Connections list -> addresses.told(list);
            case Message.VotersTold told -> voters.told(work, told);
            case Message.Outlived told -> outlived(work, told);
            case Message.NodesAsked asked -> work.effect(new Effect.ReadNodes(from, asked.id()));
            case Message.NodesTold told -> leading.nodesTold(told);
            case Message.Response response -> operators.answered(work, response);
        }
    }

    /** A machine that took the place of one whose wall clock was ahead of its own. */
    private void outlived(Work work, Message.Outlived told) {
        if (told.to().equals(self)) {
            String why = "node %s knows a later life of this one".formatted(told.from().node());
            work.effect(new Effect.StartAgain(told.known(), why));
        }
    }

    /** Who was paused gives up what it holds before it does anything else. */
    private void look(Work work, Optional<Duration> pause) {
        if (pause.isPresent()) {
            work.fact(new Fact.Paused(pause.get()));
            rights.stoodStill(work.now());
            leases(work);
        }
    }

    private void asked(Work work, Asker asker, OperatorCommand command) {
        operators.asked(work, asker, command, leading.leader(), leading.node());
        tellAtOnce(work);
    }

    /**
     * What an operator changed is told with the answer: the next command, which may be one for the
     * leader, counts on it.
     */
    private void tellAtOnce(Work work) {
        report.refresh();
        if (report.isUntold()) {
            heartbeats.hasten(work.now());
        }
    }

    // ---- the loop that follows every input

    private void settle(Work work) {
        for (int round = 0; round < MOST_ROUNDS; round++) {
            leases(work);
            addresses.renew(work);
            addresses.wake(work);
            changes.wake(work);
            connections.wake(work, addresses, peers, outgoing);
            orders.wake(work);
            flags.wake(work);
            operators.wake(work);
            voters.wake(work);
            lock.wake(work, !life.isEnding());
            sections.drive(work);
            proceed(work);
            health.wake(work, life.runstate(), recovery.isOn(work.now()));
            report.refresh();
            leading.drive(work, mayLead());
            report.generation(leading.generation());
            report.refresh();
            boolean beats = heartbeats.beatIfDue(work, leading.number(), leading.node(), ordered());
            if (outgoing.hasNoneToSelf() && !beats) {
                outgoing.sendAnswers(work);
                tellChanges(work);
                return;
            }
            receiveOwn(work);
        }
        throw new IllegalStateException("one step of node " + self + " does not come to an end");
    }

    private Heartbeats.Ordered ordered() {
        if (outgoing.isAnswering()) {
            return Heartbeats.Ordered.ANSWERING;
        }
        return orders.isBusy() ? Heartbeats.Ordered.WORKING : Heartbeats.Ordered.NOTHING;
    }

    private void receiveOwn(Work work) {
        Optional<Message> own = outgoing.nextToSelf();
        while (own.isPresent()) {
            receive(work, self.node(), own.get());
            own = outgoing.nextToSelf();
        }
    }

    private void leases(Work work) {
        for (LeaseEvent event : rights.events(work.now())) {
            addresses.lease(work, event);
            sections.lease(work, event);
            leading.lease(work, event);
        }
    }

    private void proceed(Work work) {
        life.wake(work, mayStart(work));
        if (leading.node().isPresent() && mayStart(work)) {
            life.leaderKnown(work);
        }
        if (voters.takeChange()) {
            heartbeats.hasten(work.now());
        }
        if (flags.inactive() || rights.isSlewed()) {
            addresses.releaseAll(work, rights.isSlewed() ? "clock_slewed" : "node_inactive");
        } else if (!rights.mayHold()) {
            addresses.releaseAll(work, "no_voter");
        }
        if (life.runstate() == Runstate.SHUTDOWN) {
            shutDown(work);
        }
    }

    /** Whether the event startup may run. Source: CTDB events contract, sections 4.2, 7 and 9. */
    private boolean mayStart(Work work) {
        return !flags.inactive() && !recovery.isOn(work.now()) && !leading.owesFirstRecovery();
    }

    private void shutDown(Work work) {
        boolean relievable = leading.node().isPresent() && !flags.inactive();
        if (life.mustReleaseNow(work.now(), relievable)) {
            addresses.releaseAll(work, "shutdown");
        }
        boolean nothingHeld = addresses.allAbsent() && !leading.hasWork();
        boolean voteIsBack = voteReturn.isOver(work, nothingHeld);
        life.finishIf(work, nothingHeld, voteIsBack);
        if (life.isEnding() && leading.leader().isPresent()) {
            leading.resign(work, "stopping");
        }
    }

    private boolean mayLead() {
        return live.mayLead()
                && rights.mayHold()
                && !flags.inactive()
                && !rights.isSlewed()
                && !voteReturn.asks()
                && !life.isEnding()
                && life.runstate().compareTo(Runstate.SETUP) > 0;
    }

    private boolean mayHost() {
        return flags.bits() == 0
                && rights.mayHold()
                && !rights.isSlewed()
                && !live.now().failoverDisabled()
                && life.runstate() == Runstate.RUNNING;
    }

    private VoterWord voterWord() {
        return new VoterWord(
                rights.mayHold(), voteReturn.asks(), rights.lockLife(lastStep), lock.isDoubted());
    }

    private void tellChanges(Work work) {
        boolean now = rights.hearsMajority(work.now(), setup.timing().lease());
        if (now != majority) {
            majority = now;
            work.fact(new Fact.MajorityChanged(now));
        }
        leading.tell(work, "seen");
    }

    // ---- parts calling back

    private boolean mayCarry(Right right) {
        return addresses.mayCarry(right);
    }

    private StartPermit permit(Work work, Event event) {
        return addresses.permit(work, event);
    }

    private void report(Work work, OrderPart part, Outcome outcome) {
        orders.report(work, part, outcome);
    }

    private Optional<Incarnation> connectedLife(Pnn pnn) {
        return pnn.equals(self.node()) ? Optional.of(self) : peers.life(pnn);
    }

    private void ended(Work work, Purpose purpose, Event event, SequenceResult result) {
        switch (purpose) {
            case Purpose.Life() -> {
                if (life.ended(work, event, result)) {
                    health.start(work.now());
                }
            }
            case Purpose.Monitor() -> health.ended(work, result);
            case Purpose.Ordered(OrderPart part) -> orderedNode.ended(work, part, event, result);
            case Purpose.Asked(var request) -> asked.ended(work, request, result);
            case Purpose.OfAddress(var ip) -> addresses.ended(work, ip, event, result);
        }
    }

    // ---- the view

    /** The end of the running lease on a right this node holds. */
    public Optional<Moment> heldUntil(Right right) {
        return rights.until(right);
    }

    /** What this node knows now. */
    public NodeView view(Moment now) {
        TreeMap<Pnn, NodeView.Peer> all =
                new TreeMap<>(peers.view(rights.voters().set().nodes().count()));
        all.put(self.node(), new NodeView.Peer(flags.bits(), now, Optional.of(report.current())));
        Moment end = rights.nextEnd();
        return new NodeView(
                now,
                self,
                setup.name(),
                life.runstate(),
                leading.node(),
                majority,
                end.equals(Moment.NEVER) ? Optional.empty() : Optional.of(end),
                all,
                sections.held(),
                leading.lastRun(),
                leading.isRunning(),
                live.tunables(),
                live.mayLead(),
                addresses.configured(),
                connections.shown(),
                rights.voters(),
                voters.differsFromFiles());
    }
}
