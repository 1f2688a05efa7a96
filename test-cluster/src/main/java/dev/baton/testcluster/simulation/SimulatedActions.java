package dev.baton.testcluster.simulation;

import dev.baton.config.IpAddress;
import dev.baton.config.Pnn;
import dev.baton.config.PublicAddress;
import dev.baton.orchestrator.cluster.NodeFlag;
import dev.baton.orchestrator.exchange.Input;
import dev.baton.orchestrator.exchange.OperatorCommand;
import dev.baton.testcluster.scenario.Action;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** Makes happen in a simulator what a scenario says. */
final class SimulatedActions {

    private final Simulator sim;
    private final ScriptChoice scripts;

    /** Which simulated node a scenario's node is. */
    private final int[] who;

    private final int[] startFlags;

    SimulatedActions(Simulator sim, ScriptChoice scripts) {
        this.sim = sim;
        this.scripts = scripts;
        this.who = IntStream.range(0, sim.nodes().size()).toArray();
        this.startFlags = new int[who.length];
        sim.startFlags(node -> startFlags[node]);
    }

    /** From now on the scenario's node 0 is this one, and the other way round. */
    void numberFirst(int pnn) {
        who[0] = pnn;
        who[pnn] = 0;
    }

    /** The simulated node that a scenario's node is. */
    SimulatedNode node(int number) {
        return sim.node(who[number]);
    }

    private Pnn pnn(int number) {
        return new Pnn(who[number]);
    }

    private IpAddress address(int number) {
        return sim.addresses().get(number);
    }

    void act(Action action) {
        switch (action) {
            case Action.OnAgent each -> onAgent(each);
            case Action.OnMachine each -> onMachine(each);
            case Action.OnNetwork each -> onNetwork(each);
            case Action.OnScripts each -> onScripts(each);
            case Action.OnOperator each -> onOperator(each);
            case Action.OnLock each -> onLock(each);
            case Action.OnJudge _ -> {
                // the stage itself looks on
            }
        }
    }

    // ---- agents

    private void onAgent(Action.OnAgent action) {
        switch (action) {
            case Action.Kill(int node) -> node(node).crash();
            case Action.Start(int node) -> node(node).start();
            case Action.Pause(int node) -> node(node).pause();
            case Action.Resume(int node) -> node(node).resume();
            case Action.KillBetween(int node, int effects, Duration away) ->
                    killBetween(node(node), effects, away);
            case Action.PauseBetween(int node, int effects, Duration away) ->
                    pauseBetween(node(node), effects, away);
            case Action.StartAs(int node, var state) -> startFlags[who[node]] = flags(state);
        }
    }

    private void killBetween(SimulatedNode node, int effects, Duration away) {
        node.cutNextStep(
                effects,
                () -> {
                    node.crash();
                    sim.after(away, node::start);
                });
    }

    private void pauseBetween(SimulatedNode node, int effects, Duration away) {
        node.cutNextStep(
                effects,
                () -> {
                    node.pause();
                    sim.after(away, node::resume);
                });
    }

    private static int flags(Action.StartState state) {
        return switch (state) {
            case ENABLED -> 0;
            case DISABLED -> NodeFlag.DISABLED.bit();
            case STOPPED -> NodeFlag.STOPPED.bit();
            case DISABLED_AND_STOPPED -> NodeFlag.DISABLED.bit() | NodeFlag.STOPPED.bit();
        };
    }

    // ---- machines

    private void onMachine(Action.OnMachine action) {
        switch (action) {
            case Action.PowerOff(int node) -> node(node).powerOff();
            case Action.PauseMachine(int node) -> node(node).standStill();
            case Action.ResumeMachine(int node) -> node(node).goOn();
            case Action.Boot(int node) -> node(node).start();
            case Action.PullLink(int link, int node) -> link(node, link, false);
            case Action.PlugLink(int link, int node) -> link(node, link, true);
            case Action.PullLinks(int node) -> links(node, false);
            case Action.PlugLinks(int node) -> links(node, true);
            case Action.RenewalsTake(int node, Duration length) -> node(node).renewalsTake(length);
            case Action.Slew(int node) -> node(node).slew(true);
            case Action.Trust(int node) -> node(node).slew(false);
            case Action.KernelsLate(Duration worst) -> sim.kernelsAreLateBy(worst);
            case Action.KeepAddresses(int node) -> node(node).kernel().keepEverything();
        }
    }

    private void link(int node, int link, boolean up) {
        node(node).kernel().link(sim.links().get(link), up);
    }

    private void links(int node, boolean up) {
        IntStream.range(0, sim.links().size()).forEach(link -> link(node, link, up));
    }

    // ---- the network

    private void onNetwork(Action.OnNetwork action) {
        NetworkModel network = sim.network();
        switch (action) {
            case Action.Isolate(int node) -> network.isolate(who[node]);
            case Action.Join(int node) -> network.join(who[node]);
            case Action.CutWay(int from, int to) -> network.cut(who[from], who[to]);
            case Action.CutBoth(int one, int other) -> cutBoth(one, other);
            case Action.Mute(int node) ->
                    sim.nodes().forEach(other -> network.cut(who[node], other.pnn()));
            case Action.Part(var group) -> part(group);
            case Action.Heal() -> network.heal();
            case Action.Slow(int node, Duration longer) -> network.slow(who[node], longer);
            case Action.Hint(int node, int lost) -> node(node).take(new Input.PeerLost(pnn(lost)));
        }
    }

    private void cutBoth(int one, int other) {
        sim.network().cut(who[one], who[other]);
        sim.network().cut(who[other], who[one]);
    }

    private void part(List<Integer> group) {
        for (int one : group) {
            for (int other = 0; other < who.length; other++) {
                if (!group.contains(other)) {
                    cutBoth(one, other);
                }
            }
        }
    }

    // ---- scripts

    private void onScripts(Action.OnScripts action) {
        switch (action) {
            case Action.Behave(int node, var conduct, String event) ->
                    scripts.behave(who[node], event, conduct);
            case Action.EndLate(int node, Duration length, String event) ->
                    scripts.endLate(who[node], event, length);
        }
    }

    // ---- operators

    private void onOperator(Action.OnOperator action) {
        SimulatedNode node = node(action.node());
        switch (action) {
            case Action.Disable(_, int target) ->
                    node.ask(new OperatorCommand.Disable(pnn(target), "test"));
            case Action.Enable(_, int target) -> node.ask(new OperatorCommand.Enable(pnn(target)));
            case Action.Stop(_, int target) ->
                    node.ask(new OperatorCommand.StopNode(pnn(target), "test"));
            case Action.Continue(_, int target) ->
                    node.ask(new OperatorCommand.ContinueNode(pnn(target)));
            case Action.ShutDown(_, int target) ->
                    node.ask(new OperatorCommand.Shutdown(pnn(target)));
            case Action.Move(_, int address, int to) ->
                    node.ask(new OperatorCommand.Move(address(address), pnn(to)));
            case Action.DeleteAddress(_, int address) ->
                    node.ask(
                            new OperatorCommand.DeleteAddress(
                                    new Pnn(node.pnn()), address(address)));
            case Action.AddAddress(_, int address) -> addAddress(node, address(address));
            case Action.ListAddresses(_, var listed, int mask, var links) ->
                    sim.edit(node.pnn(), lines(node, listed, mask, links));
            case Action.ReloadAddresses _ -> reloadAddresses(node);
            case Action.ListNodes(_, var listed) -> VoterFaults.write(sim, simulated(listed));
            case Action.ReloadNodes _ -> VoterFaults.reload(sim, node.pnn());
            case Action.Reallocate _ -> node.ask(new OperatorCommand.Reallocate());
            case Action.ByHand(_, var closed) -> node.failback(sim.withoutFailback(closed));
            case Action.Failback _ -> node.ask(new OperatorCommand.Failback(List.of()));
            case Action.EnterSection(_, String section, Duration waiting, Duration staying) ->
                    sim.sections().enter(node, section, waiting, staying);
            case Action.CallObject(_, String object, Duration waiting, Duration taking) ->
                    sim.callers().call(node, Simulator.object(object), waiting, taking);
        }
    }

    private List<Integer> simulated(List<Integer> numbers) {
        return numbers.stream().map(number -> who[number]).toList();
    }

    private void addAddress(SimulatedNode node, IpAddress ip) {
        sim.file(node.pnn()).stream()
                .filter(line -> line.ip().equals(ip))
                .forEach(
                        line ->
                                node.ask(
                                        new OperatorCommand.AddAddress(new Pnn(node.pnn()), line)));
    }

    private List<PublicAddress> lines(
            SimulatedNode node, List<Integer> listed, int mask, Action.Links links) {
        int most = links == Action.Links.THE_FIRST_LINK ? 1 : sim.links().size();
        return sim.configured(node.pnn()).stream()
                .map(PublicAddress::ip)
                .filter(ip -> listed.contains(sim.addresses().indexOf(ip)))
                .map(ip -> new PublicAddress(ip, mask, sim.links().subList(0, most)))
                .toList();
    }

    /** A node is told to read its file of public addresses. */
    private static void reloadAddresses(SimulatedNode node) {
        node.ask(new OperatorCommand.ReloadAddresses(new Pnn(node.pnn())));
    }

    // ---- the lock

    private void onLock(Action.OnLock action) {
        switch (action) {
            case Action.HangLock(int node) -> node(node).lock().hang(true);
            case Action.LockAnswers(int node) -> node(node).lock().hang(false);
            case Action.TakeLockAway() -> sim.lock().revoke();
            case Action.CloseLock() -> sim.lock().reachable(false);
            case Action.OpenLock() -> sim.lock().reachable(true);
        }
    }

    // ---- the end of all faults

    /** Mends what can be mended at once. */
    void mend() {
        sim.network().heal();
        sim.network().travelBy(NetworkModel.calm());
        sim.lock().reachable(true);
        VoterFaults.writeAll(sim);
        Arrays.fill(startFlags, 0);
        for (SimulatedNode node : sim.nodes()) {
            node.cutNextStep(-1, () -> {});
            node.goOn();
            node.resume();
            node.renewalsTake(Duration.ZERO);
            node.slew(false);
            node.lock().hang(false);
            sim.links().forEach(link -> node.kernel().link(link, true));
            sim.edit(node.pnn(), sim.configured(node.pnn()));
        }
    }

    /** Starts what does not run, and takes back what operators said, soon and again. */
    void revive() {
        List<SimulatedNode> strangers = endStrangers();
        for (SimulatedNode node : sim.nodes()) {
            if (!node.isAlive() && !strangers.contains(node)) {
                sim.after(Duration.ofMillis(100), node::start);
            }
            sim.after(Duration.ofMillis(200), () -> allow(node));
        }
        // what was not running then reads its file when it starts
        sim.after(
                Duration.ofSeconds(1),
                () -> sim.nodes().forEach(SimulatedActions::reloadAddresses));
        for (int later = 1; later <= 10; later++) {
            sim.after(Duration.ofSeconds(later), this::reviveAgain);
        }
        for (int later = 11; later <= 25; later++) {
            sim.after(
                    Duration.ofSeconds(later),
                    () -> {
                        if (sim.nodes().stream()
                                .anyMatch(node -> !node.isAlive() || isStranger(node))) {
                            reviveAgain();
                        }
                    });
        }
    }

    /** A deletion that was still under way may have come true since, or been taken back. */
    private void reviveAgain() {
        List<SimulatedNode> strangers = endStrangers();
        sim.nodes().stream()
                .filter(node -> !strangers.contains(node))
                .forEach(SimulatedNode::start);
        sim.nodes().forEach(node -> VoterFaults.reload(sim, node.pnn()));
    }

    private boolean isStranger(SimulatedNode node) {
        return VoterFaults.isDeleted(sim, node);
    }

    /**
     * A node that was deleted while it did not run, and runs with its old voters: what an operator
     * ends, because it may have the cluster lock, until the others know it again.
     */
    private List<SimulatedNode> endStrangers() {
        List<SimulatedNode> strangers = sim.nodes().stream().filter(this::isStranger).toList();
        strangers.stream().filter(SimulatedNode::isAlive).forEach(SimulatedNode::crash);
        return strangers;
    }

    private static void allow(SimulatedNode node) {
        node.ask(new OperatorCommand.Enable(new Pnn(node.pnn())));
        node.ask(new OperatorCommand.ContinueNode(new Pnn(node.pnn())));
    }
}
