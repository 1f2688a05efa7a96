package dev.baton.testcluster.agent;

import dev.baton.testcluster.netns.CableCut;
import dev.baton.testcluster.netns.CutKind;
import dev.baton.testcluster.netns.Network;
import dev.baton.testcluster.observer.AddressFigures;
import dev.baton.testcluster.scenario.Action;
import dev.baton.testcluster.scenario.Condition;
import dev.baton.testcluster.scenario.Expectation;
import dev.baton.testcluster.scenario.ScenarioText;
import dev.baton.testcluster.scenario.Setting;
import dev.baton.testcluster.scenario.Stage;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * Plays scenarios on real agents: the network, processes, kernels, scripts and commands are the
 * system's own. One cluster may play several, one after the other.
 */
final class NamespacesStage implements Stage {

    /** What is said to be quick in a scenario is as quick as a process starts. */
    private static final Duration GRACE = Duration.ofSeconds(2);

    /** Whatever a file left undone, a run, an event or a ban with short limits among it. */
    private static final Duration PUT_BACK = Duration.ofSeconds(30);

    private static final List<String> SHORT_LIMITS =
            List.of("EventScriptTimeout", "5", "RecoveryBanPeriod", "9", "TakeoverTimeout", "5");

    private final AgentCluster cluster;
    private final PrivateWays ways;
    private final ScriptConduct scripts;
    private final OperatorCommands operators;
    private final TreeMap<Integer, CableCut> pulled = new TreeMap<>();
    private final List<String> notes = new ArrayList<>();
    private Setting.Limits limits = Setting.Limits.DEFAULT;

    /** Whether files, flags or scripts are not as they were. */
    private boolean toldOtherwise;

    private int[] who;
    private long began;
    private long lastStep;

    /** Started, and well. */
    NamespacesStage(AgentCluster cluster) {
        this.cluster = cluster;
        this.ways = new PrivateWays(cluster.namespaces());
        this.scripts = new ScriptConduct();
        this.who = IntStream.range(0, cluster.agents().size()).toArray();
        this.operators = new OperatorCommands(cluster, this::agent);
    }

    /** Sets what the next scenario asks for. */
    void prepare(Setting setting) {
        limits = setting.around().limits();
    }

    private AgentNode agent(int number) {
        return cluster.agent(who[number]);
    }

    private String address(int number) {
        return cluster.addresses().get(number);
    }

    // ---- a stage

    @Override
    public void begin() {
        notes.clear();
        who = IntStream.range(0, cluster.agents().size()).toArray();
        cluster.awaitWell();
        if (limits == Setting.Limits.SHORT) {
            for (int i = 0; i < SHORT_LIMITS.size(); i += 2) {
                agent(0).command("tunable", "set", SHORT_LIMITS.get(i), SHORT_LIMITS.get(i + 1));
            }
        }
        int leader = cluster.leader().index();
        who[0] = leader;
        who[leader] = 0;
        mark("scenario");
        began = System.nanoTime();
        lastStep = began;
    }

    /** Begins a window of the observer; none of the window before stays unjudged. */
    private void mark(String window) {
        judgeUntilNow();
        cluster.mark(window);
    }

    @Override
    public void waitUntil(Duration instant) {
        Duration left = instant.minusNanos(System.nanoTime() - began);
        if (left.isPositive()) {
            cluster.pause(left);
        }
    }

    @Override
    public void act(Action action) {
        note(ScenarioText.print(action));
        switch (action) {
            case Action.OnAgent each -> onAgent(each);
            case Action.OnMachine each -> onMachine(each);
            case Action.OnNetwork each -> onNetwork(each);
            case Action.OnScripts each -> onScripts(each);
            case Action.OnOperator each -> {
                toldOtherwise = true;
                operators.act(each);
            }
            case Action.OnLock each -> throw Playable.unplayable(each);
            case Action.OnJudge _ -> mark("watched");
        }
        lastStep = System.nanoTime();
    }

    private void note(String words) {
        notes.add("%.3f s %s".formatted((System.nanoTime() - began) / 1e9, words));
    }

    /** What was done, with the true instants, and which node is which. */
    String told() {
        StringBuilder told = new StringBuilder("\nnode 0 is " + agent(0).name());
        notes.forEach(line -> told.append('\n').append(line));
        return told.append(operators.said()).toString();
    }

    // ---- actions

    private void onAgent(Action.OnAgent action) {
        switch (action) {
            case Action.Kill(int node) -> kill(agent(node));
            case Action.Start(int node) -> start(agent(node));
            case Action.Pause(int node) -> agent(node).signal("STOP");
            case Action.Resume(int node) -> agent(node).signal("CONT");
            case Action.KillBetween _, Action.PauseBetween _, Action.StartAs _ ->
                    throw Playable.unplayable(action);
        }
    }

    private static void kill(AgentNode agent) {
        if (agent.isAlive()) {
            agent.kill();
        }
    }

    private static void start(AgentNode agent) {
        if (!agent.isAlive()) {
            agent.start();
        }
    }

    private void onMachine(Action.OnMachine action) {
        switch (action) {
            case Action.PowerOff(int node) -> cluster.powerOff(agent(node));
            case Action.Boot(int node) -> start(agent(node));
            case Action.PullLinks(int node) -> pull(agent(node).index());
            case Action.PlugLinks(int node) -> plug(agent(node).index());
            case Action.PauseMachine _,
                    Action.ResumeMachine _,
                    Action.PullLink _,
                    Action.PlugLink _,
                    Action.RenewalsTake _,
                    Action.Slew _,
                    Action.Trust _,
                    Action.KernelsLate _,
                    Action.KeepAddresses _ ->
                    throw Playable.unplayable(action);
        }
    }

    private void pull(int node) {
        if (!pulled.containsKey(node)) {
            EnumSet<Network> all = EnumSet.copyOf(Network.PUBLIC);
            pulled.put(node, cluster.namespaces().cut(node, all, CutKind.PORT_DOWN));
        }
    }

    private void plug(int node) {
        CableCut cut = pulled.remove(node);
        if (cut != null) {
            cut.heal();
        }
    }

    private void onNetwork(Action.OnNetwork action) {
        int last = who.length;
        switch (action) {
            case Action.Isolate(int node) -> ways.cutBetween(List.of(who[node]), last);
            case Action.Join(int node) -> ways.join(who[node]);
            case Action.CutWay(int from, int to) -> ways.cut(who[from], who[to]);
            case Action.CutBoth(int one, int other) -> {
                ways.cut(who[one], who[other]);
                ways.cut(who[other], who[one]);
            }
            case Action.Mute(int node) ->
                    IntStream.range(0, last).forEach(other -> ways.cut(who[node], other));
            case Action.Part(var group) ->
                    ways.cutBetween(group.stream().map(number -> who[number]).toList(), last);
            case Action.Heal() -> ways.heal();
            case Action.Slow _, Action.Hint _ -> throw Playable.unplayable(action);
        }
    }

    private void onScripts(Action.OnScripts action) {
        toldOtherwise = true;
        switch (action) {
            case Action.Behave(int node, var conduct, String event) ->
                    scripts.behave(agent(node), event, conduct);
            case Action.EndLate(int node, Duration length, String event) ->
                    scripts.endLate(agent(node), event, length);
        }
    }

    // ---- expectations

    @Override
    public void expect(Expectation expectation) {
        note("expect " + ScenarioText.print(expectation));
        if (expectation.condition() instanceof Condition.Recovery) {
            recover(expectation.within().plus(GRACE));
        } else {
            cluster.await(
                    "expect " + ScenarioText.print(expectation),
                    expectation.within().plus(GRACE),
                    () -> holds(expectation.condition()));
        }
    }

    private boolean holds(Condition condition) {
        return switch (condition) {
            case Condition.Recovery(), Condition.AllServed() -> cluster.served();
            case Condition.Served(int address, int node) ->
                    holders(address).equals(List.of(agent(node).name()));
            case Condition.Unserved(int address) -> holders(address).isEmpty();
            case Condition.NoAddress(int node) -> !servesAny(agent(node));
            case Condition.SomeAddress(int node) -> servesAny(agent(node));
            case Condition.Undisturbed(int address) -> isUndisturbed(address(address));
            case Condition.Leader(int node) -> cluster.leader() == agent(node);
            case Condition.OtherLeader(int node) -> leadsAnother(agent(node));
            case Condition.Flagged(int node, var flag) -> isFlagged(agent(node), flag);
            case Condition.Ended(int node) -> !agent(node).isAlive();
        };
    }

    private List<String> holders(int address) {
        return cluster.holders().getOrDefault(address(address), List.of());
    }

    private boolean servesAny(AgentNode agent) {
        return cluster.holders().values().stream().anyMatch(all -> all.contains(agent.name()));
    }

    private boolean isUndisturbed(String address) {
        Map<String, AddressFigures> all = cluster.figures();
        AddressFigures figures = all.get(address);
        return figures != null && figures.takenBy().isEmpty() && figures.configuredOnNone() == 0;
    }

    /** As another node says. */
    private boolean leadsAnother(AgentNode agent) {
        String leader = cluster.other(agent).status().path("leader").asText();
        return !leader.isEmpty() && !leader.equals(agent.name());
    }

    private boolean isFlagged(AgentNode agent, Condition.Flag flag) {
        AgentNode witness = cluster.other(agent);
        return flag == Condition.Flag.WELL
                ? witness.seesWell(agent)
                : witness.sees(agent, flag.name().toLowerCase(Locale.ROOT));
    }

    // ---- the end

    /** Whether nobody answered twice; also not late. */
    void judge() {
        cluster.watchOn();
        judgeUntilNow();
    }

    /** How long after the last step an address was on no node, or was so again. */
    Duration unservedUntil() {
        return cluster.unservedAfter(lastStep);
    }

    /** Fails if two nodes have answered since the last mark. */
    void judgeUntilNow() {
        List<String> twice = cluster.answeredByTwo();
        if (!twice.isEmpty()) {
            throw new AssertionError("answered by two nodes: " + twice);
        }
    }

    /** Mends everything; then all must be well in time, and every command obeyed. */
    private void recover(Duration limit) {
        ways.heal();
        List.copyOf(pulled.keySet()).forEach(this::plug);
        if (toldOtherwise) {
            cluster.agents().forEach(scripts::restore);
            operators.restoreFiles();
        }
        for (AgentNode agent : cluster.agents()) {
            if (agent.isAlive()) {
                agent.signal("CONT");
            } else {
                agent.start();
            }
        }
        if (toldOtherwise) {
            operators.takeBack(limit);
            toldOtherwise = false;
        }
        cluster.awaitWell(limit);
    }

    /** Leaves the cluster as it was for the next scenario. */
    void putBack() {
        recover(PUT_BACK);
        if (limits == Setting.Limits.SHORT) {
            for (int i = 0; i < SHORT_LIMITS.size(); i += 2) {
                agent(0).command("tunable", "reset", SHORT_LIMITS.get(i));
            }
        }
    }
}
