package dev.baton.orchestrator.node;

import dev.baton.config.Pnn;
import dev.baton.orchestrator.cluster.ClusterSnapshot;
import dev.baton.orchestrator.cluster.Incarnation;
import dev.baton.orchestrator.cluster.Moment;
import dev.baton.orchestrator.cluster.NodeFlag;
import dev.baton.orchestrator.cluster.NodeReport;
import dev.baton.orchestrator.cluster.SharedTunables;
import dev.baton.orchestrator.cluster.VoterSet;
import dev.baton.orchestrator.cluster.Voters;
import dev.baton.orchestrator.exchange.Effect;
import dev.baton.orchestrator.exchange.Fact;
import dev.baton.orchestrator.exchange.Instruction;
import dev.baton.orchestrator.exchange.Message;
import dev.baton.orchestrator.exchange.OperatorCommand;
import dev.baton.orchestrator.exchange.OperatorReply;
import dev.baton.orchestrator.exchange.RequestId;
import dev.baton.orchestrator.takeover.Planner;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiFunction;
import java.util.function.Consumer;

/**
 * A cluster that is nothing but one saved view: flags, tunables and addresses change in memory. Its
 * leader is the {@link Leader} of an agent; only what nodes answer to its orders is made up.
 *
 * <p>Time: the machine's, except that nobody waits for a node that does not answer. While a run
 * waits, the view's own time jumps to what comes next; it stays ahead of the machine's from then
 * on. Thread: one at a time.
 */
public final class ViewedCluster {

    private static final int MOST_TURNS = 100_000;

    private final SavedView saved;
    private final Moment began;
    private final TreeMap<Pnn, ViewedNode> nodes = new TreeMap<>();
    private final ViewedConnections connections = new ViewedConnections();
    private final ViewedOrders orders;
    private final List<ViewStep.Told> told = new ArrayList<>();
    private final List<Effect.Reply> replies = new ArrayList<>();

    /** Inactive nodes that have tried to release what they held. */
    private final TreeSet<Pnn> emptied = new TreeSet<>();

    private final Reach reach = new Reach();
    private Optional<Effect.Stop> stop = Optional.empty();
    private Optional<Leader> leader = Optional.empty();
    private Optional<Pnn> leaderNode;
    private boolean elects;
    private long leadings;
    private Generations generations = new Generations(0);
    private Moment clock;
    private Duration ahead = Duration.ZERO;

    /**
     * The cluster as it was saved; nothing is moved before something changes.
     *
     * @param machine the machine's clock now
     */
    public ViewedCluster(SavedView saved, Moment machine) {
        this.saved = saved;
        this.began = machine;
        this.clock = machine;
        saved.nodes().forEach((pnn, node) -> nodes.put(pnn, viewed(saved, pnn, node)));
        orders = new ViewedOrders(nodes, new StageAnswers(saved.answers()), this::by);
        leaderNode = saved.leader().filter(this::canLead);
        elects = leaderNode.isPresent();
        leaderNode.ifPresent(pnn -> leader = Optional.of(led(pnn)));
        leader.ifPresent(each -> each.carriesOn(clock, snapshot()));
        leader.ifPresent(each -> generations.look(snapshot(), reach, each.recovered()));
    }

    private static ViewedNode viewed(SavedView saved, Pnn pnn, SavedNode node) {
        Planner planner = saved.planner().with(node.tunables());
        NodeRules rules =
                NodeRules.DEFAULT
                        .withFailover(
                                NodeRules.DEFAULT.shutdownLimit(),
                                NodeRules.DEFAULT.shutdownExtra(),
                                saved.failoverDisabled())
                        .with(node.tunables());
        return new ViewedNode(
                pnn, node, new LiveRules(node.tunables(), rules, planner, node.mayLead()));
    }

    // ---- inputs

    /** An operator at the node of the view asks for something. */
    public ViewStep asked(Moment machine, RequestId id, OperatorCommand command) {
        begin(machine);
        Asker asker = new Asker.Here(id);
        switch (command) {
            case OperatorCommand.OnNode onNode -> reply(asker, onNode(onNode));
            case OperatorCommand.Move move -> move(asker, move);
            case OperatorCommand.ShareVariable(String name, int value) ->
                    share(
                            asker,
                            command,
                            (rules, work) ->
                                    rules.share(work, leaderLife(), leadings, name, value));
            case OperatorCommand.UnshareVariable(String name) ->
                    share(
                            asker,
                            command,
                            (rules, work) -> rules.unshare(work, leaderLife(), leadings, name));
            case OperatorCommand.Recover _ -> leads(asker, each -> each.reallocate(true, asker));
            case OperatorCommand.ReloadNodes _ ->
                    leads(asker, each -> each.reloadNodes(new Work(clock, 0), asker));
            case OperatorCommand.Reallocate _ ->
                    leads(asker, each -> each.reallocate(false, asker));
            case OperatorCommand.Failback(var ips) ->
                    leads(asker, each -> each.failback(ips, asker));
            case OperatorCommand.EnterSection _,
                    OperatorCommand.LeaveSection _,
                    OperatorCommand.TakeObject _,
                    OperatorCommand.GiveObjectBack _ ->
                    reply(asker, new OperatorReply.Refused("a view has no sections"));
        }
        return end();
    }

    /** Time has passed. */
    public ViewStep wake(Moment machine) {
        begin(machine);
        return end();
    }

    private void begin(Moment machine) {
        clock = Moment.later(clock, machine.plus(ahead));
    }

    private ViewStep end() {
        settle();
        List<ViewStep.Told> facts = List.copyOf(told);
        List<Effect.Reply> answers = List.copyOf(replies);
        told.clear();
        replies.clear();
        return new ViewStep(facts, answers, stop);
    }

    // ---- reading

    /** How far the view's time is ahead of the machine's. */
    public Duration ahead() {
        return ahead;
    }

    /** When something happens by itself, on the machine's clock. */
    public Moment nextDeadline() {
        Moment next = leader.map(Leader::nextDeadline).orElse(Moment.NEVER);
        for (ViewedNode node : nodes.values()) {
            next = Moment.earlier(next, node.flags().nextDeadline());
        }
        return next.equals(Moment.NEVER) ? next : next.minus(ahead);
    }

    /** The nodes that answer. */
    public List<Pnn> connected() {
        return nodes.entrySet().stream()
                .filter(entry -> entry.getValue().isConnected())
                .map(Map.Entry::getKey)
                .toList();
    }

    /** What a node sees. */
    public NodeView view(Pnn of, Moment machine) {
        Moment now = Moment.later(clock, machine.plus(ahead));
        ViewedNode node = nodes.get(of);
        if (node == null) {
            throw new IllegalArgumentException("expected one of " + nodes.keySet() + ", got " + of);
        }
        TreeMap<Pnn, NodeView.Peer> peers = new TreeMap<>();
        for (int i = 0; i < saved.file().count(); i++) {
            Pnn pnn = new Pnn(i);
            peers.put(pnn, peer(pnn, now));
        }
        return new NodeView(
                now,
                node.life(),
                node.saved().name(),
                node.runstate(),
                leaderNode,
                majority(),
                Optional.empty(),
                peers,
                new TreeMap<>(),
                leaderNode.filter(of::equals).flatMap(_ -> leader).flatMap(Leader::last),
                leaderNode
                        .filter(of::equals)
                        .flatMap(_ -> leader)
                        .map(Leader::isRunning)
                        .orElse(false),
                node.rules().tunables(),
                node.rules().mayLead(),
                node.addresses(),
                connections.byAddress(),
                Voters.founded(VoterSet.of(saved.file())),
                false);
    }

    private NodeView.Peer peer(Pnn pnn, Moment now) {
        ViewedNode node = nodes.get(pnn);
        if (node == null) {
            return new NodeView.Peer(NodeFlag.DELETED.bit(), Moment.PAST, Optional.empty());
        }
        int flags = node.flags().bits();
        return node.isConnected()
                ? new NodeView.Peer(flags, now, Optional.of(report(pnn)))
                : new NodeView.Peer(
                        flags | NodeFlag.DISCONNECTED.bit(),
                        node.saved().heardAgo().map(began::minus).orElse(Moment.PAST),
                        node.saved().heardAgo().map(_ -> report(pnn)));
    }

    private boolean majority() {
        return connected().size() > nodes.size() / 2;
    }

    // ---- commands

    private OperatorReply onNode(OperatorCommand.OnNode command) {
        ViewedNode node = nodes.get(command.node());
        if (node == null) {
            return new OperatorReply.NotFound("there is no node " + command.node());
        }
        if (!node.isConnected()) {
            return new OperatorReply.Refused(
                    "node " + command.node() + " cannot be reached from node " + saved.self());
        }
        List<OperatorReply> said = new ArrayList<>();
        by(
                command.node(),
                work -> said.add(new ViewedCommand(work, node, connections).carryOut(command)));
        elects = true;
        return said.getFirst();
    }

    private void move(Asker asker, OperatorCommand.Move move) {
        if (saved.failoverDisabled()) {
            reply(asker, new OperatorReply.Refused("failover_disabled: no address is moved"));
        } else {
            leads(asker, each -> each.move(move.ip(), move.to(), asker));
        }
    }

    /** As the leader does it; every node that answers knows it at once. */
    private void share(
            Asker asker, OperatorCommand command, BiFunction<LiveRules, Work, String> change) {
        leads(
                asker,
                _ -> {
                    Pnn first = leaderLife().node();
                    LiveRules rules = node(first).rules();
                    by(
                            first,
                            work -> {
                                String problem = change.apply(rules, work);
                                OperatorReply said = ViewedCommand.done(problem);
                                work.fact(
                                        new Fact.OperatorActed(
                                                command.toString(), said.toString()));
                                reply(asker, said);
                            });
                    connected().forEach(pnn -> adopt(pnn, rules.sources().shared()));
                });
    }

    private void adopt(Pnn pnn, SharedTunables shared) {
        by(pnn, work -> node(pnn).rules().adopt(work, shared));
        node(pnn).touch();
    }

    private Incarnation leaderLife() {
        return node(leaderNode.orElseThrow()).life();
    }

    private void leads(Asker asker, Consumer<Leader> ask) {
        chooseLeader();
        leader.ifPresentOrElse(
                ask,
                () ->
                        reply(
                                asker,
                                new OperatorReply.Refused(
                                        "the cluster has no leader now; see \"baton status\" and"
                                                + " try again")));
    }

    private void reply(Asker asker, OperatorReply reply) {
        if (asker instanceof Asker.Here(RequestId id)) {
            replies.add(new Effect.Reply(id, reply));
        }
    }

    // ---- time

    private void by(Pnn node, Consumer<Work> act) {
        Work work = new Work(clock, 0);
        act.accept(work);
        work.step().facts().forEach(fact -> told.add(new ViewStep.Told(node, clock, fact)));
    }

    /** Goes on until nothing is left to do but to wait for what is not a run. */
    private void settle() {
        for (int turn = 0; turn < MOST_TURNS; turn++) {
            nodes.forEach((pnn, node) -> by(pnn, work -> wake(work, node)));
            emptyTheInactive();
            chooseLeader();
            arrive();
            leaderNode.ifPresent(pnn -> by(pnn, work -> leader.ifPresent(it -> drive(work, it))));
            orders.deliver(clock);
            boolean isRunning = leader.map(Leader::isRunning).orElse(false);
            if (!isRunning && !endShutdowns()) {
                return;
            }
            if (isRunning) {
                jump();
            }
        }
        throw new IllegalStateException("expected a run to end, at " + clock);
    }

    private void drive(Work work, Leader each) {
        each.drive(work);
        generations.look(snapshot(), reach, each.recovered());
    }

    private static void wake(Work work, ViewedNode node) {
        int before = node.flags().bits();
        node.flags().wake(work);
        if (node.flags().bits() != before) {
            node.touch();
        }
    }

    private void arrive() {
        orders.arrived(clock)
                .forEach(
                        answer ->
                                leaderNode.ifPresent(
                                        pnn ->
                                                by(
                                                        pnn,
                                                        work ->
                                                                leader.ifPresent(
                                                                        it ->
                                                                                it.answered(
                                                                                        work,
                                                                                        answer)))));
    }

    /** To the next thing that happens in a run. */
    private void jump() {
        Moment run = leader.map(Leader::nextDeadline).orElse(Moment.NEVER);
        Moment next = Moment.earlier(run, orders.nextDeadline());
        if (next.isAfter(clock)) {
            ahead = ahead.plus(next.since(clock));
            clock = next;
        }
    }

    /** A banned or stopped node releases at once; what it cannot release waits for the next run. */
    private void emptyTheInactive() {
        nodes.forEach(
                (pnn, node) -> {
                    if (node.isConnected() && node.flags().inactive() && !emptied.contains(pnn)) {
                        emptied.add(pnn);
                        for (Instruction release : node.releases()) {
                            orders.carryOut(pnn, node, release);
                        }
                    } else if (!node.flags().inactive()) {
                        emptied.remove(pnn);
                    }
                });
    }

    /** A node that is relieved ends; whether there was one. */
    private boolean endShutdowns() {
        boolean ended = false;
        for (Map.Entry<Pnn, ViewedNode> entry : nodes.entrySet()) {
            if (entry.getValue().isConnected() && entry.getValue().isShuttingDown()) {
                entry.getValue().disconnect();
                ended = true;
                if (entry.getKey().equals(saved.self())) {
                    stop = Optional.of(new Effect.Stop(0, "operator"));
                }
            }
        }
        return ended && stop.isEmpty();
    }

    // ---- leading

    private boolean canLead(Pnn pnn) {
        ViewedNode node = nodes.get(pnn);
        return majority() && node != null && node.canLead();
    }

    private void chooseLeader() {
        if (leaderNode.filter(this::canLead).isPresent() || !elects) {
            return;
        }
        int before = leaderNode.map(Pnn::value).orElse(-1);
        leaderNode.ifPresent(pnn -> by(pnn, work -> leader.ifPresent(it -> it.resign(work))));
        leaderNode = nodes.keySet().stream().filter(this::canLead).findFirst();
        leader = leaderNode.map(this::led);
        int now = leaderNode.map(Pnn::value).orElse(-1);
        if (now != before) {
            told.add(
                    new ViewStep.Told(
                            leaderNode.orElse(saved.self()),
                            clock,
                            new Fact.LeaderChanged(before, now, "elected")));
        }
    }

    private Leader led(Pnn pnn) {
        ViewedNode node = node(pnn);
        generations = new Generations(leadings + 1);
        return new Leader(node.life(), ++leadings, node.rules(), new FixedVoters(reach), reach);
    }

    private ClusterSnapshot snapshot() {
        TreeMap<Pnn, NodeReport> reports = new TreeMap<>();
        connected().forEach(pnn -> reports.put(pnn, report(pnn)));
        return new ClusterSnapshot(saved.file().count(), reports);
    }

    private NodeReport report(Pnn pnn) {
        long generation =
                leaderNode.filter(pnn::equals).map(_ -> generations.now()).orElse(Generations.NONE);
        return node(pnn).report(generation);
    }

    private ViewedNode node(Pnn pnn) {
        return Optional.ofNullable(nodes.get(pnn)).orElseThrow();
    }

    /** The cluster as its leader reaches it. */
    private final class Reach implements Leader.Node {
        @Override
        public ClusterSnapshot snapshot() {
            return ViewedCluster.this.snapshot();
        }

        @Override
        public Optional<Incarnation> life(Pnn pnn) {
            return Optional.ofNullable(nodes.get(pnn))
                    .filter(ViewedNode::isConnected)
                    .map(ViewedNode::life);
        }

        @Override
        public void send(Work work, Pnn to, Message message) {
            if (message instanceof Message.Order order) {
                orders.send(to, order);
            }
        }

        @Override
        public void reply(Work work, Asker asker, OperatorReply reply) {
            ViewedCluster.this.reply(asker, reply);
        }
    }
}
