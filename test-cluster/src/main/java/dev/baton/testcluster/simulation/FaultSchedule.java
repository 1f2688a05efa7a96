package dev.baton.testcluster.simulation;

import dev.baton.config.Pnn;
import dev.baton.config.PublicAddress;
import dev.baton.orchestrator.exchange.Input;
import dev.baton.orchestrator.exchange.OperatorCommand;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.function.Consumer;

/** What goes wrong in one simulation, and when. Random, but always the same for one seed. */
public final class FaultSchedule {

    /** One fault: when it strikes, how a reader calls it, and what it does. */
    public record Fault(Duration at, String words, Consumer<Simulator> strike) {
        @Override
        public String toString() {
            return String.format(Locale.ROOT, "%.3f s %s", at.toNanos() / 1e9, words);
        }
    }

    private final Random random;
    private final int nodes;
    private final int addresses;
    private final long spanMillis;
    private final List<Fault> faults = new ArrayList<>();

    private FaultSchedule(Random random, int nodes, int addresses, Duration span) {
        this.random = random;
        this.nodes = nodes;
        this.addresses = addresses;
        this.spanMillis = span.toMillis();
    }

    /** Some faults within the span; what must be undone is undone later, or when faults stop. */
    public static List<Fault> random(Random random, int nodes, int addresses, Duration span) {
        FaultSchedule schedule = new FaultSchedule(random, nodes, addresses, span);
        int count = 1 + random.nextInt(8);
        for (int i = 0; i < count; i++) {
            schedule.addOne();
        }
        int visits = random.nextInt(6);
        for (int i = 0; i < visits; i++) {
            schedule.visitSection();
        }
        int changes = random.nextBoolean() ? 0 : 1 + random.nextInt(4);
        for (int i = 0; i < changes; i++) {
            schedule.changeAddresses();
        }
        if (random.nextInt(3) == 0) {
            schedule.changeFailback();
        }
        schedule.faults.sort((one, other) -> one.at().compareTo(other.at()));
        return List.copyOf(schedule.faults);
    }

    private void addOne() {
        long at = random.nextLong(spanMillis);
        int node = random.nextInt(nodes);
        int other = (node + 1 + random.nextInt(nodes - 1)) % nodes;
        switch (random.nextInt(26)) {
            case 0, 1 -> isolate(at, node);
            case 2 -> cutOneWay(at, node, other);
            case 3, 4 -> pause(at, node);
            case 5 -> pauseBetweenEffects(at, node);
            case 6 -> crash(at, node);
            case 7 -> crashBetweenEffects(at, node);
            case 8 -> powerOff(at, node);
            case 9 -> operator(at, node);
            case 10, 11 -> pullCable(at, node);
            case 12 -> pullAllCables(at, node);
            case 13 -> slowRenewals(at, node);
            case 14 -> slew(at, node);
            case 15, 16 -> othersForget(at, node);
            case 17 -> split(at);
            case 18 -> blackout(at);
            case 19, 20 -> slowAnswers(at, node);
            case 21, 22 -> reload(at, node, other);
            case 23 -> endAndRestart(at, node);
            case 24 -> lock(at, node);
            default -> hint(at, node, other);
        }
    }

    private void add(long at, String words, Consumer<Simulator> strike) {
        faults.add(new Fault(Duration.ofMillis(at), words, strike));
    }

    private void isolate(long at, int node) {
        add(at, "node " + node + " is cut off", sim -> sim.network().isolate(node));
        add(at + length(), "node " + node + " is joined", sim -> sim.network().join(node));
    }

    private void cutOneWay(long at, int from, int to) {
        add(
                at,
                "nothing passes from node " + from + " to " + to,
                sim -> sim.network().cut(from, to));
        add(at + length(), "node " + from + " is joined", sim -> sim.network().join(from));
    }

    private void pause(long at, int node) {
        add(at, "node " + node + " is stopped", sim -> sim.node(node).pause());
        add(at + length(), "node " + node + " goes on", sim -> sim.node(node).resume());
    }

    private void pauseBetweenEffects(long at, int node) {
        int effects = random.nextInt(4);
        long length = length();
        add(
                at,
                "node " + node + " is stopped after " + effects + " effects of a step",
                sim ->
                        sim.node(node)
                                .cutNextStep(
                                        effects,
                                        () -> {
                                            sim.node(node).pause();
                                            sim.after(
                                                    Duration.ofMillis(length),
                                                    () -> sim.node(node).resume());
                                        }));
    }

    private void crash(long at, int node) {
        add(at, "agent " + node + " is killed", sim -> sim.node(node).crash());
        add(at + 60 + length(), "agent " + node + " is started", sim -> sim.node(node).start());
    }

    private void crashBetweenEffects(long at, int node) {
        int effects = random.nextInt(4);
        long length = 60 + length();
        add(
                at,
                "agent " + node + " dies after " + effects + " effects of a step",
                sim ->
                        sim.node(node)
                                .cutNextStep(
                                        effects,
                                        () -> {
                                            sim.node(node).crash();
                                            sim.after(
                                                    Duration.ofMillis(length),
                                                    () -> sim.node(node).start());
                                        }));
    }

    private void powerOff(long at, int node) {
        add(at, "node " + node + " loses power", sim -> sim.node(node).powerOff());
        add(at + 500 + length(), "node " + node + " boots", sim -> sim.node(node).start());
    }

    private void operator(long at, int node) {
        int address = random.nextInt(addresses);
        int to = random.nextInt(nodes);
        Pnn pnn = new Pnn(node);
        switch (random.nextInt(4)) {
            case 0 -> {
                add(
                        at,
                        "node " + node + " is disabled",
                        sim -> sim.node(node).ask(new OperatorCommand.Disable(pnn, "test")));
                enable(at + length(), node);
            }
            case 1 -> {
                add(
                        at,
                        "node " + node + " is told to stop",
                        sim -> sim.node(node).ask(new OperatorCommand.StopNode(pnn, "test")));
                enable(at + length(), node);
            }
            case 2 ->
                    add(
                            at,
                            "node " + node + " is told to end",
                            sim -> sim.node(node).ask(new OperatorCommand.Shutdown(pnn)));
            default ->
                    add(
                            at,
                            "address " + address + " shall move to node " + to,
                            sim ->
                                    sim.node(node)
                                            .ask(
                                                    new OperatorCommand.Move(
                                                            sim.addresses().get(address),
                                                            new Pnn(to))));
        }
    }

    private void enable(long at, int node) {
        add(at, "node " + node + " is enabled", sim -> allow(sim, node));
    }

    /** Takes back what operators said of a node. */
    static void allow(Simulator sim, int node) {
        sim.node(node).ask(new OperatorCommand.Enable(new Pnn(node)));
        sim.node(node).ask(new OperatorCommand.ContinueNode(new Pnn(node)));
    }

    /** A node is taken out of the list, or put into it; perhaps it was told to end before. */
    private void reload(long at, int target, int asked) {
        if (random.nextBoolean()) {
            add(
                    at,
                    "node " + target + " is told to end",
                    sim -> sim.node(target).ask(new OperatorCommand.Shutdown(new Pnn(target))));
        }
        add(
                at + random.nextInt(1500),
                "node " + target + " is added or deleted in the list, and node " + asked + " asked",
                sim -> VoterFaults.toggle(sim, target, asked));
        add(at + length(), "agent " + target + " is started", sim -> sim.node(target).start());
    }

    private void endAndRestart(long at, int node) {
        add(
                at,
                "node " + node + " is told to end",
                sim -> sim.node(node).ask(new OperatorCommand.Shutdown(new Pnn(node))));
        add(at + 500 + length(), "agent " + node + " is started", sim -> sim.node(node).start());
    }

    private void lock(long at, int node) {
        if (random.nextBoolean()) {
            long wait = random.nextBoolean() ? 0 : random.nextInt(3000);
            add(at, "the lock's storage hangs on node " + node, sim -> hang(sim, node, true));
            add(at + wait, "the cluster lock is taken away", sim -> sim.lock().revoke());
            add(at + length(), "it answers on node " + node, sim -> hang(sim, node, false));
        } else {
            add(at, "the cluster lock cannot be taken", sim -> sim.lock().reachable(false));
            add(at + length(), "it can be taken", sim -> sim.lock().reachable(true));
        }
    }

    static void hang(Simulator sim, int node, boolean now) {
        sim.node(node).lock().hang(now);
    }

    private void hint(long at, int node, int other) {
        add(
                at,
                "node " + node + " is told that it lost node " + other,
                sim -> sim.node(node).take(new Input.PeerLost(new Pnn(other))));
    }

    /** One node is stopped, or cut off, while all others restart and forget their promises. */
    private void othersForget(long at, int node) {
        if (random.nextBoolean()) {
            pause(at, node);
        } else {
            isolate(at, node);
        }
        for (int other = 0; other < nodes; other++) {
            if (other != node) {
                int agent = other;
                long dies = at + random.nextInt(200);
                add(dies, "agent " + agent + " is killed", sim -> sim.node(agent).crash());
                long back = dies + 60 + random.nextInt(400);
                add(back, "agent " + agent + " is started", sim -> sim.node(agent).start());
            }
        }
    }

    /** The nodes fall into two groups that do not hear each other. */
    private void split(long at) {
        int group = 1 + random.nextInt((1 << nodes) - 2);
        add(at, "the nodes of bits " + group + " are apart", sim -> apart(sim, group));
        add(at + length(), "all nodes are joined", sim -> sim.network().heal());
    }

    private void apart(Simulator sim, int group) {
        for (int one = 0; one < nodes; one++) {
            for (int other = 0; other < nodes; other++) {
                if ((group >> one & 1) != (group >> other & 1)) {
                    sim.network().cut(one, other);
                }
            }
        }
    }

    /** A node hears everything late; then nobody hears it, and it may be stopped about then. */
    private void slowAnswers(long at, int node) {
        int late = 100 + random.nextInt(3000);
        long mute = at + 1000 + random.nextInt(6000);
        add(
                at,
                "all that is sent to node " + node + " takes " + late + " ms longer",
                sim -> sim.network().slow(node, Duration.ofMillis(late)));
        add(mute, "nobody hears node " + node, sim -> mute(sim, node));
        if (random.nextBoolean()) {
            pause(mute + random.nextInt(late + 200), node);
        }
        add(mute + length(), "node " + node + " hears quickly", sim -> unmute(sim, node));
    }

    private void mute(Simulator sim, int node) {
        for (int other = 0; other < nodes; other++) {
            sim.network().cut(node, other);
        }
    }

    private static void unmute(Simulator sim, int node) {
        sim.network().slow(node, Duration.ZERO);
        sim.network().join(node);
    }

    private void blackout(long at) {
        for (int node = 0; node < nodes; node++) {
            powerOff(at, node);
        }
    }

    private void pullCable(long at, int node) {
        int link = random.nextInt(2);
        add(
                at,
                "node " + node + " loses link " + link,
                sim -> sim.node(node).kernel().link(sim.links().get(link), false));
        add(
                at + length(),
                "node " + node + " has link " + link + " again",
                sim -> sim.node(node).kernel().link(sim.links().get(link), true));
    }

    private void pullAllCables(long at, int node) {
        add(at, "node " + node + " loses all links", sim -> links(sim, node, false));
        add(at + length(), "node " + node + " has all links", sim -> links(sim, node, true));
    }

    /** Plugs in, or pulls, every cable of a node. */
    static void links(Simulator sim, int node, boolean up) {
        sim.links().forEach(link -> sim.node(node).kernel().link(link, up));
    }

    private void slowRenewals(long at, int node) {
        Duration takes = Duration.ofMillis(1 + random.nextInt(random.nextBoolean() ? 50 : 3000));
        add(
                at,
                "renewals of node " + node + " take " + takes.toMillis() + " ms",
                sim -> sim.node(node).renewalsTake(takes));
        add(
                at + length(),
                "renewals of node " + node + " are quick",
                sim -> sim.node(node).renewalsTake(Duration.ZERO));
    }

    private void slew(long at, int node) {
        add(at, "the clock of node " + node + " is slewed", sim -> sim.node(node).slew(true));
        add(at + length(), "its clock is right again", sim -> sim.node(node).slew(false));
    }

    private void visitSection() {
        int node = random.nextInt(nodes);
        String name = Simulator.SECTIONS.get(random.nextInt(Simulator.SECTIONS.size()));
        Duration wait = Duration.ofMillis(length());
        Duration stay = Duration.ofMillis(length());
        add(
                random.nextLong(spanMillis),
                "node " + node + " enters " + name + " for " + stay.toMillis() + " ms",
                sim -> sim.sections().enter(sim.node(node), name, wait, stay));
    }

    /** One address is deleted and comes back, or whole lists change, on some nodes. */
    private void changeAddresses() {
        long at = random.nextLong(spanMillis);
        int address = random.nextInt(addresses);
        for (int node = 0; node < nodes; node++) {
            if (random.nextInt(3) > 0) {
                long here = at + random.nextInt(300);
                if (random.nextBoolean()) {
                    deleteAddress(here, node, address);
                } else {
                    reloadAddresses(here, node, random.nextInt(1 << addresses));
                }
            }
        }
        if (random.nextBoolean()) {
            int asks = random.nextInt(nodes);
            add(
                    at + random.nextInt(400),
                    "node " + asks + " is asked for a run",
                    sim -> sim.node(asks).ask(new OperatorCommand.Reallocate()));
        }
    }

    /** Other addresses may go back from now on, as the files of some nodes say, or by hand. */
    private void changeFailback() {
        long at = random.nextLong(spanMillis);
        int closed = random.nextInt(1 << addresses);
        for (int node = 0; node < nodes; node++) {
            if (random.nextInt(4) > 0) {
                int here = node;
                add(
                        at + random.nextInt(300),
                        "node " + here + " lets no address of bits " + closed + " go back",
                        sim -> sim.node(here).failback(sim.withoutFailback(closed)));
            }
        }
        int asks = random.nextInt(nodes);
        add(
                at + length(),
                "node " + asks + " is asked for failback of all",
                sim -> sim.node(asks).ask(new OperatorCommand.Failback(List.of())));
    }

    private void deleteAddress(long at, int node, int address) {
        Pnn pnn = new Pnn(node);
        add(
                at,
                "address " + address + " is deleted on node " + node,
                sim ->
                        sim.node(node)
                                .ask(
                                        new OperatorCommand.DeleteAddress(
                                                pnn, sim.addresses().get(address))));
        add(
                at + length(),
                "address " + address + " is added on node " + node,
                sim ->
                        sim.file(node).stream()
                                .filter(line -> line.ip().equals(sim.addresses().get(address)))
                                .forEach(
                                        line ->
                                                sim.node(node)
                                                        .ask(
                                                                new OperatorCommand.AddAddress(
                                                                        pnn, line))));
    }

    /**
     * The file keeps the addresses of these bits, some with one interface, some with another mask.
     */
    private void reloadAddresses(long at, int node, int bits) {
        int masks = 20 + random.nextInt(5);
        boolean oneLink = random.nextBoolean();
        add(
                at,
                "node " + node + " reads a file with the addresses of bits " + bits,
                sim -> {
                    List<PublicAddress> lines =
                            sim.configured(node).stream()
                                    .filter(line -> isIn(bits, sim.addresses().indexOf(line.ip())))
                                    .map(
                                            line ->
                                                    new PublicAddress(
                                                            line.ip(),
                                                            masks,
                                                            oneLink
                                                                    ? sim.links().subList(0, 1)
                                                                    : sim.links()))
                                    .toList();
                    sim.edit(node, lines);
                    reload(sim.node(node));
                });
    }

    private static boolean isIn(int bits, int index) {
        return (bits >> index & 1) != 0;
    }

    /** A node is told to read its file of public addresses. */
    static void reload(SimulatedNode node) {
        node.ask(new OperatorCommand.ReloadAddresses(new Pnn(node.pnn())));
    }

    /** Short, long, or about as long as a promise. */
    private long length() {
        return switch (random.nextInt(3)) {
            case 0 -> 20 + random.nextInt(1500);
            case 1 -> 3500 + random.nextInt(2000);
            default -> 100 + random.nextInt(9000);
        };
    }
}
