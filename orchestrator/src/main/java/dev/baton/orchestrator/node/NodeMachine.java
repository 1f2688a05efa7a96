// Longer than 500 lines because it is the one place where the parts of a node meet.
package dev.baton.orchestrator.node;

import dev.baton.config.LeaseTiming;
import dev.baton.config.Pnn;
import dev.baton.events.Event;
import dev.baton.events.SequenceResult;
import dev.baton.events.SequenceStatus;
import dev.baton.events.sequence.EventLanes;
import dev.baton.orchestrator.cluster.ClusterSnapshot;
import dev.baton.orchestrator.cluster.Incarnation;
import dev.baton.orchestrator.cluster.Moment;
import dev.baton.orchestrator.cluster.NodeFlag;
import dev.baton.orchestrator.cluster.NodeReport;
import dev.baton.orchestrator.cluster.Right;
import dev.baton.orchestrator.cluster.Runstate;
import dev.baton.orchestrator.exchange.Effect;
import dev.baton.orchestrator.exchange.Fact;
import dev.baton.orchestrator.exchange.Input;
import dev.baton.orchestrator.exchange.Instruction;
import dev.baton.orchestrator.exchange.Message;
import dev.baton.orchestrator.exchange.OperatorReply;
import dev.baton.orchestrator.exchange.Outcome;
import dev.baton.orchestrator.exchange.Step;
import dev.baton.orchestrator.health.HealthRule;
import dev.baton.orchestrator.health.MonitorSchedule;
import dev.baton.orchestrator.leadership.Leadership;
import dev.baton.orchestrator.lease.LeaseEvent;
import dev.baton.orchestrator.lease.Rights;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * All decisions of one node: takes one input at a time and says what is to be done and what has
 * happened.
 *
 * <p>No clock, thread, socket, file or logger; the same machine runs in the agent and in the
 * simulator. One thread only. A broken invariant throws {@link IllegalStateException}: the agent
 * must end at once, its kernel then drops its addresses.
 *
 * <p>Longer than other files because it is the one place where the parts of a node meet.
 */
public final class NodeMachine {

    private static final Duration STALL = Duration.ofSeconds(1);
    private static final Duration REPORT_AT_MOST_EVERY = Duration.ofMillis(4);
    private static final Duration MAJORITY_HEARD_WITHIN = Duration.ofSeconds(2);
    private static final int MOST_ROUNDS = 1000;
    private static final Right LEADING = new Right.Leading();

    private final NodeSetup setup;
    private final Incarnation self;
    private final LeaseTiming timing;
    private final Peers peers;
    private final Rights rights;
    private final EventDesk desk;
    private final HostedAddresses addresses;
    private final OrderDesk orders;
    private final Sections sections;
    private final Life life;
    private final Flags flags;
    private final Operators operators;
    private final MonitorSchedule monitor;
    private final HealthRule health;
    private final Leadership leadership = new Leadership();
    private final ArrayDeque<Message> toSelf = new ArrayDeque<>();

    /** Answers to orders: they leave after the heartbeat that gives back what was released. */
    private final ArrayDeque<Effect> answers = new ArrayDeque<>();

    private Optional<Leader> leader = Optional.empty();
    private Optional<NodeView.RunSummary> lastRun = Optional.empty();
    private NodeReport report;
    private Moment nextBeat = Moment.PAST;
    private Moment lastBeat = Moment.PAST;
    private Moment lastStep;
    private boolean reportChanged;
    private boolean slewed;
    private boolean majority;
    private boolean everMonitored;
    private int leaderSeen = -1;

    public NodeMachine(NodeSetup setup, Moment started) {
        this.setup = setup;
        this.self = setup.self();
        this.timing = setup.timing();
        this.lastStep = started;
        NodeRules rules = setup.rules();
        TreeSet<Pnn> others = new TreeSet<>(setup.voters().nodes());
        others.remove(self.node());
        peers = new Peers(others, timing);
        desk =
                new EventDesk(
                        new EventLanes(rules.parallelAddressEvents()),
                        rules.eventLimit(),
                        this::permit,
                        this::ended);
        rights = new Rights(self, setup.voters(), timing, setup.clauses(), started, this::mayCarry);
        addresses = new HostedAddresses(setup.addresses(), rights, desk, this::report);
        orders = new OrderDesk(self, setup.clauses(), new OrderNode());
        sections = new Sections(rights);
        life = new Life(desk, rules.shutdownLimit());
        flags = new Flags(self.node(), setup.startFlags());
        operators = new Operators(self, flags, life, sections, this::connectedLife, this::send);
        monitor = new MonitorSchedule(rules.monitorInterval());
        health = new HealthRule(rules.monitorTimeoutCount());
        report = newReport(1);
    }

    /** Begins the node's life: the first step, before any input. */
    public Step start(Moment now, long wallMillis) {
        Work work = new Work(now, wallMillis);
        lastStep = now;
        life.begin(work);
        settle(work);
        return work.step();
    }

    /** Takes one input; the effects of the answer are to be executed in order. */
    public Step step(Moment now, long wallMillis, Input input) {
        Work work = new Work(now, wallMillis);
        noteStall(work);
        peers.checkSilence(work);
        leases(work);
        take(work, input);
        settle(work);
        return work.step();
    }

    /** When {@link Input.DeadlineReached} is due next. */
    public Moment nextDeadline() {
        Moment next = nextBeat;
        if (reportChanged) {
            next = Moment.earlier(next, lastBeat.plus(REPORT_AT_MOST_EVERY));
        }
        next = Moment.earlier(next, rights.nextEnd());
        next = Moment.earlier(next, peers.nextSilence());
        next = Moment.earlier(next, addresses.nextDeadline());
        next = Moment.earlier(next, orders.nextDeadline());
        next = Moment.earlier(next, sections.nextDeadline());
        next = Moment.earlier(next, life.nextDeadline());
        next = Moment.earlier(next, flags.nextDeadline());
        next = Moment.earlier(next, operators.nextDeadline());
        next = Moment.earlier(next, monitor.due());
        next = Moment.earlier(next, leadership.due());
        return Moment.earlier(next, leader.map(Leader::nextDeadline).orElse(Moment.NEVER));
    }

    private void noteStall(Work work) {
        Duration pause = work.now().since(Moment.later(lastStep, nextDeadline()));
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
            case Input.PeerSeen(Pnn _) -> nextBeat = work.now();
            case Input.SequenceFinished(var ticket, SequenceResult result) ->
                    desk.finished(work, ticket, result);
            case Input.TakePrepared(var ip, String problem) ->
                    addresses.prepared(work, ip, problem);
            case Input.AddressesObserved(var seen) -> addresses.observed(work, seen);
            case Input.AddressAppeared(var seen) -> addresses.appeared(work, seen);
            case Input.AddressVanished(var ip, var on) -> addresses.vanished(work, ip, on);
            case Input.AddressRead(var ip, var seen) -> addresses.read(work, ip, seen);
            case Input.AddressDropped(var ip, boolean clean) -> addresses.dropped(work, ip, clean);
            case Input.RenewalFailed(var ip, String why) -> addresses.renewalFailed(work, ip, why);
            case Input.LinksObserved(var up) -> addresses.links(work, up);
            case Input.ClaimSeen(var ip, String mac) -> addresses.claimed(work, ip, mac);
            case Input.ClockSlewed(boolean now) -> slewed = now;
            case Input.OperatorAsked(var request, var command) ->
                    operators.asked(work, new Asker.Here(request), command, leader, leaderNode());
            case Input.StopAsked(String why) -> life.stop(work, why);
        }
    }

    private void receive(Work work, Pnn from, Message message) {
        if (!message.from().node().equals(from)) {
            return;
        }
        switch (message) {
            case Message.Beat beat -> beat(work, beat);
            case Message.BeatAck ack -> acknowledged(work, ack);
            case Message.Order order -> orders.receive(work, order);
            case Message.Answer answer -> leader.ifPresent(lead -> lead.answered(work, answer));
            case Message.Refused refused -> {
                if (leader.map(lead -> lead.refused(refused)).orElse(false)) {
                    rights.giveBack(LEADING);
                }
            }
            case Message.Request request ->
                    operators.asked(
                            work,
                            new Asker.There(from, request.id()),
                            request.command(),
                            leader,
                            leaderNode());
            case Message.Response response -> operators.answered(work, response);
        }
    }

    private void beat(Work work, Message.Beat beat) {
        Pnn from = beat.from().node();
        if (beat.voters() != setup.voters().hash()) {
            peers.find(from)
                    .filter(state -> !state.votersDiffer)
                    .ifPresent(
                            state -> {
                                state.votersDiffer = true;
                                work.fact(new Fact.VotersDiffer(from));
                            });
            return;
        }
        peers.find(from).ifPresent(state -> state.votersDiffer = false);
        boolean known = peers.connected(from).isPresent();
        if (!peers.hear(work, beat)) {
            return;
        }
        boolean reborn = rights.meet(beat.from());
        Message.BeatAck ack = rights.vote(work.now(), beat);
        long seen =
                peers.find(from).flatMap(state -> state.report).map(NodeReport::version).orElse(0L);
        send(
                work,
                from,
                new Message.BeatAck(
                        ack.from(),
                        ack.to(),
                        ack.voters(),
                        ack.number(),
                        ack.applied(),
                        seen,
                        ack.refusals(),
                        ack.weak()));
        if (reborn || (!known && peers.connected(from).isPresent())) {
            nextBeat = work.now();
            addresses.announceAll(work);
        }
    }

    private void acknowledged(Work work, Message.BeatAck ack) {
        if (ack.voters() != setup.voters().hash() || !ack.to().equals(self)) {
            return;
        }
        boolean reborn = rights.meet(ack.from());
        rights.count(work.now(), ack);
        rights.sent(ack.number()).ifPresent(sent -> peers.answered(work, ack.from().node(), sent));
        peers.find(ack.from().node()).ifPresent(state -> state.reportSeen = ack.reportSeen());
        if (reborn) {
            nextBeat = work.now();
        }
    }

    // ---- the loop that follows every input

    private void settle(Work work) {
        for (int round = 0; round < MOST_ROUNDS; round++) {
            leases(work);
            addresses.renew(work);
            addresses.wake(work);
            orders.wake(work);
            flags.wake(work);
            operators.wake(work);
            sections.drive(work);
            live(work);
            monitorIfDue(work);
            refreshReport();
            lead(work);
            refreshReport();
            boolean beats = beatIfDue(work);
            if (toSelf.isEmpty() && !beats) {
                answers.forEach(work::effect);
                answers.clear();
                tellChanges(work);
                return;
            }
            while (!toSelf.isEmpty()) {
                receive(work, self.node(), toSelf.remove());
            }
        }
        throw new IllegalStateException("one step of node " + self + " does not come to an end");
    }

    private void leases(Work work) {
        for (LeaseEvent event : rights.events(work.now())) {
            addresses.lease(work, event);
            sections.lease(work, event);
            if (event.right().equals(LEADING)) {
                leadingChanged(work, event);
            }
        }
    }

    private void live(Work work) {
        life.wake(work);
        if (leaderNode().isPresent()) {
            life.leaderKnown(work);
        }
        if (flags.inactive() || slewed) {
            addresses.releaseAll(work, slewed ? "clock_slewed" : "node_inactive");
        }
        if (life.runstate() == Runstate.SHUTDOWN) {
            boolean relievable = leaderNode().isPresent() && !flags.inactive();
            if (life.mustReleaseNow(work.now(), relievable)) {
                addresses.releaseAll(work, "shutdown");
            }
            boolean busy = leader.map(Leader::hasWork).orElse(false);
            boolean free = addresses.allAbsent() && !busy;
            life.finishIf(work, free);
            if (life.isEnding() && leader.isPresent()) {
                rights.giveBack(LEADING);
                resign(work, "stopping");
            }
        }
    }

    private void monitorIfDue(Work work) {
        if (life.runstate() != Runstate.RUNNING) {
            monitor.stop();
            return;
        }
        if (work.now().isBefore(monitor.due())) {
            return;
        }
        if (flags.inactive()) {
            monitor.skipped(work.now());
        } else {
            monitor.submitted();
            desk.submit(work, new Event.Monitor(), new Purpose.Monitor());
        }
    }

    // ---- leading

    private void lead(Work work) {
        boolean candidate =
                setup.mayLead()
                        && !flags.inactive()
                        && !slewed
                        && !life.isEnding()
                        && life.runstate().compareTo(Runstate.SETUP) > 0;
        if (leader.isPresent()) {
            if (!candidate || rights.until(LEADING).isEmpty()) {
                rights.giveBack(LEADING);
                resign(work, candidate ? "lost" : "inactive");
            } else {
                leader.get().drive(work);
            }
        } else if (!candidate) {
            leadership.rest();
            rights.giveBack(LEADING);
        } else if (!rights.wants(LEADING)) {
            askToLead(work);
        }
    }

    private void askToLead(Work work) {
        boolean heard = rights.hearsMajority(work.now(), MAJORITY_HEARD_WITHIN);
        if (leaderNode().isPresent() || !heard) {
            leadership.rest();
            return;
        }
        Duration busy =
                rights.promisedTo(work.now(), LEADING)
                        .filter(other -> !other.equals(self))
                        .map(_ -> rights.promiseLeft(work.now(), LEADING))
                        .orElse(Duration.ZERO);
        if (leadership.shouldAsk(work.now(), busy, rank())) {
            leadership.rest();
            rights.ask(work.now(), LEADING, work.wallMillis());
        }
    }

    private int rank() {
        return (int)
                peers.all().entrySet().stream()
                        .filter(entry -> entry.getKey().compareTo(self.node()) < 0)
                        .filter(entry -> entry.getValue().connected)
                        .filter(
                                entry ->
                                        entry.getValue()
                                                .report
                                                .filter(NodeReport::mayLead)
                                                .isPresent())
                        .count();
    }

    private void leadingChanged(Work work, LeaseEvent event) {
        switch (event) {
            case LeaseEvent.Granted granted -> {
                work.fact(new Fact.RightGranted(LEADING, granted.number(), granted.took()));
                leader =
                        Optional.of(
                                new Leader(
                                        self,
                                        granted.number(),
                                        setup.rules(),
                                        setup.planner(),
                                        setup.voters().count(),
                                        new LeaderNode()));
                nextBeat = work.now();
            }
            case LeaseEvent.Denied denied ->
                    leadership.denied(work.now(), denied.retryAfter(), rank());
            case LeaseEvent.Lapsed lapsed -> {
                work.fact(new Fact.RightLost(LEADING, lapsed.number(), "lease_ended"));
                rights.giveBack(LEADING);
                resign(work, "lost");
            }
        }
    }

    private void resign(Work work, String cause) {
        leader.ifPresent(
                lead -> {
                    lead.resign(work);
                    lastRun = lead.last().or(() -> lastRun);
                    nextBeat = work.now();
                });
        leader = Optional.empty();
        tellLeader(work, cause);
    }

    /** The node that leads, as far as this one can tell. */
    private Optional<Pnn> leaderNode() {
        if (leader.isPresent()) {
            return Optional.of(self.node());
        }
        Optional<Pnn> best = Optional.empty();
        long highest = 0;
        for (Map.Entry<Pnn, PeerState> peer : peers.all().entrySet()) {
            if (peer.getValue().connected && peer.getValue().leading > highest) {
                highest = peer.getValue().leading;
                best = Optional.of(peer.getKey());
            }
        }
        return best;
    }

    // ---- heartbeats

    private boolean beatIfDue(Work work) {
        boolean soon = reportChanged && !work.now().isBefore(lastBeat.plus(REPORT_AT_MOST_EVERY));
        if (!rights.isUrgent() && !soon && work.now().isBefore(nextBeat)) {
            return false;
        }
        reportChanged = false;
        lastBeat = work.now();
        nextBeat = work.now().plus(timing.heartbeat());
        long number = rights.beat(work.now());
        for (Map.Entry<Pnn, PeerState> peer : peers.all().entrySet()) {
            long seen = peer.getValue().reportSeen;
            work.effect(
                    new Effect.Send(
                            peer.getKey(),
                            new Message.Beat(
                                    self,
                                    setup.voters().hash(),
                                    number,
                                    rights.incarnationOf(peer.getKey()),
                                    leader.map(Leader::leading).orElse(0L),
                                    rights.changesFor(work.now(), peer.getKey()),
                                    report.version(),
                                    seen == report.version()
                                            ? Optional.empty()
                                            : Optional.of(report))));
        }
        return true;
    }

    private void refreshReport() {
        NodeReport fresh = newReport(report.version());
        if (!fresh.equals(report)) {
            report = newReport(report.version() + 1);
            reportChanged = true;
        }
    }

    private NodeReport newReport(long version) {
        return new NodeReport(
                version,
                setup.name(),
                life.runstate(),
                flags.bits(),
                setup.mayLead() && !flags.inactive() && life.runstate() != Runstate.SHUTDOWN,
                flags.reason(),
                flags.failingScript(),
                addresses.interfacesDown(),
                addresses.report());
    }

    private void tellChanges(Work work) {
        boolean now = rights.hearsMajority(work.now(), timing.lease());
        if (now != majority) {
            majority = now;
            work.fact(new Fact.MajorityChanged(now));
        }
        tellLeader(work, "seen");
    }

    private void tellLeader(Work work, String cause) {
        int now = leaderNode().map(Pnn::value).orElse(-1);
        if (now != leaderSeen) {
            work.fact(new Fact.LeaderChanged(leaderSeen, now, cause));
            leaderSeen = now;
        }
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

    private void send(Work work, Pnn to, Message message) {
        if (to.equals(self.node())) {
            toSelf.add(message);
        } else {
            work.effect(new Effect.Send(to, message));
        }
    }

    private void ended(Work work, Purpose purpose, Event event, SequenceResult result) {
        switch (purpose) {
            case Purpose.Life() -> {
                if (life.ended(work, event, result)) {
                    monitor.start(work.now());
                }
            }
            case Purpose.Monitor() -> monitored(work, result);
            case Purpose.Ordered(OrderPart part) ->
                    orders.report(work, part, outcome(event, result));
            case Purpose.OfAddress(var ip) -> addresses.ended(work, ip, event, result);
        }
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

    private void monitored(Work work, SequenceResult result) {
        boolean changed =
                switch (health.judge(result.status())) {
                    case UNCHANGED -> false;
                    case HEALTHY -> flags.clear(work, NodeFlag.UNHEALTHY, "monitor_ok");
                    case UNHEALTHY -> flags.set(work, NodeFlag.UNHEALTHY, result.why());
                };
        boolean yielded = result.status() == SequenceStatus.CANCELLED;
        if (yielded && !everMonitored) {
            monitor.again(work.now());
            return;
        }
        everMonitored = true;
        if (changed) {
            monitor.healthChanged(work.now());
        } else {
            monitor.ended(work.now());
        }
    }

    private final class OrderNode implements OrderDesk.Node {
        @Override
        public Optional<String> objection(Work work, Incarnation from) {
            Optional<Incarnation> promised = rights.promisedTo(work.now(), LEADING);
            if (promised.isPresent() && !setup.clauses().mayFollow(promised.get(), from)) {
                return Optional.of("promised to follow node " + promised.get().node());
            }
            boolean heard =
                    from.equals(self)
                            || peers.find(from.node())
                                    .filter(state -> state.incarnation == from.number())
                                    .filter(state -> isHeard(work, state))
                                    .isPresent();
            return heard ? Optional.empty() : Optional.of("this leader was not heard lately");
        }

        private boolean isHeard(Work work, PeerState peer) {
            return setup.clauses().isHeard(work.now(), peer.lastHeard, timing);
        }

        @Override
        public void obey(Work work, OrderPart part, Instruction instruction) {
            switch (instruction) {
                case Instruction.StartRecovery() -> run(work, part, new Event.StartRecovery());
                case Instruction.Recovered() -> run(work, part, new Event.Recovered());
                case Instruction.StartIpReallocate() ->
                        run(work, part, new Event.StartIpReallocate());
                case Instruction.IpReallocated() -> run(work, part, new Event.IpReallocated());
                case Instruction.Release(var ip, long number) ->
                        addresses.release(work, ip, number, part);
                case Instruction.Take(var ip) -> take(work, ip, part);
                case Instruction.Update update ->
                        addresses.update(work, update.ip(), update.number(), update.to(), part);
                case Instruction.Ban(long seconds) -> {
                    flags.ban(work, Duration.ofSeconds(seconds), "takeover_runs_failed");
                    orders.report(work, part, new Outcome.Done());
                }
            }
        }

        private void take(Work work, dev.baton.config.IpAddress ip, OrderPart part) {
            if (flags.bits() != 0 || slewed || life.runstate() != Runstate.RUNNING) {
                orders.report(work, part, new Outcome.Busy("this node may not host now"));
            } else {
                addresses.take(work, ip, part);
            }
        }

        private void run(Work work, OrderPart part, Event event) {
            boolean tooEarly = life.runstate().compareTo(Runstate.FIRST_RECOVERY) < 0;
            if (tooEarly || life.isEnding()) {
                orders.report(work, part, new Outcome.Done());
            } else {
                desk.submit(work, event, new Purpose.Ordered(part));
            }
        }

        @Override
        public void forget(Work work) {
            addresses.forgetOrders();
        }

        @Override
        public void send(Work work, Pnn to, Message message) {
            if (to.equals(self.node())) {
                toSelf.add(message);
            } else {
                answers.add(new Effect.Send(to, message));
            }
        }
    }

    private final class LeaderNode implements Leader.Node {
        @Override
        public ClusterSnapshot snapshot() {
            TreeMap<Pnn, NodeReport> reports = new TreeMap<>();
            peers.all()
                    .forEach(
                            (pnn, state) -> {
                                if (state.connected) {
                                    state.report.ifPresent(theirs -> reports.put(pnn, theirs));
                                }
                            });
            reports.put(self.node(), report);
            return new ClusterSnapshot(setup.nodeCount(), reports);
        }

        @Override
        public Optional<Incarnation> life(Pnn pnn) {
            return connectedLife(pnn);
        }

        @Override
        public void send(Work work, Pnn to, Message message) {
            NodeMachine.this.send(work, to, message);
        }

        @Override
        public void reply(Work work, Asker asker, OperatorReply reply) {
            operators.reply(work, asker, reply);
        }
    }

    // ---- the view

    /** The end of the running lease on a right this node holds. */
    public Optional<Moment> heldUntil(Right right) {
        return rights.until(right);
    }

    /** What this node knows now. */
    public NodeView view(Moment now) {
        TreeMap<Pnn, NodeView.Peer> all = new TreeMap<>();
        for (int i = 0; i < setup.nodeCount(); i++) {
            Pnn pnn = new Pnn(i);
            all.put(
                    pnn,
                    peers.find(pnn)
                            .map(NodeMachine::shown)
                            .orElse(
                                    new NodeView.Peer(
                                            NodeFlag.DELETED.bit(),
                                            Moment.PAST,
                                            Optional.empty())));
        }
        all.put(self.node(), new NodeView.Peer(flags.bits(), now, Optional.of(report)));
        Moment end = rights.nextEnd();
        return new NodeView(
                now,
                self,
                setup.name(),
                life.runstate(),
                leaderNode(),
                majority,
                end.equals(Moment.NEVER) ? Optional.empty() : Optional.of(end),
                all,
                sections.held(),
                leader.flatMap(Leader::last).or(() -> lastRun),
                leader.map(Leader::isRunning).orElse(false));
    }

    private static NodeView.Peer shown(PeerState state) {
        int own = state.report.map(NodeReport::flags).orElse(0);
        int bits =
                state.connected
                        ? own
                        : own | NodeFlag.DISCONNECTED.bit() | NodeFlag.UNHEALTHY.bit();
        return new NodeView.Peer(bits, state.lastHeard, state.report);
    }
}
