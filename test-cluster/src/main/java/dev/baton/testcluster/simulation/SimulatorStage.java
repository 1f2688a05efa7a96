package dev.baton.testcluster.simulation;

import dev.baton.config.IpAddress;
import dev.baton.config.Pnn;
import dev.baton.orchestrator.cluster.NodeFlag;
import dev.baton.orchestrator.lease.Clauses;
import dev.baton.orchestrator.node.NodeRules;
import dev.baton.testcluster.scenario.Action;
import dev.baton.testcluster.scenario.Condition;
import dev.baton.testcluster.scenario.Expectation;
import dev.baton.testcluster.scenario.Scenario;
import dev.baton.testcluster.scenario.ScenarioText;
import dev.baton.testcluster.scenario.Setting;
import dev.baton.testcluster.scenario.Stage;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;

/**
 * Plays a scenario in virtual time; all checkers look after each step of each node. Whatever is
 * broken, also an expectation, is a {@link Violation}.
 */
public final class SimulatorStage implements Stage {

    /** Of random schedules since the first; less than a restart takes, or a few seconds. */
    private static final int LITTLE_WALL_SPREAD = 40;

    private static final int GREAT_WALL_SPREAD = 5000;
    private static final Duration START = Duration.ofSeconds(60);
    private static final Duration SETTLES = Duration.ofSeconds(6);
    private static final Duration SECTION_STAY = Duration.ofMillis(20);

    private final Simulator sim;
    private final Setting setting;
    private final ScriptChoice scripts;
    private final SimulatedActions actions;

    /** Addresses that must not be missed, and the nodes they were on when that began. */
    private final TreeMap<Integer, Optional<SimulatedNode>> homes = new TreeMap<>();

    private final TreeMap<Integer, String> disturbed = new TreeMap<>();
    private final List<Integer> watched;
    private long began;
    private boolean visited;

    /** A cluster for one scenario, which may be played there once. */
    public SimulatorStage(Scenario scenario, Clauses clauses) {
        setting = scenario.setting();
        sim = new Simulator(setup(setting).withClauses(clauses));
        Setting.Surroundings around = setting.around();
        if (around.walls() == Setting.Walls.AGREE) {
            sim.numbersMustRise();
        }
        boolean hostile = around.machines() == Setting.Machines.HOSTILE;
        boolean rough = around.messages() == Setting.Messages.ROUGH;
        if (hostile && !rough) {
            sim.network().travelBy(NetworkModel.calm());
        }
        if (rough && !hostile) {
            sim.network().travelBy(NetworkModel.rough(sim.random()));
            sim.network().keeps(sim.random());
        }
        scripts = new ScriptChoice(around.scripts(), sim.random());
        sim.scripts(scripts);
        actions = new SimulatedActions(sim, scripts);
        watched = watched(scenario);
    }

    private static SimulationSetup setup(Setting setting) {
        Setting.Size size = setting.size();
        Setting.Voting voting = setting.voting();
        Setting.Surroundings around = setting.around();
        SimulationSetup setup = SimulationSetup.of(size.nodes(), size.addresses());
        if (around.machines() == Setting.Machines.HOSTILE) {
            setup = setup.asHostile();
        }
        if (around.walls() == Setting.Walls.HOURS_APART) {
            setup = setup.withWallsApart();
        }
        boolean differ = around.walls() == Setting.Walls.DIFFER;
        boolean quick = around.limits() == Setting.Limits.SHORT;
        return setup.withLinks(size.links())
                .withWallSpread(differ ? GREAT_WALL_SPREAD : LITTLE_WALL_SPREAD)
                .withRules(quick ? SimulationSetup.QUICK_RULES : NodeRules.DEFAULT)
                .withVotes(
                        new SimulationSetup.Votes(
                                voting.first(),
                                voting.mode(),
                                voting.lock() == Setting.Lock.YES,
                                voting.voters() == Setting.Voters.FOUNDED))
                .withSeed(setting.seed());
    }

    private static List<Integer> watched(Scenario scenario) {
        List<Integer> watched = new ArrayList<>();
        for (Expectation each : scenario.expectations()) {
            if (each.condition() instanceof Condition.Undisturbed(int address)) {
                watched.add(address);
            }
        }
        return List.copyOf(watched);
    }

    /** How many steps all nodes made. */
    public long steps() {
        return sim.steps();
    }

    // ---- a stage

    @Override
    public void begin() {
        if (setting.begin() == Setting.Begin.SERVED) {
            sim.startAll();
            boolean served = sim.runUntil(this::isServedAndLed, START).isPresent();
            if (!served) {
                throw sim.violation("a scenario begins served", "within " + START + unserved());
            }
            sim.runFor(SETTLES);
            sim.leader().ifPresent(leader -> actions.numberFirst(leader.pnn()));
        }
        began = sim.nanos();
        watch();
        sim.note("the scenario begins");
    }

    private void watch() {
        disturbed.clear();
        watched.forEach(number -> homes.put(number, sim.server(address(number))));
    }

    private boolean isServedAndLed() {
        return sim.allServed() && sim.leader().isPresent();
    }

    @Override
    public void waitUntil(Duration instant) {
        long wait = began + instant.toNanos() - sim.nanos();
        if (wait > 0) {
            pass(() -> false, Duration.ofNanos(wait));
        }
    }

    private boolean pass(BooleanSupplier holds, Duration limit) {
        if (watched.isEmpty()) {
            return sim.runUntil(holds, limit).isPresent();
        }
        return sim.runUntil(
                        () -> {
                            watched.forEach(this::look);
                            return holds.getAsBoolean();
                        },
                        limit)
                .isPresent();
    }

    private void look(int number) {
        boolean isHome =
                homes.getOrDefault(number, Optional.empty())
                        .filter(node -> node.carries(address(number)))
                        .isPresent();
        if (!isHome && !disturbed.containsKey(number)) {
            disturbed.put(number, "after %.3f s".formatted((sim.nanos() - began) / 1e9));
        }
    }

    private IpAddress address(int number) {
        return sim.addresses().get(number);
    }

    @Override
    public void act(Action action) {
        sim.note(ScenarioText.print(action));
        actions.act(action);
        if (action instanceof Action.Watch) {
            watch();
        }
    }

    @Override
    public void expect(Expectation expectation) {
        if (expectation.condition() instanceof Condition.Recovery) {
            recover(expectation.within());
        } else if (!pass(() -> holds(expectation.condition()), expectation.within())) {
            throw sim.violation("expect " + ScenarioText.print(expectation), "found " + found());
        }
    }

    // ---- conditions

    private boolean holds(Condition condition) {
        return switch (condition) {
            case Condition.Recovery() -> isRecovered();
            case Condition.AllServed() -> sim.allServed();
            case Condition.Served(int address, int node) ->
                    actions.node(node).carries(address(address));
            case Condition.Unserved(int address) -> sim.server(address(address)).isEmpty();
            case Condition.NoAddress(int node) ->
                    sim.addresses().stream().noneMatch(actions.node(node)::carries);
            case Condition.SomeAddress(int node) ->
                    sim.addresses().stream().anyMatch(actions.node(node)::carries);
            case Condition.Undisturbed(int address) -> !disturbed.containsKey(address);
            case Condition.Leader(int node) ->
                    sim.leader().filter(actions.node(node)::equals).isPresent();
            case Condition.OtherLeader(int node) ->
                    sim.leader().filter(leader -> leader != actions.node(node)).isPresent();
            case Condition.Flagged(int node, var flag) -> isFlagged(actions.node(node), flag);
            case Condition.Ended(int node) -> !actions.node(node).isAlive();
        };
    }

    private boolean isFlagged(SimulatedNode node, Condition.Flag flag) {
        Optional<Integer> flags = flags(node);
        return switch (flag) {
            case WELL -> flags.filter(all -> all == 0).isPresent();
            case UNHEALTHY -> flags.filter(NodeFlag.UNHEALTHY::in).isPresent();
            case DISABLED -> flags.filter(NodeFlag.DISABLED::in).isPresent();
            case BANNED -> flags.filter(NodeFlag.BANNED::in).isPresent();
            case STOPPED -> flags.filter(NodeFlag.STOPPED::in).isPresent();
        };
    }

    /** In the picture of another node that runs, else in its own. */
    private Optional<Integer> flags(SimulatedNode of) {
        return sim.nodes().stream()
                .filter(node -> node.isAlive() && !node.isPaused())
                .sorted((one, other) -> Boolean.compare(one == of, other == of))
                .findFirst()
                .flatMap(SimulatedNode::view)
                .flatMap(view -> Optional.ofNullable(view.peers().get(new Pnn(of.pnn()))))
                .map(peer -> peer.flags());
    }

    private String found() {
        String places =
                sim.addresses().stream()
                        .map(ip -> ip + " on " + sim.server(ip).map(this::name).orElse("none"))
                        .collect(Collectors.joining(", "));
        return places
                + "; leader "
                + sim.leader().map(this::name).orElse("none")
                + (disturbed.isEmpty() ? "" : "; disturbed " + disturbed);
    }

    private String name(SimulatedNode node) {
        return "n" + node.pnn();
    }

    // ---- recovery

    private void recover(Duration within) {
        sim.note("faults stop");
        scripts.calmDown();
        actions.mend();
        actions.revive();
        // what is told to end may still be ending
        sim.after(
                Duration.ofSeconds(2),
                () -> {
                    sim.nodes().forEach(node -> enterAllSections(node, within));
                    if (sim.callers().wereUsed()) {
                        sim.nodes().forEach(node -> callForAllObjects(node, within));
                    }
                    visited = true;
                });
        if (!pass(this::isRecovered, within)) {
            throw sim.violation(
                    "all is served at last",
                    unserved()
                            + " not served "
                            + Duration.ofNanos(within.toNanos())
                            + " after the last fault");
        }
    }

    private void enterAllSections(SimulatedNode node, Duration within) {
        Scenario.SECTIONS.forEach(
                name -> sim.sections().enter(node, name, within.multipliedBy(2), SECTION_STAY));
    }

    private void callForAllObjects(SimulatedNode node, Duration within) {
        Simulator.OBJECTS.forEach(
                object -> sim.callers().call(node, object, within.multipliedBy(2), SECTION_STAY));
    }

    private boolean isRecovered() {
        return visited
                && !sim.sections().isAnyoneWaiting()
                && !sim.callers().isBusy()
                && sim.allServed()
                && sim.nodes().stream().allMatch(SimulatedNode::isAlive)
                && sim.addresses().stream().allMatch(ip -> places(ip) == 1);
    }

    private int places(IpAddress ip) {
        return sim.nodes().stream().mapToInt(node -> node.kernel().places(ip)).sum();
    }

    private String unserved() {
        List<IpAddress> missing =
                sim.addresses().stream().filter(ip -> sim.server(ip).isEmpty()).toList();
        return missing
                + (sim.sections().isAnyoneWaiting() ? " and a section" : "")
                + (sim.callers().isBusy() ? " and a storage object" : "");
    }
}
