// Longer than 500 lines because a machine's process, disk, kernel and scripts share one queue and
// one life.
package dev.baton.testcluster.simulation;

import dev.baton.config.FailbackNow;
import dev.baton.config.InterfaceName;
import dev.baton.config.IpAddress;
import dev.baton.config.NodesFile;
import dev.baton.config.Pnn;
import dev.baton.config.PublicAddress;
import dev.baton.config.PublicAddressesFile;
import dev.baton.events.Event;
import dev.baton.events.SequenceResult;
import dev.baton.events.SequenceStatus;
import dev.baton.events.sequence.Ticket;
import dev.baton.orchestrator.cluster.Incarnation;
import dev.baton.orchestrator.cluster.Moment;
import dev.baton.orchestrator.cluster.Right;
import dev.baton.orchestrator.cluster.Voters;
import dev.baton.orchestrator.exchange.AddressSeen;
import dev.baton.orchestrator.exchange.Effect;
import dev.baton.orchestrator.exchange.Input;
import dev.baton.orchestrator.exchange.OperatorCommand;
import dev.baton.orchestrator.exchange.OperatorReply;
import dev.baton.orchestrator.exchange.RequestId;
import dev.baton.orchestrator.exchange.Step;
import dev.baton.orchestrator.node.NodeMachine;
import dev.baton.orchestrator.node.NodeSetup;
import dev.baton.orchestrator.node.NodeView;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;

/**
 * One machine of a simulated cluster: its kernel, its scripts and, while the agent lives, its core.
 *
 * <p>A paused agent is a stopped process: what arrives waits, in order, and a step may be cut
 * between two of its effects. A dead agent leaves kernel and scripts behind.
 */
public final class SimulatedNode {

    /** What a node needs from the rest of the simulation. */
    interface World {
        VirtualTime time();

        /** How long what was held may outlast a pause of a machine. */
        Duration longestWindow();

        /** A machine was paused while it lost the cluster lock, and does not know. */
        void lockDoubted();

        NodeSetup setup(SimulatedNode node, long incarnation);

        LockModel lock();

        /** What its file of public addresses says now. */
        List<PublicAddress> file(int pnn);

        /** How long a process that could run waits for its processor now. */
        Duration untilScheduled();

        void send(int from, int to, dev.baton.orchestrator.exchange.Message message);

        void agentEnded(int pnn);

        void stepped(SimulatedNode node);

        void replied(SimulatedNode node, RequestId request, OperatorReply reply);

        /** What a tool of this machine says. */
        OperatorReply tool(SimulatedNode node, List<String> words);

        void happened(int pnn, Object what);

        Violation broken(int pnn, String what, Throwable cause);
    }

    /** What is to be done when the process is next allowed to run. */
    private final ArrayDeque<Runnable> backlog = new ArrayDeque<>();

    /** Inputs of the next step, in their order. */
    private final List<Input> taken = new ArrayList<>();

    private static final int MOST_INPUTS_OF_STEP = 256;
    private static final int MOST_STEPS_AT_ONCE = 2000;
    private static final Duration KERNEL_NEWS = Duration.ofNanos(50_000);
    private static final Duration DISK = Duration.ofMillis(8);
    private static final Duration LAUNCH = Duration.ofSeconds(1);
    private static final Duration SHELL_WORK = Duration.ofNanos(300_000);

    private final int pnn;
    private final World world;
    private final MachineTime time;
    private final NodeClock clock;
    private final PauseWindow window;
    private final KernelModel kernel;
    private final ScriptModel scripts;
    private final List<OperatorReply> replies = new ArrayList<>();

    /** The vote of the cluster lock, the files, and what the agent stored; they outlive it. */
    private final LockModel.Claimant lock;

    private NodesFile file;
    private Optional<Voters> stored = Optional.empty();
    private Set<Pnn> known = Set.of();

    private Optional<NodeMachine> machine = Optional.empty();
    private long incarnation;
    private boolean starting;
    private Duration wallBehind = Duration.ZERO;
    private boolean paused;
    private Moment born = Moment.PAST;
    private boolean running;

    /** It has not got its processor yet, though something waits for it. */
    private boolean waits;

    private int cutAfter = -1;
    private long effects;
    private long cutAt = -1;
    private Runnable atCut = () -> {};
    private long wakeAt = Long.MAX_VALUE;
    private long steps;
    private long busyAt;
    private int stepsAtOnce;
    private long requests;
    private boolean slewed;
    private PublicAddressesFile watched = PublicAddressesFile.NONE;
    private long distrusts = Long.MAX_VALUE;

    /** How long a renewal takes to return, and when the one under way does. */
    private Duration renewalTakes = Duration.ZERO;

    private long renewalEnds;

    SimulatedNode(
            int pnn,
            World world,
            NodeClock clock,
            NodesFile file,
            KernelModel.Lateness lateness,
            ScriptModel.Choice choice) {
        this.pnn = pnn;
        this.world = world;
        this.time = new MachineTime(world.time(), clock);
        this.clock = clock;
        this.window = new PauseWindow(clock, world.longestWindow());
        this.file = file;
        this.lock = world.lock().new Claimant(time, clock, this::take);
        this.kernel = new KernelModel(time, clock, lateness, new Netlink());
        this.scripts = new ScriptModel(time, clock, kernel, choice, this::scriptEnded);
    }

    // ---- the process

    /** Starts the agent: its launcher cleans the kernel, then the core begins a new life. */
    public void start() {
        boolean cannot = machine.isPresent() || time.isStill();
        if (cannot || file.addressOf(new Pnn(pnn)).isEmpty()) {
            return;
        }
        kernel.clear();
        starting = false;
        incarnation = Math.max(incarnation + 1, wall());
        paused = false;
        distrusts = Long.MAX_VALUE;
        backlog.clear();
        taken.clear();
        known = Set.of();
        Moment now = clock.read(time.now());
        NodeSetup setup = world.setup(this, incarnation);
        watched = PublicAddressesFile.of(setup.addresses());
        NodeMachine fresh = new NodeMachine(setup, now);
        born = now;
        window.reborn();
        machine = Optional.of(fresh);
        world.happened(pnn, "agent starts, life " + incarnation);
        execute(fresh.start(now, wall()));
        wakeAt = Long.MAX_VALUE;
        take(new Input.LinksObserved(kernel.links()));
        take(new Input.AddressesObserved(kernel.read(Optional.empty())));
        if (slewed) {
            take(new Input.ClockSlewed(true));
        }
        schedule();
    }

    private long wall() {
        return clock.wall(time.now()) - wallBehind.toMillis();
    }

    /** Kills the agent, unless the whole machine stands still. Kernel and launchers stay. */
    public void crash() {
        if (time.isStill()) {
            return;
        }
        starting = false;
        if (machine.isPresent()) {
            world.happened(pnn, "agent dies");
            window.interrupted();
            machine = Optional.empty();
            backlog.clear();
            taken.clear();
            scripts.agentEnded();
            lock.orphaned();
            world.agentEnded(pnn);
        }
    }

    /** The whole machine loses power. */
    public void powerOff() {
        goOn();
        world.happened(pnn, "power is lost");
        starting = false;
        machine = Optional.empty();
        backlog.clear();
        taken.clear();
        scripts.vanish();
        lock.orphaned();
        kernel.clear();
    }

    /**
     * Another machine stands in its place, with the same number and files; all that was stored is
     * gone. It does not run yet.
     *
     * @param behind how far its wall clock is behind that of the machine before it
     */
    public void replaceMachine(Duration behind) {
        powerOff();
        wallBehind = wallBehind.plus(behind);
        stored = Optional.empty();
        incarnation = 0;
    }

    /** Stops the process, as SIGSTOP does. */
    public void pause() {
        world.happened(pnn, "agent is stopped");
        window.interrupted();
        paused = true;
    }

    /** Lets it go on, as SIGCONT does. */
    public void resume() {
        if (paused) {
            world.happened(pnn, "agent goes on");
            paused = false;
            drain();
        }
    }

    /** The hypervisor stops the whole machine: kernel, agent, scripts and their clock. */
    public void standStill() {
        if (!time.isStill()) {
            world.happened(pnn, "machine is paused");
            time.stop();
            window.begins(time.now());
        }
    }

    /** The machine goes on as if nothing had been. */
    public void goOn() {
        if (!time.isStill()) {
            return;
        }
        long before = time.now() - clock.standsFor(time.now());
        world.happened(pnn, "machine goes on");
        // what is due at once must find all clocks of the machine in order
        long length = clock.standsFor(time.now());
        kernel.stoodStill(length);
        renewalEnds += renewalEnds > before ? length : 0;
        distrusts += distrusts == Long.MAX_VALUE ? 0 : length;
        wakeAt = Long.MAX_VALUE;
        window.opens(time.now(), length);
        if (lock.isMistaken()) {
            world.lockDoubted();
        }
        time.goOn();
        drain();
        schedule();
    }

    /** In the next step with more effects than that, does something just after so many of them. */
    public void cutNextStep(int afterEffects, Runnable what) {
        cutAfter = afterEffects;
        atCut = what;
    }

    /** Does something as soon as so many effects more were executed, and before the next one. */
    public void cutAfterEffects(long more, Runnable what) {
        cutAt = effects + more;
        atCut = what;
    }

    /** How many effects of all its lives were executed. */
    public long effects() {
        return effects;
    }

    // ---- inputs

    /** Hands an input to the agent if it lives. */
    public void take(Input input) {
        if (machine.isPresent()) {
            backlog.add(() -> step(input));
            drainSoon();
        }
    }

    /** At once, or together with what comes in the meantime. */
    private void drainSoon() {
        Duration wait = waits ? Duration.ZERO : world.untilScheduled();
        if (wait.isPositive()) {
            waits = true;
            time.after(
                    wait,
                    () -> {
                        waits = false;
                        drain();
                    });
        } else {
            drain();
        }
    }

    /** Hands a message to the agent, unless its wire knows no such peer. */
    void hear(Pnn from, dev.baton.orchestrator.exchange.Message message) {
        if (known.contains(from)) {
            take(new Input.MessageReceived(from, message));
        }
    }

    /** This machine's way to the cluster lock. */
    LockModel.Claimant lock() {
        return lock;
    }

    /** Writes the {@code nodes} file of this machine. */
    void nodesFile(NodesFile now) {
        file = now;
    }

    NodesFile nodesFile() {
        return file;
    }

    /** What its agent has stored of who votes. */
    Optional<Voters> storedVoters() {
        return stored;
    }

    /** Puts something there as if an earlier life had stored it. */
    void storedVoters(Voters voters) {
        stored = Optional.of(voters);
    }

    /** An operator's command typed on this node. */
    public void ask(OperatorCommand command) {
        RequestId request = nextRequest();
        requests++;
        take(new Input.OperatorAsked(request, command));
    }

    /** From now on other addresses may go back, as the files of this machine say. */
    public void failback(FailbackNow now) {
        take(new Input.FailbackChanged(now));
    }

    /** The name the next command will have. */
    RequestId nextRequest() {
        return new RequestId(requests + 1);
    }

    /** The agent learns that its clock's rate cannot be trusted, or can be again. */
    public void slew(boolean now) {
        if (slewed != now) {
            slewed = now;
            take(new Input.ClockSlewed(now));
        }
    }

    /** From now on each renewal returns so late; what follows it in the queue waits. */
    public void renewalsTake(Duration length) {
        renewalTakes = length;
    }

    /** Lets the agent do something a little later, unless it is dead by then. */
    private void later(Duration wait, Runnable what) {
        long life = incarnation;
        time.after(
                wait,
                () -> {
                    if (machine.isPresent() && incarnation == life) {
                        backlog.add(what);
                        drainSoon();
                    }
                });
    }

    private void drain() {
        if (running || waits) {
            return;
        }
        running = true;
        while (mayRun() && machine.isPresent() && !(backlog.isEmpty() && taken.isEmpty())) {
            if (backlog.isEmpty() || taken.size() >= MOST_INPUTS_OF_STEP) {
                step();
            } else {
                backlog.remove().run();
            }
        }
        running = false;
    }

    private boolean mayRun() {
        return !paused && !time.isStill();
    }

    private void step(Input input) {
        taken.add(input);
    }

    private void step() {
        NodeMachine core = machine.orElseThrow();
        List<Input> inputs = List.copyOf(taken);
        taken.clear();
        for (Input input : inputs) {
            if (input instanceof Input.ClockSlewed(boolean now)) {
                distrusts = now ? time.now() : Long.MAX_VALUE;
            }
            world.happened(pnn, input);
        }
        try {
            execute(core.step(clock.read(time.now()), wall(), inputs));
        } catch (IllegalStateException | IllegalArgumentException broken) {
            throw world.broken(pnn, inputs.toString(), broken);
        }
        boolean whole = mayRun() && machine.filter(core::equals).isPresent();
        for (Input input : inputs) {
            if (input instanceof Input.MessageReceived(_, var message)) {
                window.heard(time.now(), message, ageMillis(), whole);
            }
        }
        steps++;
        guardAgainstLivelock();
        world.stepped(this);
        schedule();
    }

    private void guardAgainstLivelock() {
        stepsAtOnce = busyAt == time.now() ? stepsAtOnce + 1 : 0;
        busyAt = time.now();
        if (stepsAtOnce > MOST_STEPS_AT_ONCE) {
            String what = "steps without end at one instant, next deadline in the past";
            throw world.broken(pnn, what, new IllegalStateException(what));
        }
    }

    private void schedule() {
        machine.ifPresent(
                core -> {
                    long due = Math.max(time.now(), clock.when(core.nextDeadline()));
                    if (due < wakeAt) {
                        wakeAt = due;
                        time.at(due, () -> wake(due));
                    }
                });
    }

    private void wake(long scheduled) {
        if (scheduled != wakeAt || machine.isEmpty()) {
            return;
        }
        wakeAt = Long.MAX_VALUE;
        if (clock.when(machine.get().nextDeadline()) <= time.now()) {
            take(new Input.DeadlineReached());
        } else {
            schedule();
        }
    }

    private void scriptEnded(Ticket ticket, dev.baton.events.SequenceResult result) {
        long life = incarnation;
        later(
                SHELL_WORK,
                () -> {
                    if (incarnation == life) {
                        step(new Input.SequenceFinished(ticket, result));
                    }
                });
    }

    // ---- effects

    private void execute(Step step) {
        step.facts().forEach(fact -> world.happened(pnn, fact));
        List<Effect> wanted = step.effects();
        for (int i = 0; i < wanted.size() && machine.isPresent(); i++) {
            if ((cutAfter >= 0 && i >= cutAfter) || effects == cutAt) {
                cutAfter = -1;
                cutAt = -1;
                atCut.run();
                if (paused) {
                    List<Effect> rest = wanted.subList(i, wanted.size());
                    backlog.addFirst(() -> executeRest(rest));
                }
                if (paused || machine.isEmpty()) {
                    return;
                }
            }
            execute(wanted.get(i));
        }
    }

    /** What was left of a step when its agent was stopped; an agent that ends leaves the rest. */
    private void executeRest(List<Effect> rest) {
        for (Effect effect : rest) {
            if (machine.isPresent()) {
                execute(effect);
            }
        }
    }

    private void execute(Effect effect) {
        effects++;
        world.happened(pnn, effect);
        switch (effect) {
            case Effect.Send(Pnn to, var message) -> {
                if (known.contains(to)) {
                    world.send(pnn, to.value(), message);
                }
            }
            case Effect.RunEvent order -> run(order);
            case Effect.CancelEvent(Ticket ticket) -> scripts.cancel(ticket);
            case Effect.RenewEvent(Ticket ticket) -> scripts.renew(ticket);
            case Effect.DismissLauncher(Ticket ticket) -> inTurn(() -> scripts.dismiss(ticket));
            case Effect.PrepareTake(var ip, var _, var _) ->
                    later(SHELL_WORK, () -> step(new Input.TakePrepared(ip, "")));
            case Effect.RenewAddress renewal -> inTurn(() -> renew(renewal));
            case Effect.ReadAddress(IpAddress ip) ->
                    inTurn(() -> later(SHELL_WORK, () -> read(ip)));
            case Effect.DropAddress(IpAddress ip, boolean _) -> inTurn(() -> drop(ip));
            case Effect.Announce _,
                    Effect.Tickle _,
                    Effect.AnswerEvent _,
                    Effect.Notify _,
                    Effect.StoreRun _ -> {}
            case Effect.Reply(RequestId request, OperatorReply reply) -> {
                replies.add(reply);
                world.replied(this, request, reply);
            }
            case Effect.WatchAddresses(long generation, var all) -> {
                watched = PublicAddressesFile.of(all);
                later(SHELL_WORK, () -> nowWatched(generation));
            }
            case Effect.ReloadAddresses(long id) -> {
                ask(new OperatorCommand.SetAddresses(new Pnn(pnn), world.file(pnn)));
                OperatorReply read = new OperatorReply.Done("read");
                later(SHELL_WORK, () -> step(new Input.ToolAnswered(id, read)));
            }
            case Effect.CallTool(long id, var words) -> {
                OperatorReply answer = world.tool(this, words);
                later(SHELL_WORK, () -> step(new Input.ToolAnswered(id, answer)));
            }
            case Effect.StoreVoters(Voters voters) -> store(voters);
            case Effect.MeetNodes(var nodes) -> known = nodes.keySet();
            case Effect.ReadNodes(Pnn asker, long id) ->
                    later(
                            SHELL_WORK,
                            () -> step(new Input.NodesRead(asker, id, Optional.of(file), "")));
            case Effect.TakeLock order -> lock.take(order);
            case Effect.LeaveLock() -> lock.leave();
            case Effect.StartAgain(long above, var _) -> startAgain(above);
            case Effect.Stop _ -> crash();
        }
    }

    /** The process becomes its launcher again, unless somebody ends that, too. */
    private void startAgain(long above) {
        crash();
        incarnation = above;
        starting = true;
        time.after(
                LAUNCH,
                () -> {
                    if (starting && incarnation == above) {
                        start();
                    }
                });
    }

    private void nowWatched(long generation) {
        step(new Input.AddressesWatched(generation, ""));
        take(new Input.LinksObserved(kernel.links()));
        take(new Input.AddressesObserved(kernel.read(Optional.empty())));
    }

    /** The disk takes its time; a crash meanwhile may leave either. */
    private void store(Voters voters) {
        long life = incarnation;
        time.after(
                DISK,
                () -> {
                    stored = Optional.of(voters);
                    if (machine.isPresent() && incarnation == life) {
                        take(new Input.VotersStored(voters, ""));
                    }
                });
    }

    private void run(Effect.RunEvent order) {
        boolean late =
                order.lease()
                        .filter(lease -> clock.read(time.now()).isAfter(lease.latest()))
                        .isPresent();
        if (late) {
            SequenceResult unstarted =
                    new SequenceResult(
                            SequenceStatus.NOT_STARTED, List.of(), Duration.ZERO, "too late");
            later(SHELL_WORK, () -> step(new Input.SequenceFinished(order.ticket(), unstarted)));
        } else {
            scripts.run(order);
        }
    }

    /** Renewals, deletions and readings of one machine wait for each other. */
    private void inTurn(Runnable work) {
        long wait = renewalEnds - time.now();
        if (wait <= 0) {
            work.run();
        } else {
            later(Duration.ofNanos(wait), () -> inTurn(work));
        }
    }

    private void drop(IpAddress ip) {
        kernel.delete(ip);
        later(SHELL_WORK, () -> step(new Input.AddressDropped(ip, !kernel.carries(ip))));
    }

    private void renew(Effect.RenewAddress renewal) {
        if (clock.read(time.now()).isAfter(renewal.latest())) {
            later(SHELL_WORK, () -> step(new Input.RenewalSkipped(renewal.ip())));
            return;
        }
        kernel.write(renewal.ip(), renewal.maskBits(), renewal.on(), renewal.lifetimeSeconds());
        if (!renewalTakes.isZero()) {
            renewalEnds = time.now() + renewalTakes.toNanos();
            later(renewalTakes, () -> checkRenewal(renewal));
        }
    }

    private void checkRenewal(Effect.RenewAddress renewal) {
        if (clock.read(time.now()).isAfter(renewal.latest())) {
            kernel.delete(renewal.ip(), renewal.on());
            step(new Input.RenewalFailed(renewal.ip(), "it took " + renewalTakes));
        }
    }

    private void read(IpAddress ip) {
        step(new Input.AddressRead(ip, kernel.read(Optional.of(ip))));
    }

    /** The kernel's news reach a living agent a little later. */
    private final class Netlink implements KernelModel.Listener {
        @Override
        public void appeared(AddressSeen seen) {
            world.happened(pnn, "kernel carries " + seen);
            world.stepped(SimulatedNode.this);
            later(KERNEL_NEWS, () -> step(new Input.AddressAppeared(seen)));
        }

        @Override
        public void vanished(IpAddress ip, InterfaceName on) {
            world.happened(pnn, "kernel carries no more " + ip + " on " + on);
            later(KERNEL_NEWS, () -> step(new Input.AddressVanished(ip, on)));
        }

        /** The shell looks at the links itself when it is told. */
        @Override
        public void linksChanged(SortedMap<InterfaceName, Boolean> up) {
            later(KERNEL_NEWS, () -> step(new Input.LinksObserved(kernel.links())));
        }
    }

    // ---- what checkers and tests see

    public int pnn() {
        return pnn;
    }

    public boolean isAlive() {
        return machine.isPresent();
    }

    public boolean isPaused() {
        return paused;
    }

    /** Since when the agent knows that its clock cannot be trusted; never: the largest number. */
    long distrustsItsClockSince() {
        return distrusts;
    }

    /** Whether this machine answers for the address. */
    public boolean carries(IpAddress ip) {
        return kernel.carries(ip) && !time.isStill();
    }

    /** Whether it was paused and cannot know yet what is not its any more. */
    boolean isUnaware() {
        boolean writes = renewalEnds > time.now();
        return window.isOpen(time.now()) || (writes && window.isOpenAtLast(time.now()));
    }

    /** Whether the machine was paused as long as the agent now says. */
    boolean wasPaused(Duration pause) {
        return window.mayNotice(time.now(), pause);
    }

    /** The length of the agent's present life by its own clock. */
    long ageMillis() {
        return clock.read(time.now()).since(born).toMillis();
    }

    /** Whether this machine is configured to carry the address, now or still. */
    boolean watches(IpAddress ip) {
        return watched.find(ip).isPresent();
    }

    /** The interface that carries the address; the first of several. */
    public Optional<InterfaceName> interfaceOf(IpAddress ip) {
        return kernel.read(Optional.of(ip)).stream().map(AddressSeen::on).findFirst();
    }

    List<Event> runningEvents() {
        return scripts.running();
    }

    KernelModel kernel() {
        return kernel;
    }

    /** The true instant until which this agent believes to hold a right; 0 when it does not. */
    long holdsUntil(Right right) {
        return machine.filter(_ -> !time.isStill())
                .flatMap(core -> core.heldUntil(right))
                .map(clock::when)
                .orElse(0L);
    }

    /** How long this agent believes to hold a right yet, by its own clock; zero without it. */
    Duration left(Right right) {
        return machine.flatMap(core -> core.heldUntil(right))
                .map(until -> until.since(clockNow()))
                .filter(left -> !left.isNegative())
                .orElse(Duration.ZERO);
    }

    /** The number of a right that this agent believes to hold. */
    Optional<Long> heldAs(Right right) {
        return view().flatMap(now -> Optional.ofNullable(now.held().get(right)))
                .map(NodeView.Section::number);
    }

    /** What the clock of this machine shows. */
    Moment clockNow() {
        return clock.read(time.now());
    }

    /** Whether the whole machine is paused. */
    boolean isStill() {
        return time.isStill();
    }

    public Optional<NodeView> view() {
        return machine.map(core -> core.view(clock.read(time.now())));
    }

    public Incarnation life() {
        return new Incarnation(new Pnn(pnn), incarnation);
    }

    public List<OperatorReply> replies() {
        return List.copyOf(replies);
    }

    public long steps() {
        return steps;
    }
}
