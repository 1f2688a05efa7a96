// Longer than 500 lines because one world stands behind every node, and tests turn what is in it.
package dev.baton.testcluster.simulation;

import dev.baton.config.AddressRange;
import dev.baton.config.FailbackNow;
import dev.baton.config.InterfaceName;
import dev.baton.config.IpAddress;
import dev.baton.config.NodeName;
import dev.baton.config.NodesFile;
import dev.baton.config.Pnn;
import dev.baton.config.PublicAddress;
import dev.baton.config.Tunables;
import dev.baton.events.Event;
import dev.baton.orchestrator.allocation.AllocationPolicy;
import dev.baton.orchestrator.allocation.Lcp2;
import dev.baton.orchestrator.cluster.Incarnation;
import dev.baton.orchestrator.cluster.Right;
import dev.baton.orchestrator.cluster.VoterSet;
import dev.baton.orchestrator.cluster.Voters;
import dev.baton.orchestrator.exchange.Effect;
import dev.baton.orchestrator.exchange.Fact;
import dev.baton.orchestrator.exchange.Input;
import dev.baton.orchestrator.exchange.Message;
import dev.baton.orchestrator.exchange.OperatorReply;
import dev.baton.orchestrator.exchange.RequestId;
import dev.baton.orchestrator.node.NodeSetup;
import dev.baton.orchestrator.node.Voting;
import dev.baton.orchestrator.takeover.Planner;
import dev.baton.testcluster.scenario.Scenario;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import java.util.function.IntUnaryOperator;

/**
 * A cluster of production cores in virtual time. One seed gives one history, always the same.
 *
 * <p>After every step and every change of a kernel all checkers look; a broken rule throws {@link
 * Violation}. One thread only.
 */
public final class Simulator {

    /** The cluster-wide sections of every simulation. */
    static final List<String> SECTIONS = Scenario.SECTIONS;

    /** The storage objects of every simulation. */
    static final List<Right.Changing> OBJECTS =
            Scenario.OBJECTS.stream().map(Simulator::object).toList();

    /** On hostile machines a process waits now and then, so that several inputs make one step. */
    private static final int WAITS_ONE_IN = 16;

    private static final int LONGEST_WAIT_NANOS = 3_000_000;

    /** In a large cluster much arrives at once, and no process runs at the same instant. */
    private static final Duration UNWATCHED_WAIT = Duration.ofNanos(200_000);

    private final SimulationSetup setup;
    private final boolean watched;
    private final Random random;
    private final VirtualTime time = new VirtualTime();
    private final Trace trace = new Trace();
    private final NetworkModel network;
    private final LockModel lock = new LockModel();
    private final SectionUsers sections;
    private final ObjectCallers callers;
    private final PartCallers parts;
    private final ObeyedOrders obeyed = new ObeyedOrders();
    private final RunStages stages;
    private final ToldHistory told = new ToldHistory();
    private final List<InterfaceName> links = new ArrayList<>();
    private final List<IpAddress> addresses = new ArrayList<>();
    private final List<SimulatedNode> nodes = new ArrayList<>();
    private final List<Checker> checkers = new ArrayList<>();
    private final TreeMap<Integer, List<PublicAddress>> files = new TreeMap<>();
    private final TreeMap<Right, Long> numbers = new TreeMap<>();
    private boolean numbersMustRise;
    private boolean fencesMustRise;
    private long lockDoubtedUntil;
    private Scripts scripts = (_, _) -> ScriptBehaviour.QUICK;
    private Duration kernelLateness;
    private AllocationPolicy policy = AllocationPolicy.DEFAULT;
    private IntUnaryOperator startFlags = _ -> 0;

    /** Chooses what the scripts of an event on a node do. */
    public interface Scripts {
        ScriptBehaviour of(int pnn, Event event);
    }

    public Simulator(SimulationSetup setup) {
        this(setup, true);
    }

    /**
     * A cluster nobody watches: no checker looks and nothing is traced, so that it can be large.
     */
    public static Simulator unwatched(SimulationSetup setup) {
        return new Simulator(setup, false);
    }

    private Simulator(SimulationSetup setup, boolean watched) {
        this.setup = setup;
        this.watched = watched;
        this.random = new Random(setup.seed());
        this.sections = new SectionUsers(time, setup.clauses());
        this.callers = new ObjectCallers(time, setup.clauses(), setup.timing());
        callers.in(this);
        this.parts = new PartCallers(time, setup.clauses(), setup.timing(), callers);
        this.stages =
                new RunStages(
                        setup.rules().runLimit().dividedBy(2),
                        life -> nodes.get(life.node().value()).life().equals(life));
        this.kernelLateness = setup.timing().kernelLateness();
        this.network =
                new NetworkModel(
                        time,
                        setup.shape().nodes(),
                        setup.hostile() ? NetworkModel.rough(random) : NetworkModel.calm(),
                        this::arrive);
        if (setup.hostile()) {
            network.keeps(random);
        }
        for (int i = 0; i < setup.shape().addresses(); i++) {
            addresses.add(IpAddress.of("10.0.%d.%d".formatted((i + 1) >> 8, (i + 1) & 255)));
        }
        for (int i = 0; i < setup.shape().links(); i++) {
            links.add(new InterfaceName("eth" + i));
        }
        for (int pnn = 0; pnn < setup.shape().nodes(); pnn++) {
            nodes.add(newNode(pnn));
        }
        checkers.add(told);
        checkers.add(new OneServer());
        checkers.add(new Lanes());
        checkers.add(new OneHolder("one leader", List.of(new Right.Leading())));
        List<Right.Serving> serving = addresses.stream().map(Right.Serving::new).toList();
        checkers.add(new OneHolder("one holder", serving));
        List<Right.Section> inside = SECTIONS.stream().map(Right.Section::new).toList();
        checkers.add(new OneHolder("one inside", inside));
        checkers.add(new OneHolder("one caller", OBJECTS));
        checkers.add(callers);
        List<Right> all = new ArrayList<>(serving);
        all.addAll(inside);
        all.addAll(OBJECTS);
        all.add(new Right.Leading());
        checkers.add(new NothingWhileSlewed(all, setup.timing().promise()));
    }

    private SimulatedNode newNode(int pnn) {
        long half = setup.timing().clockRatePermille() * 500L;
        long ppm = setup.hostile() ? random.nextInt(3) * half - half : 0;
        long offset = random.nextInt(1_000_000) * 1_000_000L;
        long wall = 1_700_000_000_000L + random.nextInt(setup.walls().spread());
        wall -= setup.walls().apart() ? pnn * 3_600_000L : 0;
        int first = setup.votes().first();
        SimulatedNode node =
                new SimulatedNode(
                        pnn,
                        new NodeWorld(),
                        new NodeClock(offset, ppm, wall),
                        nodesFile(first, Set.of()),
                        this::kernelLateness,
                        event -> scripts.of(pnn, event));
        links.forEach(link -> node.kernel().link(link, true));
        if (setup.votes().founded() && pnn < first) {
            node.storedVoters(Voters.founded(voterSet(node.nodesFile())));
        }
        return node;
    }

    private Duration kernelLateness() {
        boolean mild = !setup.hostile() || random.nextBoolean();
        return mild ? kernelLateness.dividedBy(10) : kernelLateness;
    }

    // ---- running

    public void startAll() {
        nodes.forEach(SimulatedNode::start);
    }

    public void runFor(Duration length) {
        long limit = time.now() + length.toNanos();
        while (time.advance(limit)) {
            // each advance lets one thing happen
        }
    }

    /**
     * Runs until something holds; how long that took, or empty when it did not within the limit.
     */
    public Optional<Duration> runUntil(BooleanSupplier holds, Duration limit) {
        long began = time.now();
        long end = began + limit.toNanos();
        while (!holds.getAsBoolean()) {
            if (!time.advance(end)) {
                return holds.getAsBoolean()
                        ? Optional.of(Duration.ofNanos(time.now() - began))
                        : Optional.empty();
            }
        }
        return Optional.of(Duration.ofNanos(time.now() - began));
    }

    /** Does something a while from now. */
    public void after(Duration wait, Runnable what) {
        time.after(wait, what);
    }

    // ---- what tests see and turn

    public NetworkModel network() {
        return network;
    }

    public SimulatedNode node(int pnn) {
        return nodes.get(pnn);
    }

    public List<SimulatedNode> nodes() {
        return nodes;
    }

    public List<IpAddress> addresses() {
        return addresses;
    }

    /** The interfaces every node has. */
    public List<InterfaceName> links() {
        return links;
    }

    /** Those who enter and leave cluster-wide sections. */
    SectionUsers sections() {
        return sections;
    }

    /** Those who have storage scripts called. */
    ObjectCallers callers() {
        return callers;
    }

    /** Those who have storage scripts called by another node. */
    PartCallers parts() {
        return parts;
    }

    /** The right to change the object of that name. */
    static Right.Changing object(String name) {
        return Right.Changing.volume("loop", name);
    }

    /** A call begins with this fencing number, which storage compares with those before. */
    void fence(SimulatedNode node, Right object, long number, Map<Right, Long> fences) {
        long before = fences.getOrDefault(object, 0L);
        if (number <= before && (numbersMustRise || fencesMustRise) && !isExcused(node)) {
            throw violation("fences rise", object + " with " + number + " after " + before);
        }
        fences.put(object, Math.max(before, number));
    }

    /** From now on agents that start work by this policy. */
    public void policy(AllocationPolicy wanted) {
        policy = wanted;
    }

    /** From now on agents start with these flags, by node: as disabled, as stopped. */
    public void startFlags(IntUnaryOperator flagsOf) {
        startFlags = flagsOf;
    }

    public void scripts(Scripts choice) {
        scripts = choice;
    }

    /**
     * From now on kernels remove an expired address so late at worst, and a tenth of it at best.
     */
    public void kernelsAreLateBy(Duration worst) {
        kernelLateness = worst;
    }

    /** From now on each right must be granted with a higher number than before, clause 7. */
    public void numbersMustRise() {
        numbersMustRise = true;
    }

    /** From now on each call about an object must have a higher number than those before. */
    void fencesMustRise() {
        fencesMustRise = true;
    }

    /** The one stream of chance of this simulation. */
    public Random random() {
        return random;
    }

    /** True nanoseconds since the start. */
    public long nanos() {
        return time.now();
    }

    /** The node whose agent believes to hold the right to lead. */
    public Optional<SimulatedNode> leader() {
        return nodes.stream()
                .filter(node -> node.holdsUntil(new Right.Leading()) > time.now())
                .findFirst();
    }

    /** The node whose kernel carries the address. */
    public Optional<SimulatedNode> server(IpAddress ip) {
        return nodes.stream().filter(node -> node.carries(ip)).findFirst();
    }

    /** Whether every address is on a node. */
    public boolean allServed() {
        for (IpAddress ip : addresses) {
            if (!isServed(ip)) {
                return false;
            }
        }
        return true;
    }

    private boolean isServed(IpAddress ip) {
        for (SimulatedNode node : nodes) {
            if (node.carries(ip)) {
                return true;
            }
        }
        return false;
    }

    public boolean mayHost(int pnn, IpAddress ip) {
        return !setup.shape().uneven() || pnn < 2 || !ip.equals(addresses.getLast());
    }

    public long steps() {
        return nodes.stream().mapToLong(SimulatedNode::steps).sum();
    }

    /** What the facts of all nodes add up to. */
    ToldHistory told() {
        return told;
    }

    /** The lock outside the cluster. */
    LockModel lock() {
        return lock;
    }

    /** A {@code nodes} file with so many lines, some of them deleted. */
    static NodesFile nodesFile(int lines, Set<Integer> deleted) {
        TreeMap<Pnn, IpAddress> all = new TreeMap<>();
        for (int pnn = 0; pnn < lines; pnn++) {
            if (!deleted.contains(pnn)) {
                all.put(
                        new Pnn(pnn),
                        IpAddress.of("10.9.%d.%d".formatted((pnn + 1) >> 8, (pnn + 1) & 255)));
            }
        }
        return new NodesFile(all, lines);
    }

    private VoterSet voterSet(NodesFile file) {
        return VoterSet.of(file, setup.votes().mode(), setup.votes().hasLock() ? "lock" : "");
    }

    /** Writes a line into the trace. */
    public void note(String words) {
        trace.add(time.now(), -1, words);
    }

    /** The trace up to now. */
    public String trace() {
        return trace.text();
    }

    /** A rule that was found broken now. */
    public Violation violation(String rule, String what) {
        return new Violation(rule, what, setup.seed(), time.now(), trace.text());
    }

    // ---- paused machines

    /**
     * Whether two nodes may have the same for now: one of them was paused and cannot know yet.
     * Source: {@code docs/safety.md}, "Paused machines".
     */
    boolean isExcused(SimulatedNode one, SimulatedNode other) {
        return one.isUnaware() || other.isUnaware() || time.now() < lockDoubtedUntil;
    }

    private boolean isExcused(SimulatedNode node) {
        return isExcused(node, node);
    }

    private Duration proofs() {
        return setup.votes().hasLock() ? Voting.LOCK_PROOFS : Duration.ZERO;
    }

    // ---- the world of a node

    private void arrive(int to, int from, Message message) {
        if (watched) {
            stages.arrived(message);
        }
        nodes.get(to).hear(new Pnn(from), message);
    }

    private void checkNumber(SimulatedNode node, Fact.RightGranted granted) {
        long before = numbers.getOrDefault(granted.right(), 0L);
        if (granted.number() <= before && !isExcused(node)) {
            throw violation("numbers rise", granted + " after number " + before);
        }
        numbers.put(granted.right(), Math.max(before, granted.number()));
    }

    private void check(SimulatedNode changed) {
        if (watched) {
            for (Checker checker : checkers) {
                holds(checker.rule(), checker.broken(this, changed));
            }
        }
    }

    private void holds(String rule, Optional<String> broken) {
        if (broken.isPresent()) {
            throw violation(rule, broken.get());
        }
    }

    /** What a node's file of public addresses said at first. */
    List<PublicAddress> configured(int pnn) {
        return addresses.stream()
                .filter(ip -> mayHost(pnn, ip))
                .map(ip -> new PublicAddress(ip, 24, links))
                .toList();
    }

    /** What a node's file of public addresses says now. */
    List<PublicAddress> file(int pnn) {
        return files.getOrDefault(pnn, configured(pnn));
    }

    /** The addresses of these numbers stay where they are, the others may move. */
    FailbackNow withoutFailback(Collection<Integer> numbers) {
        List<FailbackNow.Rule> closed = new ArrayList<>();
        for (int i = 0; i < addresses().size(); i++) {
            IpAddress ip = addresses().get(i);
            if (numbers.contains(i)) {
                closed.add(new FailbackNow.Rule(new AddressRange(ip, ip.bits()), false));
            }
        }
        return new FailbackNow(closed, true);
    }

    /** An operator edits a node's file of public addresses; nobody is told. */
    void edit(int pnn, List<PublicAddress> lines) {
        files.put(pnn, List.copyOf(lines));
    }

    private final class NodeWorld implements SimulatedNode.World {
        @Override
        public VirtualTime time() {
            return time;
        }

        @Override
        public Duration longestWindow() {
            return setup.timing().promise().plus(proofs());
        }

        @Override
        public void lockDoubted() {
            Duration most = setup.timing().promise().plus(proofs());
            lockDoubtedUntil = time.now() + most.toNanos();
        }

        @Override
        public LockModel lock() {
            return lock;
        }

        @Override
        public NodeSetup setup(SimulatedNode node, long incarnation) {
            int pnn = node.pnn();
            VoterSet configured = voterSet(node.nodesFile());
            Voters voters = node.storedVoters().orElseGet(() -> Voters.unfounded(configured));
            return new NodeSetup(
                    new Incarnation(new Pnn(pnn), incarnation),
                    new NodeName("node" + pnn),
                    new Voting(voters, configured, Voting.LOCK_PROOFS, true),
                    file(pnn),
                    setup.timing(),
                    setup.rules(),
                    Tunables.DEFAULT,
                    new Planner(new Lcp2(), policy),
                    setup.clauses(),
                    setup.stages(),
                    startFlags.applyAsInt(pnn),
                    true,
                    FailbackNow.OPEN);
        }

        @Override
        public List<PublicAddress> file(int pnn) {
            return Simulator.this.file(pnn);
        }

        @Override
        public Duration untilScheduled() {
            if (!watched) {
                return UNWATCHED_WAIT;
            }
            boolean waits = setup.hostile() && random.nextInt(WAITS_ONE_IN) == 0;
            return waits ? Duration.ofNanos(random.nextInt(LONGEST_WAIT_NANOS)) : Duration.ZERO;
        }

        @Override
        public void send(int from, int to, Message message) {
            if (watched) {
                look(to, message);
            }
            network.send(from, to, message);
        }

        private void look(int to, Message message) {
            holds(ObeyedOrders.RULE, obeyed.sent(message));
            holds(RunStages.RULE, stages.sent(time.now(), new Pnn(to), message));
        }

        @Override
        public void agentEnded(int pnn) {
            stages.died(new Pnn(pnn));
            for (SimulatedNode other : nodes) {
                if (other.pnn() != pnn && !network.isCut(pnn, other.pnn())) {
                    time.after(
                            Duration.ofMillis(1),
                            () -> other.take(new Input.PeerLost(new Pnn(pnn))));
                }
            }
        }

        @Override
        public void stepped(SimulatedNode node) {
            check(node);
        }

        @Override
        public void replied(SimulatedNode node, RequestId request, OperatorReply reply) {
            callers.answered(node, request, reply);
            sections.answered(node, request, reply)
                    .filter(_ -> numbersMustRise && !isExcused(node))
                    .ifPresent(
                            broken -> {
                                throw violation("numbers rise", broken);
                            });
        }

        @Override
        public OperatorReply tool(SimulatedNode node, List<String> words) {
            return parts.answer(node, words);
        }

        @Override
        public void happened(int pnn, Object what) {
            if (!watched) {
                return;
            }
            trace.add(time.now(), pnn, what);
            if (what instanceof Fact fact) {
                told.tell(nodes.get(pnn).life(), fact);
            }
            if (what instanceof Effect.MeetNodes(var met)) {
                told.meets(nodes.get(pnn).life(), met.keySet());
            }
            holds(RunStages.RULE, stages.happened(new Pnn(pnn), what));
            if (what instanceof Fact.Paused(Duration pause) && !nodes.get(pnn).wasPaused(pause)) {
                throw violation("who was not paused does not think so", what.toString());
            }
            if (what instanceof Fact.LockNotCoherent && lock.isCoherent()) {
                throw violation("a lock that keeps others out is not doubted", what.toString());
            }
            if (numbersMustRise && what instanceof Fact.RightGranted granted) {
                checkNumber(nodes.get(pnn), granted);
            }
        }

        @Override
        public Violation broken(int pnn, String what, Throwable cause) {
            return new Violation(
                    "the core does not fail",
                    "node " + pnn + " " + what + ": " + cause.getMessage(),
                    setup.seed(),
                    time.now(),
                    trace.text(),
                    cause);
        }
    }
}
