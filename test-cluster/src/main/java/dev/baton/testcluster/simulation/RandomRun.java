package dev.baton.testcluster.simulation;

import dev.baton.config.IpAddress;
import dev.baton.config.VoteMode;
import dev.baton.events.Event;
import dev.baton.orchestrator.cluster.NodeFlag;
import dev.baton.orchestrator.lease.Clauses;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** One cluster under one random schedule of faults, then without faults until all is served. */
public final class RandomRun {

    private static final Duration FAULTS = Duration.ofSeconds(14);

    /** Less than a restart takes: after one of all nodes only wall clocks remember. */
    private static final int LITTLE_WALL_SPREAD = 40;

    private static final int GREAT_WALL_SPREAD = 5000;
    private static final Duration SERVED_WITHIN = Duration.ofSeconds(30);

    private final Simulator simulator;
    private final Random random;
    private final List<FaultSchedule.Fault> faults;
    private final boolean badScripts;
    private boolean calm;
    private boolean visited;

    public RandomRun(long seed, Clauses clauses) {
        Random shape = new Random(seed * 31 + 7);
        int kind = shape.nextInt(8);
        int nodes = kind == 0 ? 2 : 3 + shape.nextInt(3);
        int addresses = 1 + shape.nextInt(4);
        badScripts = shape.nextBoolean();
        boolean wallsAgree = shape.nextBoolean();
        SimulationSetup setup =
                SimulationSetup.of(nodes, addresses)
                        .asHostile()
                        .withLinks(2)
                        .withWallSpread(wallsAgree ? LITTLE_WALL_SPREAD : GREAT_WALL_SPREAD)
                        .withRules(SimulationSetup.QUICK_RULES)
                        .withVotes(votes(kind, nodes))
                        .withClauses(clauses)
                        .withSeed(seed);
        simulator = new Simulator(setup);
        if (wallsAgree) {
            simulator.numbersMustRise();
        }
        random = simulator.random();
        simulator.scripts((_, event) -> script(event));
        faults = FaultSchedule.random(shape, nodes, addresses, FAULTS);
        startFlags(new Random(seed * 17 + 3), nodes);
    }

    /** In one run of four, some agents start as disabled or as stopped until the faults stop. */
    private void startFlags(Random choice, int nodes) {
        if (choice.nextInt(4) > 0) {
            return;
        }
        List<Integer> flags = new ArrayList<>();
        for (int node = 0; node < nodes; node++) {
            int disabled = choice.nextInt(3) == 0 ? NodeFlag.DISABLED.bit() : 0;
            int stopped = choice.nextInt(3) == 0 ? NodeFlag.STOPPED.bit() : 0;
            flags.add(disabled | stopped);
        }
        simulator.startFlags(node -> calm ? 0 : flags.get(node));
    }

    private static SimulationSetup.Votes votes(int kind, int nodes) {
        return switch (kind) {
            case 0 -> new SimulationSetup.Votes(nodes, VoteMode.MAJORITY, true, true);
            case 1 -> new SimulationSetup.Votes(nodes, VoteMode.LOCK, true, true);
            case 2 -> new SimulationSetup.Votes(nodes, VoteMode.BOTH, true, true);
            case 3 -> new SimulationSetup.Votes(nodes - 1, VoteMode.MAJORITY, false, true);
            case 4 -> new SimulationSetup.Votes(nodes, VoteMode.MAJORITY, false, false);
            default -> new SimulationSetup.Votes(nodes, VoteMode.MAJORITY, false, true);
        };
    }

    /** Plays it; throws {@link Violation} when a rule is broken. Returns the steps it took. */
    public long play() {
        simulator
                .nodes()
                .forEach(
                        node ->
                                simulator.after(
                                        Duration.ofMillis(random.nextInt(300)), node::start));
        for (FaultSchedule.Fault fault : faults) {
            simulator.after(
                    fault.at(),
                    () -> {
                        simulator.note(fault.words());
                        fault.strike().accept(simulator);
                    });
        }
        simulator.runFor(FAULTS);
        recover();
        if (simulator.runUntil(this::served, SERVED_WITHIN).isEmpty()) {
            throw simulator.violation("all is served at last", unserved());
        }
        return simulator.steps();
    }

    private void recover() {
        simulator.runFor(Duration.ofSeconds(10));
        simulator.note("faults stop");
        calm = true;
        simulator.network().heal();
        simulator.network().travelBy(NetworkModel.calm());
        simulator.lock().reachable(true);
        VoterFaults.writeAll(simulator);
        for (SimulatedNode node : simulator.nodes()) {
            node.cutNextStep(-1, () -> {});
            node.resume();
            node.renewalsTake(Duration.ZERO);
            node.slew(false);
            FaultSchedule.hang(simulator, node.pnn(), false);
            FaultSchedule.links(simulator, node.pnn(), true);
            simulator.edit(node.pnn(), simulator.configured(node.pnn()));
            if (!node.isAlive()) {
                simulator.after(Duration.ofMillis(100), node::start);
            }
            simulator.after(
                    Duration.ofMillis(200), () -> FaultSchedule.allow(simulator, node.pnn()));
        }
        // what was not running then reads its file when it starts
        simulator.after(
                Duration.ofSeconds(1),
                () -> simulator.nodes().forEach(node -> FaultSchedule.reload(node)));
        // what is told to end may still be ending
        simulator.after(
                Duration.ofSeconds(2), () -> simulator.nodes().forEach(this::enterAllSections));
        for (int later = 1; later <= 10; later++) {
            simulator.after(
                    Duration.ofSeconds(later), () -> simulator.nodes().forEach(this::revive));
            simulator.after(
                    Duration.ofSeconds(later),
                    () ->
                            simulator
                                    .nodes()
                                    .forEach(node -> VoterFaults.reload(simulator, node.pnn())));
        }
    }

    private void revive(SimulatedNode node) {
        node.start();
    }

    private void enterAllSections(SimulatedNode node) {
        Duration stay = Duration.ofMillis(20);
        Simulator.SECTIONS.forEach(
                name ->
                        simulator
                                .sections()
                                .enter(node, name, SERVED_WITHIN.multipliedBy(2), stay));
        visited = true;
    }

    private boolean served() {
        return visited
                && !simulator.sections().isAnyoneWaiting()
                && simulator.allServed()
                && simulator.nodes().stream().allMatch(SimulatedNode::isAlive)
                && simulator.addresses().stream().allMatch(ip -> places(ip) == 1);
    }

    private int places(IpAddress ip) {
        return simulator.nodes().stream().mapToInt(node -> node.kernel().places(ip)).sum();
    }

    private String unserved() {
        List<IpAddress> missing =
                simulator.addresses().stream()
                        .filter(ip -> simulator.server(ip).isEmpty())
                        .toList();
        boolean waiting = simulator.sections().isAnyoneWaiting();
        return missing
                + (waiting ? " and a section" : "")
                + " not served "
                + SERVED_WITHIN
                + " after the last fault";
    }

    /** The faults, one per line. */
    public String faults() {
        return String.join("\n", faults.stream().map(FaultSchedule.Fault::toString).toList());
    }

    private ScriptBehaviour script(Event event) {
        int luck = random.nextInt(100);
        boolean good = calm || !badScripts || luck < 70;
        ScriptBehaviour quick =
                ScriptBehaviour.QUICK.lasting(
                        Duration.ofMillis(1 + random.nextInt(20)),
                        Duration.ofMillis(21 + random.nextInt(40)));
        if (good) {
            return luck % 4 == 0 ? quick.permanently() : quick;
        }
        ScriptBehaviour slow =
                quick.lasting(
                        Duration.ofMillis(random.nextInt(3000)),
                        Duration.ofMillis(random.nextInt(6000)));
        return switch (luck % 5) {
            case 0 -> quick.failing();
            case 1 -> event.address().isEmpty() ? slow : slow.hanging();
            case 2 -> slow.failing();
            case 3 -> slow.permanently();
            default -> slow;
        };
    }
}
