package dev.baton.orchestrator.node;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.baton.config.FailbackNow;
import dev.baton.config.InterfaceName;
import dev.baton.config.IpAddress;
import dev.baton.config.LeaseTiming;
import dev.baton.config.NodeName;
import dev.baton.config.NodesFile;
import dev.baton.config.Pnn;
import dev.baton.config.PublicAddress;
import dev.baton.config.Tunables;
import dev.baton.config.VoteMode;
import dev.baton.events.Event;
import dev.baton.events.SequenceResult;
import dev.baton.events.SequenceStatus;
import dev.baton.orchestrator.allocation.AllocationPolicy;
import dev.baton.orchestrator.allocation.Lcp2;
import dev.baton.orchestrator.cluster.AddressPhase;
import dev.baton.orchestrator.cluster.ExampleVoters;
import dev.baton.orchestrator.cluster.Incarnation;
import dev.baton.orchestrator.cluster.Moment;
import dev.baton.orchestrator.cluster.VoterSet;
import dev.baton.orchestrator.cluster.Voters;
import dev.baton.orchestrator.exchange.AddressSeen;
import dev.baton.orchestrator.exchange.Effect;
import dev.baton.orchestrator.exchange.Fact;
import dev.baton.orchestrator.exchange.Input;
import dev.baton.orchestrator.exchange.Message;
import dev.baton.orchestrator.exchange.OperatorCommand;
import dev.baton.orchestrator.exchange.OperatorReply;
import dev.baton.orchestrator.exchange.RequestId;
import dev.baton.orchestrator.exchange.RunRecord;
import dev.baton.orchestrator.exchange.Step;
import dev.baton.orchestrator.lease.Clauses;
import dev.baton.orchestrator.takeover.Planner;
import dev.baton.orchestrator.takeover.StageRules;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiFunction;
import java.util.function.BiPredicate;

/**
 * A few machines on one virtual clock, with a network and scripts that just work; the wiring of
 * small tests.
 */
final class SmallCluster {

    static final InterfaceName ETH = new InterfaceName("pub1");
    private static final Duration HOP = Duration.ofMillis(1);
    private static final Duration SCRIPT = Duration.ofMillis(5);

    private record Due(Moment at, long order, Runnable what) {}

    final TreeMap<Integer, NodeMachine> machines = new TreeMap<>();
    final List<String> facts = new ArrayList<>();
    final TreeSet<IpAddress> foreign = new TreeSet<>();
    final List<String> probed = new ArrayList<>();
    final List<String> tickled = new ArrayList<>();
    final List<Integer> announced = new ArrayList<>();

    /** How many heartbeats were sent, answers not counted. */
    int beats;

    /** As they are stored, at their beginning and at their end; each replayed to the same plan. */
    final List<RunRecord> runs = new ArrayList<>();

    final List<OperatorReply> replies = new ArrayList<>();
    final List<Effect.AnswerEvent> eventAnswers = new ArrayList<>();
    final TreeMap<Integer, List<PublicAddress>> watched = new TreeMap<>();
    final List<IpAddress> dropped = new ArrayList<>();
    final List<IpAddress> renewed = new ArrayList<>();
    final List<String> ran = new ArrayList<>();
    final List<String> notified = new ArrayList<>();
    final TreeSet<Integer> cut = new TreeSet<>();
    NodeRules rules = NodeRules.DEFAULT;
    int startFlags;

    /** The cluster lock in the files of a node; none where none is said. */
    final TreeMap<Integer, String> locks = new TreeMap<>();

    /** The lock of the stored voters, where it is not the one of the files. */
    Optional<String> foundedWith = Optional.empty();

    boolean isFounded = true;
    final TreeSet<Integer> lockTakes = new TreeSet<>();
    Tunables files = Tunables.DEFAULT;

    /** Of the nodes that start from now on. */
    Planner planner = new Planner(new Lcp2(), AllocationPolicy.DEFAULT);

    final List<Integer> exits = new ArrayList<>();
    BiFunction<Integer, Event, SequenceStatus> scripts = (_, _) -> SequenceStatus.OK;
    BiPredicate<Integer, Event> lasts = (_, _) -> false;
    private final TreeMap<Integer, TreeMap<IpAddress, AddressSeen>> kernels = new TreeMap<>();
    private final PriorityQueue<Due> queue =
            new PriorityQueue<>(
                    (a, b) -> {
                        int byTime = a.at().compareTo(b.at());
                        return byTime != 0 ? byTime : Long.compare(a.order(), b.order());
                    });
    private final List<PublicAddress> addresses = new ArrayList<>();
    private final int nodes;
    private final TreeMap<Integer, Voters> stored = new TreeMap<>();
    private final NodesFile nodesFile;
    private Moment now = new Moment(0);
    private long order;
    private long lives;

    SmallCluster(int nodes, int addresses) {
        this.nodes = nodes;
        this.nodesFile = ExampleVoters.file(nodes);
        for (int i = 1; i <= addresses; i++) {
            this.addresses.add(new PublicAddress(ip(i), 24, List.of(ETH)));
        }
    }

    static PublicAddress address(int last) {
        return new PublicAddress(ip(last), 24, List.of(ETH));
    }

    static IpAddress ip(int last) {
        return IpAddress.of("10.50.1." + last);
    }

    SmallCluster startAll() {
        for (int node = 0; node < nodes; node++) {
            start(node);
        }
        return this;
    }

    void start(int node) {
        NodeSetup setup =
                new NodeSetup(
                        new Incarnation(new Pnn(node), ++lives),
                        new NodeName("n" + node),
                        voting(node),
                        addresses,
                        LeaseTiming.DEFAULT,
                        rules,
                        files,
                        planner,
                        Clauses.SAFE,
                        StageRules.KEPT,
                        startFlags,
                        true,
                        FailbackNow.OPEN);
        NodeMachine machine = new NodeMachine(setup, now);
        machines.put(node, machine);
        kernels.put(node, new TreeMap<>());
        done(node, machine, machine.start(now, wall()));
        link(node, true);
    }

    /** Votes stay with nodes that end: of two nodes one would have to wait for that. */
    private Voting voting(int node) {
        String lock = locks.getOrDefault(node, "");
        VoterSet configured = VoterSet.of(nodesFile, VoteMode.MAJORITY, lock);
        VoterSet agreed =
                foundedWith
                        .map(known -> VoterSet.of(nodesFile, VoteMode.MAJORITY, known))
                        .orElse(configured);
        Voters first = isFounded ? Voters.founded(agreed) : Voters.unfounded(configured);
        Voters voters = stored.computeIfAbsent(node, _ -> first);
        return new Voting(voters, configured, Voting.LOCK_PROOFS, false);
    }

    void link(int node, boolean up) {
        TreeMap<InterfaceName, Boolean> links = new TreeMap<>();
        links.put(ETH, up);
        give(node, new Input.LinksObserved(links));
    }

    NodeView view(int node) {
        return Objects.requireNonNull(machines.get(node)).view(now);
    }

    /** What node {@code at} sees of a node. */
    NodeView.Peer seen(int at, int node) {
        return Objects.requireNonNull(view(at).peers().get(new Pnn(node)));
    }

    int monitored() {
        return (int) facts.stream().filter(fact -> fact.contains("event=monitor,")).count();
    }

    int runsStarted() {
        return (int) facts.stream().filter(fact -> fact.contains("TakeoverRunStarted")).count();
    }

    void kill(int node) {
        machines.remove(node);
        kernels.put(node, new TreeMap<>());
        machines.keySet().forEach(peer -> give(peer, new Input.PeerLost(new Pnn(node))));
    }

    void ask(int node, OperatorCommand command) {
        give(node, new Input.OperatorAsked(new RequestId(++order), command));
    }

    void carry(int node, AddressSeen seen) {
        kernel(node).put(seen.ip(), seen);
    }

    void lose(int node, IpAddress ip) {
        kernel(node).remove(ip);
    }

    boolean carries(int node, IpAddress ip) {
        return kernel(node).containsKey(ip);
    }

    private SortedMap<IpAddress, AddressSeen> kernel(int node) {
        return Objects.requireNonNull(kernels.get(node));
    }

    /** A message that its sender has not sent by itself. */
    void hear(int node, Message message) {
        give(node, new Input.MessageReceived(message.from().node(), message));
    }

    void give(int node, Input input) {
        NodeMachine machine = machines.get(node);
        if (machine != null) {
            done(node, machine, machine.step(now, wall(), List.of(input)));
        }
    }

    /** Lets virtual time pass. */
    void run(Duration time) {
        Moment end = now.plus(time);
        while (!queue.isEmpty() && !queue.peek().at().isAfter(end)) {
            Due due = queue.remove();
            now = Moment.later(now, due.at());
            due.what().run();
        }
        now = end;
    }

    /** Which nodes serve an address by their own word. */
    List<Integer> serving(IpAddress ip) {
        return machines.entrySet().stream()
                .filter(entry -> serves(entry.getKey(), entry.getValue(), ip))
                .map(Map.Entry::getKey)
                .toList();
    }

    private boolean serves(int node, NodeMachine machine, IpAddress ip) {
        return Optional.ofNullable(machine.view(now).peers().get(new Pnn(node)))
                .flatMap(NodeView.Peer::report)
                .map(report -> report.addresses().get(ip))
                .filter(report -> report.phase() == AddressPhase.SERVING)
                .isPresent();
    }

    long served() {
        return addresses.stream().filter(each -> serving(each.ip()).size() == 1).count();
    }

    private long wall() {
        return 1_000_000 + now.nanos() / 1_000_000;
    }

    private void later(Duration delay, Runnable what) {
        queue.add(new Due(now.plus(delay), ++order, what));
    }

    private void done(int node, NodeMachine machine, Step step) {
        for (Fact fact : step.facts()) {
            facts.add("%.3f n%d %s".formatted(now.nanos() / 1e9, node, fact));
        }
        step.effects().forEach(effect -> carryOut(node, machine, effect));
        Moment due = machine.nextDeadline();
        Duration wait = due.since(now);
        later(
                wait.isNegative() ? Duration.ZERO : wait,
                () -> {
                    if (machines.get(node) == machine && !now.isBefore(machine.nextDeadline())) {
                        give(node, new Input.DeadlineReached());
                    }
                });
    }

    private void answer(int node, NodeMachine machine, Duration delay, Input input) {
        later(
                delay,
                () -> {
                    if (machines.get(node) == machine) {
                        give(node, input);
                    }
                });
    }

    boolean isAlive(int node) {
        return machines.containsKey(node);
    }

    private void carryOut(int node, NodeMachine machine, Effect effect) {
        if (!isAlive(node)) {
            throw new IllegalStateException("an effect after Stop: " + effect);
        }
        SortedMap<IpAddress, AddressSeen> kernel = kernel(node);
        switch (effect) {
            case Effect.Send(Pnn to, var message) -> {
                beats += message instanceof Message.Beat ? 1 : 0;
                if (!cut.contains(node) && !cut.contains(to.value())) {
                    later(
                            HOP,
                            () ->
                                    give(
                                            to.value(),
                                            new Input.MessageReceived(new Pnn(node), message)));
                }
            }
            case Effect.RunEvent run -> {
                SequenceStatus status = scripts.apply(node, run.event());
                ran.add("%d %s".formatted(node, run.event().name()));
                if (run.event() instanceof Event.TakeIp take && status == SequenceStatus.OK) {
                    kernel.put(take.ip(), new AddressSeen(take.ip(), 24, ETH, 3, true));
                } else if (run.event() instanceof Event.ReleaseIp release) {
                    kernel.remove(release.ip());
                }
                SequenceResult result = new SequenceResult(status, List.of(), SCRIPT, "");
                Duration takes = lasts.test(node, run.event()) ? run.limit() : SCRIPT;
                answer(node, machine, takes, new Input.SequenceFinished(run.ticket(), result));
            }
            case Effect.PrepareTake(IpAddress ip, InterfaceName _, boolean probe) -> {
                boolean found = probe && foreign.contains(ip);
                if (probe) {
                    probed.add("n" + node + " " + ip);
                }
                if (found) {
                    answer(node, machine, HOP, new Input.ForeignFound(ip, "02:00:00:00:00:09"));
                }
                String problem = found ? "another machine uses it" : "";
                answer(node, machine, HOP, new Input.TakePrepared(ip, problem));
            }
            case Effect.ReadAddress(IpAddress ip) ->
                    answer(
                            node,
                            machine,
                            HOP,
                            new Input.AddressRead(
                                    ip, Optional.ofNullable(kernel.get(ip)).stream().toList()));
            case Effect.DropAddress(IpAddress ip, boolean _) -> {
                dropped.add(ip);
                kernel.remove(ip);
                answer(node, machine, HOP, new Input.AddressDropped(ip, true));
            }
            case Effect.Notify(var what) -> notified.add(node + " " + what.word());
            case Effect.RenewAddress renewal -> renewed.add(renewal.ip());
            case Effect.CancelEvent _,
                    Effect.RenewEvent _,
                    Effect.DismissLauncher _,
                    Effect.MeetNodes _,
                    Effect.LeaveLock _ -> {}
            case Effect.TakeLock _ -> lockTakes.add(node);
            case Effect.StoreVoters(Voters voters) -> {
                stored.put(node, voters);
                answer(node, machine, HOP, new Input.VotersStored(voters, ""));
            }
            case Effect.ReadNodes(Pnn asker, long id) ->
                    answer(
                            node,
                            machine,
                            HOP,
                            new Input.NodesRead(asker, id, Optional.of(nodesFile), ""));
            case Effect.StoreRun(RunRecord run) -> {
                assertEquals(run.plan(), Planner.plan(run.input()), "replayed " + run.run());
                runs.add(run);
            }
            case Effect.Announce _ -> announced.add(node);
            case Effect.Tickle tickle ->
                    tickled.add(
                            "%.1f n%d %s".formatted(now.nanos() / 1e9, node, tickle.connections()));
            case Effect.AnswerEvent answer -> eventAnswers.add(answer);
            case Effect.Reply(RequestId _, OperatorReply reply) -> replies.add(reply);
            case Effect.CallTool(long id, List<String> words) ->
                    answer(
                            node,
                            machine,
                            HOP,
                            new Input.ToolAnswered(
                                    id,
                                    new OperatorReply.Printed(
                                            0, "node " + node + " " + words, "")));
            case Effect.ReloadAddresses(long id) ->
                    answer(
                            node,
                            machine,
                            HOP,
                            new Input.ToolAnswered(id, new OperatorReply.Done("read again")));
            case Effect.WatchAddresses(long generation, var all) -> {
                watched.put(node, all);
                boolean wrong = all.stream().anyMatch(each -> !each.interfaces().contains(ETH));
                String problem = wrong ? "an interface does not exist" : "";
                answer(node, machine, HOP, new Input.AddressesWatched(generation, problem));
            }
            case Effect.StartAgain _ -> machines.remove(node);
            case Effect.Stop stop -> {
                exits.add(stop.exitCode());
                machines.remove(node);
            }
        }
    }
}
